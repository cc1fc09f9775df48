/// RFC 2045, 6.7: any text in lines of at most 76 characters of ASCII, readable where it is ASCII anyway.
enum QuotedPrintable {
    /// Lines of `text` are ended by LF; those of the result by CRLF.
    static func encode(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line($0) }.joined(separator: "\r\n")
    }

    private static func line(_ text: Substring) -> String {
        var encoded = ""
        var used = 0
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isPlain: Bool
            switch byte {
            case 0x20, 0x09: isPlain = !isLast
            case UInt8(ascii: "="): isPlain = false
            default: isPlain = (0x21...0x7E).contains(byte)
            }
            let piece = isPlain ? String(UnicodeScalar(byte)) : "=" + hex(byte)
            // A soft line break takes one character itself.
            if used + piece.utf8.count > 75 {
                encoded += "=\r\n"
                used = 0
            }
            encoded += piece
            used += piece.utf8.count
        }
        return encoded
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
}
