import Foundation

/// Walks over the lines of a file, a piece at a time, so that memory does not grow with the file.
struct LineReader {
    let fileSystem: any FileSystem
    let file: OpenFile

    struct Found {
        /// Without its line end; valid during the call only.
        var bytes: UnsafeBufferPointer<UInt8>
        /// Where it begins in the file.
        var offset: Int
        /// Whether a line end follows.
        var isWhole: Bool

        /// Where the next one begins.
        var end: Int { offset + bytes.count + (isWhole ? 1 : 0) }
    }

    private static let pieceLength = 256 * 1024

    /// Calls `body` with each line that begins at `start` or later and before `end`, until it returns `false`.
    func forEach(
        from start: Int, to end: Int = .max, _ body: (Found) throws(JournalError) -> Bool
    ) throws(JournalError) {
        let end = min(end, try fileSystem.size(file))
        var rest: [UInt8] = []
        var offset = start
        while true {
            let wanted = min(Self.pieceLength, end - (offset + rest.count))
            let piece = wanted > 0 ? try fileSystem.readAll(file, at: offset + rest.count, count: wanted) : []
            rest.append(contentsOf: piece)
            let isLast = piece.count < wanted || wanted == 0
            let result: Result<(used: Int, goesOn: Bool), JournalError> = rest.withUnsafeBufferPointer { bytes in
                do throws(JournalError) {
                    return .success(try lines(of: bytes, at: offset, isLast: isLast, body))
                } catch {
                    return .failure(error)
                }
            }
            let (used, goesOn) = try result.get()
            if isLast || !goesOn { return }
            rest.removeFirst(used)
            offset += used
        }
    }

    private func lines(
        of bytes: UnsafeBufferPointer<UInt8>, at offset: Int, isLast: Bool,
        _ body: (Found) throws(JournalError) -> Bool
    ) throws(JournalError) -> (used: Int, goesOn: Bool) {
        var start = 0
        while start < bytes.count {
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            guard let end = rest.firstLineEnd else {
                guard isLast else { break }
                return (bytes.count, try body(Found(bytes: rest, offset: offset + start, isWhole: false)))
            }
            let line = UnsafeBufferPointer(rebasing: rest[..<end])
            guard try body(Found(bytes: line, offset: offset + start, isWhole: true)) else { return (start, false) }
            start += end + 1
        }
        return (start, true)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The index of the first line feed.
    fileprivate var firstLineEnd: Int? {
        guard let base = baseAddress, let found = memchr(base, 10, count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
