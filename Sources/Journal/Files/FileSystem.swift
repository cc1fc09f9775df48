import Foundation

/// The file system as the journal sees it: the calls that can fail, one by one, so that tests can make each of them fail.
/// Semantics and errors are POSIX's; an interrupted call (EINTR) is repeated below this line.
protocol FileSystem: Sendable {
    func open(_ path: String, _ mode: OpenMode) throws(JournalError) -> OpenFile
    func close(_ file: OpenFile)
    /// Writes at `offset` and returns how many bytes were taken, which may be fewer.
    func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile, at offset: Int) throws(JournalError) -> Int
    /// Returns how many bytes were read; 0 at the end of the file.
    func read(
        into bytes: UnsafeMutableRawBufferPointer, from file: OpenFile, at offset: Int
    ) throws(JournalError) -> Int
    func size(_ file: OpenFile) throws(JournalError) -> Int
    func truncate(_ file: OpenFile, to size: Int) throws(JournalError)
    /// fdatasync: when it returns, data and length survive a power cut.
    func sync(_ file: OpenFile) throws(JournalError)
    /// Replaces `target` if it is there.
    func rename(_ path: String, to target: String) throws(JournalError)
    /// fsync of a folder: when it returns, names made in it survive a power cut.
    func syncFolder(_ path: String) throws(JournalError)
    /// Names in a folder; `nil` if there is no such folder.
    func names(in folder: String) throws(JournalError) -> [String]?
    func makeFolder(_ path: String) throws(JournalError)
    /// An advisory lock on the file, kept until it is closed; `false` if another has it.
    func lock(_ file: OpenFile, shared: Bool) throws(JournalError) -> Bool
}

struct OpenFile: Sendable, Hashable {
    var descriptor: Int32
    var path: String
}

enum OpenMode: Sendable {
    case reading
    /// Reading and writing; made if it is not there.
    case writing
    /// Made; an error (EEXIST) if it is there.
    case new
    /// Made, or emptied.
    case replacing
}

extension FileSystem {
    /// Writes all of `bytes`, however many calls that takes.
    func writeAll(_ bytes: [UInt8], to file: OpenFile, at offset: Int) throws(JournalError) {
        var written = 0
        while written < bytes.count {
            let result: Result<Int, JournalError> = bytes.withUnsafeBytes { buffer in
                do throws(JournalError) {
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    return .success(try write(rest, to: file, at: offset + written))
                } catch {
                    return .failure(error)
                }
            }
            let count = try result.get()
            guard count > 0 else { throw .failed(call: "write", path: file.path, code: ENOSPC) }
            written += count
        }
    }

    /// The bytes from `offset` on, at most `count`.
    func readAll(_ file: OpenFile, at offset: Int, count: Int) throws(JournalError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var length = 0
        while length < count {
            let result: Result<Int, JournalError> = bytes.withUnsafeMutableBytes { buffer in
                do throws(JournalError) {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[length...])
                    return .success(try read(into: rest, from: file, at: offset + length))
                } catch {
                    return .failure(error)
                }
            }
            let more = try result.get()
            if more == 0 { break }
            length += more
        }
        bytes.removeLast(count - length)
        return bytes
    }

    /// `nil` if there is no such file.
    func openIfThere(_ path: String) throws(JournalError) -> OpenFile? {
        do {
            return try open(path, .reading)
        } catch .failed(_, _, ENOENT) {
            return nil
        }
    }

    /// A whole file; `nil` if there is none.
    func contents(_ path: String) throws(JournalError) -> [UInt8]? {
        guard let file = try openIfThere(path) else { return nil }
        defer { close(file) }
        return try readAll(file, at: 0, count: try size(file))
    }

    /// A new file with these bytes, on disk when it returns; its name is after `syncFolder`.
    func make(_ path: String, _ mode: OpenMode, _ bytes: [UInt8]) throws(JournalError) {
        let file = try open(path, mode)
        defer { close(file) }
        try writeAll(bytes, to: file, at: 0)
        try sync(file)
    }
}
