/// Text in quotes.
extension JSONReader {
    /// The text of the quotes that open here.
    mutating func string() throws(JSONFault) -> String {
        let open = at
        at += 1
        let start = at
        // Nearly every string is plain: found by its end, made in one piece.
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let text = try decoded(start..<at)
                at += 1
                return text
            }
            if byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            at += 1
        }
        return try stringWithEscapes(open: open, start: start, closing: [UInt8(ascii: "\"")])
    }

    private mutating func stringWithEscapes(open: Int, start: Int, closing: [UInt8]) throws(JSONFault) -> String {
        var text = ""
        var piece = start
        while at < bytes.count {
            let byte = bytes[at]
            if byte == closing[0], bytes[at...].starts(with: closing) {
                text += try decoded(piece..<at)
                at += closing.count
                return text
            }
            if byte == UInt8(ascii: "\\") {
                text += try decoded(piece..<at)
                text.unicodeScalars.append(try escape())
                piece = at
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                break
            } else if byte < 0x20 {
                let escape =
                    byte == UInt8(ascii: "\t") ? "\\t" : "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                try report(at, "\(character(at: at)) stands in a text", fix: "delete it, or write \(escape)")
                at += 1
            } else {
                at += 1
            }
        }
        throw JSONFault(
            offset: open, message: "the quotes that open here are not closed on their line",
            fix: "write the closing quotes; a line break in a text is written \\n")
    }

    /// The character of the escape that begins here.
    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        let start = at
        at += 1
        guard at < bytes.count else { return "\\" }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicode(start: start)
        default:
            at -= 1
            try report(start, "\\ stands before \(character(at: at))", fix: "write \\\\ for one backslash")
            return "\\"
        }
    }

    /// `\uXXXX`, or the two of them that make one character beyond U+FFFF (RFC 8259, section 7).
    private mutating func unicode(start: Int) throws(JSONFault) -> Unicode.Scalar {
        guard let first = hexadecimal() else {
            try report(
                start, "\\u stands without four hexadecimal digits",
                fix: "write four, as in \\u00e4, or the character itself")
            return "\u{FFFD}"
        }
        if let scalar = Unicode.Scalar(first) { return scalar }
        let isHigh = (0xD800...0xDBFF).contains(first)
        if isHigh, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") {
            let back = at
            at += 2
            if let second = hexadecimal(), (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
            at = back
        }
        try report(
            start, "\\u\(String(first, radix: 16)) is half of a character (a lone surrogate)",
            fix: "write both halves, or the character itself")
        return "\u{FFFD}"
    }

    private mutating func hexadecimal() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        let digits = bytes[at..<at + 4]
        guard digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return nil }
        at += 4
        return number
    }

    private mutating func decoded(_ range: Range<Int>) throws(JSONFault) -> String {
        let valid = bytes.withUnsafeBufferPointer { buffer in
            String(validating: UnsafeBufferPointer(rebasing: buffer[range]), as: UTF8.self)
        }
        if let valid { return valid }
        let text = String(decoding: bytes[range], as: UTF8.self)
        // The first byte that decoding had to replace: all before it is as long as in the file.
        let prefix = text.unicodeScalars.prefix { $0 != "\u{FFFD}" }
        let offset = range.lowerBound + String(prefix).utf8.count
        let byte = String(bytes[min(offset, range.upperBound - 1)], radix: 16, uppercase: true)
        try report(
            offset, "a byte that is not UTF-8 (0x\(byte)) stands in a text",
            fix: "save the file as UTF-8; it looks like Windows-1252 or ISO 8859-1")
        return text
    }

    /// Text in the quotes of a word processor or in single ones; `nil` where none open here.
    mutating func quotedOtherwise() throws(JSONFault) -> String? {
        guard let style = QuoteStyle.all.first(where: { bytes[at...].starts(with: $0.opening) }) else { return nil }
        let open = at
        try report(open, "\(style.name) quotes stand where JSON has \"", fix: "write \" before and after the text")
        at += style.opening.count
        let start = at
        let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let ends = style.closings.compactMap { closing in line.firstRange(of: closing)?.lowerBound }
        guard let end = ends.min(), let closing = style.closings.first(where: { bytes[end...].starts(with: $0) }) else {
            throw JSONFault(
                offset: open, message: "the quotes that open here are not closed on their line",
                fix: "write \" before and after the text")
        }
        at = start
        return try stringWithEscapes(open: open, start: start, closing: closing)
    }
}

/// Quotes that are not JSON's but are meant as such.
private struct QuoteStyle {
    let name: String
    let opening: [UInt8]
    let closings: [[UInt8]]

    static let all: [QuoteStyle] = [
        style("single", "'", "'"),
        style("curly", "\u{201C}", "\u{201D}", "\u{201C}", "\""), style("curly", "\u{201D}", "\u{201D}", "\""),
        style("curly", "\u{201E}", "\u{201C}", "\u{201D}", "\""),
        style("curly", "\u{2018}", "\u{2019}", "\u{2018}"), style("curly", "\u{2019}", "\u{2019}"),
        style("angle", "\u{AB}", "\u{BB}"), style("angle", "\u{BB}", "\u{AB}"), style("backtick", "`", "`"),
    ]

    private static func style(_ name: String, _ opening: String, _ closings: String...) -> QuoteStyle {
        QuoteStyle(name: name, opening: Array(opening.utf8), closings: closings.map { Array($0.utf8) })
    }
}
