import Foundation

/// What a file held when it was read: a hash of each 64 KiB of it, and of the piece at its end. By it a later reading knows whether
/// what was read is still there, so that only what came behind it is to be read.
struct ContentProof: Hashable, Sendable {
    static let chunk = 64 * 1024

    /// Of the whole chunks, and of the last part if there is one.
    private(set) var hashes: [UInt64] = []
    /// Bytes that are hashed.
    private(set) var length = 0

    var chunks: Int { hashes.count }

    /// Where a chunk lies in the file.
    func range(of chunk: Int) -> Range<Int> {
        chunk * Self.chunk..<min(length, (chunk + 1) * Self.chunk)
    }

    /// Those that are looked at before what was added to a file is read: the first, the last, and others spread evenly. Whatever was put
    /// in or taken out before the end has moved the last one.
    func sample(_ count: Int) -> [Int] {
        guard chunks > count else { return Array(0..<chunks) }
        return (0..<count).map { $0 * (chunks - 1) / (count - 1) }
    }

    init() {}

    init(length: Int, hashes: [UInt64]) {
        self.length = length
        self.hashes = hashes
    }

    /// As the ledger has it.
    init(length: Int, bytes: [UInt8]) {
        self.length = length
        hashes = stride(from: 0, to: bytes.count - 7, by: 8).map { start in
            (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64($1 * 8) }
        }
    }

    var bytes: [UInt8] {
        hashes.flatMap { hash in (0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64($0 * 8)) } }
    }
}

/// Makes the proof of a file from its bytes, as they are read.
final class ContentProofBuilder {
    private var hashes: [UInt64]
    private let pending: UnsafeMutableRawPointer
    private var pendingCount = 0
    /// Where the next byte is expected.
    private(set) var length: Int

    init() {
        hashes = []
        length = 0
        pending = .allocate(byteCount: ContentProof.chunk, alignment: 16)
    }

    /// Goes on behind `proof`.
    ///
    /// - Parameter tail: the bytes of its last part, which is no whole chunk.
    init(after proof: ContentProof, tail: UnsafeRawBufferPointer) {
        hashes = Array(proof.hashes.prefix(proof.length / ContentProof.chunk))
        length = hashes.count * ContentProof.chunk
        pending = .allocate(byteCount: ContentProof.chunk, alignment: 16)
        if let start = tail.baseAddress { add(start, tail.count, at: length) }
    }

    deinit { pending.deallocate() }

    /// What was added before already is left out.
    func add(_ bytes: UnsafeRawPointer, _ count: Int, at offset: Int) {
        var start = max(0, length - offset)
        while start < count {
            let taken = min(count - start, ContentProof.chunk - pendingCount)
            if pendingCount == 0 && taken == ContentProof.chunk {
                hashes.append(ContentHash.of(bytes + start, count: taken))
            } else {
                (pending + pendingCount).copyMemory(from: bytes + start, byteCount: taken)
                pendingCount += taken
                if pendingCount == ContentProof.chunk {
                    hashes.append(ContentHash.of(pending, count: pendingCount))
                    pendingCount = 0
                }
            }
            start += taken
            length += taken
        }
    }

    var proof: ContentProof {
        let last = pendingCount > 0 ? [ContentHash.of(pending, count: pendingCount)] : []
        return ContentProof(length: length, hashes: hashes + last)
    }
}
