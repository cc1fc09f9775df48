import Foundation

/// Paths of files, and what is in them.
enum FilePath {
    /// A goals.json is a few kilobytes; one of this size is something else.
    static let largestFile = 16 << 20

    struct ReadError: Error {
        var message: String
        var fix: String
    }

    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// `path` as seen from `folder`, which is absolute.
    static func joined(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") { return path }
        var rest = Substring(path)
        while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
        if rest.isEmpty || rest == "." { return folder }
        return folder.hasSuffix("/") ? folder + rest : folder + "/" + rest
    }

    static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// The folder of an absolute path.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// All bytes of a file of at most `limit`; says in words why not.
    static func read(_ path: String, limit: Int = largestFile) throws(ReadError) -> [UInt8] {
        // Nonblocking, so that a named pipe cannot keep us waiting for somebody to open its other end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw failure(path, errno) }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw ReadError(message: "\(path) is a folder", fix: "name the file in it")
        }
        if status.st_mode & S_IFMT != S_IFREG {
            throw ReadError(message: "\(path) is not an ordinary file", fix: "name a file")
        }
        if status.st_size > limit {
            throw ReadError(
                message: "\(path) has \(status.st_size) bytes, more than the \(limit) that are read",
                fix: "look whether it is the right file")
        }
        return try contents(descriptor, path, size: Int(status.st_size), limit: limit)
    }

    private static func contents(
        _ descriptor: Int32, _ path: String, size: Int, limit: Int
    ) throws(ReadError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size + 1)
        var count = 0
        while count <= limit {
            if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: count)) }
            let got = bytes.withUnsafeMutableBytes { buffer in
                Foundation.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw failure(path, errno) }
            if got == 0 { break }
            count += got
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private static func failure(_ path: String, _ code: Int32) -> ReadError {
        switch code {
        case ENOENT:
            ReadError(
                message: "\(path) does not exist",
                fix: "look at the path, or create the file (`crmgoals init` writes a goals.json)")
        case EACCES, EPERM:
            ReadError(message: "\(path) may not be read", fix: "let the user that crmgoals runs as read it")
        default:
            ReadError(message: "\(path) cannot be read: \(String(cString: strerror(code)))", fix: "look at the path")
        }
    }
}
