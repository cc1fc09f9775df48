import Foundation

/// What tells whether a file is still the one that was read.
struct FileSignature: Hashable, Sendable {
    var size: Int64
    /// Nanoseconds since 1970.
    var modified: Int64
    var inode: UInt64
    var device: UInt64

    init(size: Int64, modified: Int64, inode: UInt64, device: UInt64) {
        self.size = size
        self.modified = modified
        self.inode = inode
        self.device = device
    }

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

/// A regular file, open for reading from its beginning to where its end was when it was opened.
final class OpenFile {
    let path: String
    let signature: FileSignature
    private let descriptor: Int32
    /// Where the next byte is read.
    private(set) var offset = 0
    /// Grows with what is read.
    private var builder = ContentProofBuilder()

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
    }

    deinit { close(descriptor) }

    /// The number of bytes read; 0 at the end.
    func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(LoadFailure) -> Int {
        let result = try read(into: buffer, count: min(count, Int(signature.size) - offset), at: offset)
        builder.add(buffer, result, at: offset)
        offset += result
        return result
    }

    func seek(to offset: Int) { self.offset = offset }

    /// Of what was read.
    var proof: ContentProof { builder.proof }

    private func read(
        into buffer: UnsafeMutableRawPointer, count: Int, at offset: Int
    ) throws(LoadFailure) -> Int {
        while true {
            let result = pread(descriptor, buffer, max(0, count), offset)
            if result >= 0 { return result }
            if errno != EINTR { throw Self.problem(path, "cannot be read") }
        }
    }

    // MARK: What it held before

    /// Whether these chunks of the file are what they were.
    func holds(_ proof: ContentProof, chunks: some Sequence<Int>) throws(LoadFailure) -> Bool {
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: ContentProof.chunk, alignment: 16)
        defer { buffer.deallocate() }
        for chunk in chunks {
            let range = proof.range(of: chunk)
            guard try fill(buffer, range), ContentHash.of(buffer, count: range.count) == proof.hashes[chunk] else {
                return false
            }
        }
        return true
    }

    /// From here on the proof of what is read goes on behind `proof`, whose content the file holds.
    func goOn(behind proof: ContentProof) throws(LoadFailure) {
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: ContentProof.chunk, alignment: 16)
        defer { buffer.deallocate() }
        let tail = proof.length / ContentProof.chunk * ContentProof.chunk..<proof.length
        guard try fill(buffer, tail) else { throw .changed }
        builder = ContentProofBuilder(after: proof, tail: UnsafeRawBufferPointer(start: buffer, count: tail.count))
    }

    private func fill(_ buffer: UnsafeMutableRawPointer, _ range: Range<Int>) throws(LoadFailure) -> Bool {
        var filled = 0
        while filled < range.count {
            let count = try read(
                into: buffer + filled, count: range.count - filled, at: range.lowerBound + filled)
            if count == 0 { return false }
            filled += count
        }
        return true
    }

    // MARK: Whether it stayed

    /// Throws `.changed` unless the file still stands at its path and holds what was read of it.
    ///
    /// - Returns: whether more was written behind it meanwhile.
    @discardableResult
    func checkUnchanged() throws(LoadFailure) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .changed }
        let now = FileSignature(status)
        if now == signature { return false }
        guard now.inode == signature.inode, now.device == signature.device, now.size > signature.size,
            try holds(proof, chunks: 0..<proof.chunks)
        else { throw .changed }
        return true
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
