/// Cuts bytes that come in pieces into lines, keeping no more than one line.
public struct Lines {
    /// Bytes of the longest line that is taken.
    private let limit: Int
    private var partial: [UInt8] = []

    /// A line is longer than the limit.
    public struct TooLong: Error, Sendable, Hashable {
        public let limit: Int
    }

    public init(limit: Int) {
        self.limit = limit
    }

    /// What came after the last line end.
    public var rest: [UInt8] { partial }

    /// Calls `each` with every line that ends in `bytes`, without its line end (LF).
    ///
    /// - Throws: `TooLong`, or what `each` throws.
    public mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ each: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var begin = bytes.startIndex
        while let end = bytes[begin...].firstIndex(of: UInt8(ascii: "\n")) {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[begin..<end])
            if partial.isEmpty {
                guard piece.count <= limit else { throw TooLong(limit: limit) }
                try each(piece)
            } else {
                try keep(piece)
                try partial.withUnsafeBytes { try each($0) }
                partial.removeAll(keepingCapacity: partial.capacity <= 65_536)
            }
            begin = end + 1
        }
        try keep(UnsafeRawBufferPointer(rebasing: bytes[begin...]))
    }

    private mutating func keep(_ piece: UnsafeRawBufferPointer) throws(TooLong) {
        guard partial.count + piece.count <= limit else { throw TooLong(limit: limit) }
        partial.append(contentsOf: piece)
    }
}
