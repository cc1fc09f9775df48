/// Blanks, comments and words.
extension JSONReader {
    /// Skips blanks; and comments, which are faults.
    mutating func skipBlank() throws(JSONFault) {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                at += 1
            case UInt8(ascii: "/"), UInt8(ascii: "#"):
                guard try comment() else { return }
            case 0xC2 where at + 1 < bytes.count && bytes[at + 1] == 0xA0:
                try report(at, "a no-break space stands between the values", fix: "write an ordinary space")
                at += 2
            default:
                return
            }
        }
    }

    private mutating func comment() throws(JSONFault) -> Bool {
        let start = at
        let next = at + 1 < bytes.count ? bytes[at + 1] : 0
        if bytes[at] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
            at += 2
            while at + 1 < bytes.count, bytes[at] != UInt8(ascii: "*") || bytes[at + 1] != UInt8(ascii: "/") { at += 1 }
            at = min(at + 2, bytes.count)
        } else if bytes[at] == UInt8(ascii: "#") || next == UInt8(ascii: "/") {
            while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
        } else {
            return false
        }
        try report(
            start, "a comment, which JSON does not have",
            fix: "delete it; what a goal is for goes into its \"description\"")
        return true
    }

    /// Letters, digits, `_` and `-` from here on; may be none.
    mutating func bareWord() -> String {
        let start = at
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
                at += 1
            default:
                return String(decoding: bytes[start..<at], as: UTF8.self)
            }
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    /// `true`, `false`, `null`, or what people take for them. A word that is none of these is not shown: it may be a password.
    mutating func word() throws(JSONFault) -> JSONValue {
        let start = at
        let word = bareWord()
        if String(validating: bytes[start..<at], as: UTF8.self) == nil {
            throw JSONFault(
                offset: start, message: "\(character(at: start)) stands where a value is expected",
                fix: "look whether it is the right file; a text file is saved as UTF-8")
        }
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "":
            throw JSONFault(
                offset: at, message: "\(character(at: at)) stands where a value is expected",
                fix: "write a number, true, false, null, or text in double quotes")
        default: break
        }
        switch word.lowercased() {
        case "true", "false":
            try report(start, "\(word) is not a JSON word", fix: "write \(word.lowercased()), in small letters")
            return .bool(word.lowercased() == "true")
        case "null", "none", "nil", "undefined":
            try report(start, "\(word) is not a JSON word", fix: "write null, or leave the key out")
            return .null
        case "nan", "infinity", "inf":
            try report(start, "\(word) is not a number in JSON", fix: "write a number, or leave the key out")
            return .unreadable
        default:
            // The rest of an unquoted text with blanks in it.
            while at < bytes.count, !Self.endsBareText.contains(bytes[at]) { at += 1 }
            try report(start, "text stands without quotes", fix: "put it in double quotes")
            return .unreadable
        }
    }

    private static let endsBareText: Set<UInt8> = Set(",}]\n\r".utf8)

    /// What stands at a byte, for a message: in quotes, or by its number where it cannot be seen.
    func character(at offset: Int) -> String {
        guard offset < bytes.count else { return "the end of the file" }
        let decoded = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
        guard let scalar = decoded.unicodeScalars.first, scalar != "\u{FFFD}" else {
            return "a byte that is not UTF-8 (0x\(String(bytes[offset], radix: 16, uppercase: true)))"
        }
        return Shown.scalar(scalar)
    }
}
