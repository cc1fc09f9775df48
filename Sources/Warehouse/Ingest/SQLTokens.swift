/// The words and signs of an SQL text, as SQLite splits it. <https://www.sqlite.org/lang_keywords.html>
struct SQLTokens {
    struct Token: Hashable {
        var kind: Kind
        var text: Substring
    }

    enum Kind: Hashable {
        /// A name, bare or in quotes, or a keyword.
        case name
        /// A bare name that SQL has for its own.
        case keyword
        case number
        case text
        case sign
    }

    /// Without blanks and comments.
    let tokens: [Token]

    init(_ sql: String) {
        var tokens: [Token] = []
        var rest = Substring(sql)
        while let token = Self.next(&rest) { tokens.append(token) }
        self.tokens = tokens
    }

    /// Every name in it, without its quotes.
    var names: [String] {
        tokens.compactMap { $0.kind == .name ? Self.unquoted($0.text) : nil }
    }

    static func unquoted(_ text: Substring) -> String {
        guard let first = text.first, let close = closings[first], text.count >= 2 else { return String(text) }
        let inner = text.dropFirst().dropLast()
        return inner.split(separator: close, omittingEmptySubsequences: false).enumerated()
            .reduce(into: "") { result, piece in
                // A doubled quote leaves an empty piece between two.
                if piece.offset > 0 && piece.offset % 2 == 1 { result.append(close) }
                result += piece.element
            }
    }

    private static let closings: [Character: Character] = ["\"": "\"", "`": "`", "[": "]"]

    private static func next(_ rest: inout Substring) -> Token? {
        skipBlanks(&rest)
        guard let first = rest.first else { return nil }
        if first == "'" { return Token(kind: .text, text: takeQuoted("'", &rest)) }
        if let close = closings[first] { return Token(kind: .name, text: takeQuoted(close, &rest)) }
        if first == "x" || first == "X", rest.dropFirst().first == "'" {
            let whole = rest
            rest.removeFirst()
            return Token(kind: .text, text: whole.prefix(1 + takeQuoted("'", &rest).count))
        }
        if first.isNumber || (first == "." && rest.dropFirst().first?.isNumber == true) {
            return Token(kind: .number, text: takeNumber(&rest))
        }
        if first.isLetter || first == "_" || first == "$" || first == "@" || first == ":" {
            let word = take(&rest) { $0.isLetter || $0.isNumber || "_$@:".contains($0) || !$0.isASCII }
            return Token(kind: keywords.contains(word.lowercased()) ? .keyword : .name, text: word)
        }
        let signs = ["->>", "||", "->", "<=", ">=", "<>", "!=", "==", "<<", ">>"]
        let sign = signs.first { rest.hasPrefix($0) } ?? String(first)
        let text = rest.prefix(sign.count)
        rest = rest.dropFirst(sign.count)
        return Token(kind: .sign, text: text)
    }

    private static func skipBlanks(_ rest: inout Substring) {
        while true {
            rest = rest.drop { $0.isWhitespace }
            if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = rest.dropFirst(2)
                while !rest.isEmpty && !rest.hasPrefix("*/") { rest.removeFirst() }
                rest = rest.dropFirst(2)
            } else {
                return
            }
        }
    }

    private static func take(_ rest: inout Substring, while belongs: (Character) -> Bool) -> Substring {
        let text = rest.prefix(while: belongs)
        rest = rest.dropFirst(text.count)
        return text
    }

    private static func takeNumber(_ rest: inout Substring) -> Substring {
        var text = rest.prefix { $0.isNumber || $0.isLetter || $0 == "." || $0 == "_" }
        // An exponent's sign: 1e-3.
        if text.last.map({ "eE".contains($0) }) == true, !text.lowercased().hasPrefix("0x"),
            let sign = rest.dropFirst(text.count).first, sign == "+" || sign == "-"
        {
            let digits = rest.dropFirst(text.count + 1).prefix { $0.isNumber }
            text = rest.prefix(text.count + 1 + digits.count)
        }
        rest = rest.dropFirst(text.count)
        return text
    }

    private static func takeQuoted(_ close: Character, _ rest: inout Substring) -> Substring {
        let whole = rest
        var length = 1
        rest.removeFirst()
        while let character = rest.popFirst() {
            length += 1
            guard character == close else { continue }
            guard close != "]", rest.first == close else { break }
            rest.removeFirst()
            length += 1
        }
        return whole.prefix(length)
    }

    /// What cannot be an operand. Words that SQLite lets be names where it makes sense (`date`, `key`, `last` ...) are not here.
    private static let keywords: Set<String> = Set(
        """
        all and as asc between by case cast collate cross current desc distinct else end escape except exists filter following \
        from full glob group having in inner intersect is isnull join left like limit match natural not notnull null offset \
        on or order outer over partition preceding range recursive regexp right rows select set then unbounded union using \
        values when where window with
        """.split(separator: " ").map(String.init))
}
