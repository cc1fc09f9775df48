/// The bytes of a file, and where a byte stands for somebody with an editor.
struct JSONText: Sendable {
    let bytes: [UInt8]

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Where the text begins: after a byte order mark, which editors on Windows leave and do not show.
    var start: Int { bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0 }

    /// Line and column, both from 1; columns are characters (Unicode scalars), a tab is one.
    ///
    /// Counted when somebody asks, so that a file without problems pays nothing for it.
    func position(of offset: Int) -> (line: Int, column: Int) {
        var line = 1
        var lineStart = start
        let end = min(offset, bytes.count)
        var index = start
        while index < end {
            let byte = bytes[index]
            index += 1
            let endsLine = byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && !follows(index, "\n"))
            if endsLine {
                line += 1
                lineStart = index
            }
        }
        let isContinuation = { (byte: UInt8) in byte & 0xC0 == 0x80 }
        let column = lineStart < end ? bytes[lineStart..<end].count { !isContinuation($0) } : 0
        return (line, column + 1)
    }

    private func follows(_ index: Int, _ character: Unicode.Scalar) -> Bool {
        index < bytes.count && bytes[index] == UInt8(ascii: character)
    }
}
