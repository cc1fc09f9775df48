import Foundation

/// The real one. Raw calls, since `FileHandle` ends the process on a full disk.
struct PosixFileSystem: FileSystem {
    func open(_ path: String, _ mode: OpenMode) throws(JournalError) -> OpenFile {
        let flags: Int32 =
            switch mode {
            case .reading: O_RDONLY
            case .writing: O_RDWR | O_CREAT
            case .new: O_RDWR | O_CREAT | O_EXCL
            case .replacing: O_RDWR | O_CREAT | O_TRUNC
            }
        let descriptor = try repeated("open", path) { Foundation.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o640) }
        return OpenFile(descriptor: descriptor, path: path)
    }

    func close(_ file: OpenFile) {
        // Nothing to learn from it: what had to be on disk was synced.
        Foundation.close(file.descriptor)
    }

    func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile, at offset: Int) throws(JournalError) -> Int {
        try repeated("write", file.path) { pwrite(file.descriptor, bytes.baseAddress, bytes.count, offset) }
    }

    func read(
        into bytes: UnsafeMutableRawBufferPointer, from file: OpenFile, at offset: Int
    ) throws(JournalError) -> Int {
        try repeated("read", file.path) { pread(file.descriptor, bytes.baseAddress, bytes.count, offset) }
    }

    func size(_ file: OpenFile) throws(JournalError) -> Int {
        var status = stat()
        _ = try repeated("fstat", file.path) { fstat(file.descriptor, &status) }
        return Int(status.st_size)
    }

    func truncate(_ file: OpenFile, to size: Int) throws(JournalError) {
        _ = try repeated("ftruncate", file.path) { ftruncate(file.descriptor, size) }
    }

    func sync(_ file: OpenFile) throws(JournalError) {
        _ = try repeated("fdatasync", file.path) { fdatasync(file.descriptor) }
    }

    func rename(_ path: String, to target: String) throws(JournalError) {
        _ = try repeated("rename", target) { Foundation.rename(path, target) }
    }

    func syncFolder(_ path: String) throws(JournalError) {
        let descriptor = try repeated("open", path) { Foundation.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { Foundation.close(descriptor) }
        _ = try repeated("fsync", path) { fsync(descriptor) }
    }

    func names(in folder: String) throws(JournalError) -> [String]? {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return nil }
            throw .failed(call: "opendir", path: folder, code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func makeFolder(_ path: String) throws(JournalError) {
        _ = try repeated("mkdir", path) { mkdir(path, 0o750) }
    }

    func lock(_ file: OpenFile, shared: Bool) throws(JournalError) -> Bool {
        do {
            _ = try repeated("flock", file.path) {
                flock(file.descriptor, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB)
            }
            return true
        } catch .failed(_, _, EWOULDBLOCK) {
            return false
        }
    }

    /// Repeats a call that a signal interrupted, and throws errno.
    private func repeated<Count: SignedInteger>(
        _ call: String, _ path: String, _ body: () -> Count
    ) throws(JournalError) -> Count {
        while true {
            let result = body()
            if result >= 0 { return result }
            if errno != EINTR { throw .failed(call: call, path: path, code: errno) }
        }
    }
}
