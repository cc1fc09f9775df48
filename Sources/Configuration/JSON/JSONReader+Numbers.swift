/// Numbers, as RFC 8259, section 6, has them.
extension JSONReader {
    mutating func number() throws(JSONFault) -> JSONValue {
        let start = at
        while at < bytes.count, Self.isPartOfNumber(bytes[at]) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if let problem = Self.problem(of: text) {
            try report(start, problem.message, fix: problem.fix)
            return .unreadable
        }
        guard let number = Double(text), number.isFinite else {
            try report(start, "\(Shown.text(text)) is too large for a number", fix: "write a smaller one")
            return .unreadable
        }
        return .number(number, text: text)
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "%"):
            true
        default:
            false
        }
    }

    private static func problem(of text: String) -> (message: String, fix: String)? {
        var rest = Substring(text)
        if rest.hasPrefix("+") { return ("a number begins with +", "leave the + out") }
        if rest.hasPrefix("-") { rest.removeFirst() }
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        if whole.isEmpty {
            if rest.hasPrefix(".") { return ("a number begins with a point", "write 0\(Shown.short(rest))") }
            return ("- stands without a number", "write a number, or put text in double quotes")
        }
        if whole.count > 1, whole.hasPrefix("0") {
            return ("a number begins with a zero", "leave the zero out; text such as an id goes in double quotes")
        }
        rest = rest.dropFirst(whole.count)
        if rest.hasPrefix(".") {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            if digits.isEmpty { return ("a number ends with a point", "write \(whole).0") }
            rest = rest.dropFirst(1 + digits.count)
        }
        if rest.hasPrefix("e") || rest.hasPrefix("E") {
            var exponent = rest.dropFirst()
            if exponent.hasPrefix("+") || exponent.hasPrefix("-") { exponent = exponent.dropFirst() }
            let digits = exponent.prefix { $0.isASCII && $0.isNumber }
            if !digits.isEmpty { rest = exponent.dropFirst(digits.count) }
        }
        if rest.isEmpty { return nil }
        return ("letters or signs follow a number", "put it in double quotes if it is text, such as \"30d\" or \"5%\"")
    }
}
