import Foundation

/// What tells whether a file is still the one that was read.
struct FileSignature: Hashable, Sendable {
    var size: Int64
    /// Nanoseconds since 1970.
    var modified: Int64
    var inode: UInt64
    var device: UInt64

    init(_ status: stat) {
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        inode = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
    }

    /// Of the file at `path`, without opening it.
    static func of(_ path: String) throws(LoadFailure) -> FileSignature {
        var status = stat()
        guard stat(path, &status) == 0 else { throw OpenFile.problem(path, "cannot be read") }
        try OpenFile.check(status, path)
        return FileSignature(status)
    }
}

/// A regular file, open for reading from its beginning to its end.
final class OpenFile {
    let path: String
    let signature: FileSignature
    private let descriptor: Int32

    init(_ path: String) throws(LoadFailure) {
        self.path = path
        // A FIFO would keep a plain open waiting for a writer.
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.problem(path, "cannot be opened") }
        do throws(LoadFailure) {
            signature = try Self.status(of: descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    /// The number of bytes read; 0 at the end.
    func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(LoadFailure) -> Int {
        while true {
            let result = Glibc.read(descriptor, buffer, count)
            if result >= 0 { return result }
            if errno != EINTR { throw Self.problem(path, "cannot be read") }
        }
    }

    /// Throws `.changed` unless the file is what it was when it was opened, and still stands at its path.
    func checkUnchanged() throws(LoadFailure) {
        var status = stat()
        guard try Self.status(of: descriptor, path) == signature, stat(path, &status) == 0,
            FileSignature(status) == signature
        else { throw .changed }
    }

    private static func status(of descriptor: Int32, _ path: String) throws(LoadFailure) -> FileSignature {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem(path, "cannot be read") }
        try check(status, path)
        return FileSignature(status)
    }

    static func check(_ status: stat, _ path: String) throws(LoadFailure) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw .unusable("\(path) is a folder; name a file, or all in it: \(path)/*.csv")
        default:
            throw .unusable("\(path) is not a regular file (a pipe, a socket or a device); write the export to a file")
        }
    }

    static func problem(_ path: String, _ what: String) -> LoadFailure {
        let error = errno
        let reason = String(cString: strerror(error))
        return switch error {
        case ENOENT: .unusable("\(path) does not exist; export it there, or correct the path")
        case EACCES: .unusable("\(path) \(what) (\(reason)); give the user that runs crmgoals the right to read it")
        default: .unusable("\(path) \(what) (\(reason))")
        }
    }
}
