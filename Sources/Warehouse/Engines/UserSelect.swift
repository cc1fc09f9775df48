import Goals
import KPIs

/// SQL of the user's own: one SELECT, in which `:start`, `:end` and `:now` stand for times.
///
/// What is wrong in it the engine says; here it is only cut, and a quoted text, a name in quotes or a comment is left alone.
struct UserSelect {
    private var parts: [Part] = []

    private enum Part {
        case text(String)
        case name(String)
    }

    static let names = ["start", "end", "now"]

    /// - Parameter escapesByBackslash: in quotes, and there are backquotes, too: ClickHouse.
    /// - Throws: `UserSQLFault`: it is not one SELECT.
    init(_ sql: String, escapesByBackslash: Bool = false) throws(UserSQLFault) {
        if sql.utf8.contains(0) { throw UserSQLFault(reason: "there is a NUL in it: take it out") }
        var text = ""
        var rest = Substring(sql)
        var isOver = false
        var firstWord: String?
        while let character = rest.first {
            if let skipped = Self.quoted(rest, escapesByBackslash) {
                if isOver, !skipped.isComment { throw Self.several }
                if !skipped.isComment, firstWord == nil { firstWord = "" }
                text += rest.prefix(skipped.length)
                rest = rest.dropFirst(skipped.length)
            } else if character == ";" {
                isOver = true
                rest = rest.dropFirst()
            } else if isOver, !character.isWhitespace {
                throw Self.several
            } else if rest.hasPrefix("::") {
                text += "::"
                rest = rest.dropFirst(2)
            } else if character == ":", let name = Self.names.first(where: { Self.word(rest.dropFirst()) == $0 }) {
                parts.append(.text(text))
                parts.append(.name(name))
                text = ""
                rest = rest.dropFirst(name.count + 1)
            } else {
                let word = Self.word(rest)
                if firstWord == nil, !character.isWhitespace, character != "(" { firstWord = word.lowercased() }
                text += word.isEmpty ? String(character) : word
                rest = rest.dropFirst(max(1, word.count))
            }
        }
        parts.append(.text(text))
        guard let firstWord else { throw UserSQLFault(reason: "it is empty: write a SELECT") }
        guard ["select", "with", "values", "table"].contains(firstWord) else { throw Self.writes }
    }

    /// The statement, with the times as text beside it.
    func sql(_ times: [String: String]) -> SQL {
        parts.map { part in
            switch part {
            case .text(let text): .written(byUser: text)
            case .name(let name): .bound(Bound(name, .text(times[":" + name] ?? "")))
            }
        }.joined(by: .empty)
    }

    /// A mapping's query without a semicolon at its end.
    static func statement(_ sql: String) -> String {
        var text = Substring(sql)
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        return String(text)
    }

    static let writes = UserSQLFault(reason: "it may only read: write one SELECT over the tables")
    private static let several = UserSQLFault(reason: "it is more than one statement: write one SELECT")

    private static func word(_ text: Substring) -> String {
        String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    /// How long the quoted piece or comment is that `text` begins with. PostgreSQL's manual, 4.1; of other engines' pieces none looks
    /// like one of these.
    private static func quoted(_ text: Substring, _ escapes: Bool) -> (length: Int, isComment: Bool)? {
        guard let first = text.first else { return nil }
        switch first {
        case "'", "\"": return (closing(text, first, escapes: escapes), false)
        case "`" where escapes: return (closing(text, first, escapes: true), false)
        case "E" where text.dropFirst().first == "'", "e" where text.dropFirst().first == "'":
            return (1 + closing(text.dropFirst(), "'", escapes: true), false)
        case "-" where text.hasPrefix("--"): return (text.prefix { !$0.isNewline }.count, true)
        case "/" where text.hasPrefix("/*"): return (comment(text), true)
        case "$":
            let tag = word(text.dropFirst())
            guard tag.first?.isNumber != true, text.dropFirst(1 + tag.count).first == "$" else { return nil }
            let mark = "$\(tag)$"
            guard let end = text.dropFirst(mark.count).range(of: mark) else { return (text.count, false) }
            return (text.distance(from: text.startIndex, to: end.upperBound), false)
        default: return nil
        }
    }

    private static func closing(_ text: Substring, _ quote: Character, escapes: Bool) -> Int {
        var length = 1
        var isEscaped = false
        for character in text.dropFirst() {
            length += 1
            if isEscaped {
                isEscaped = false
            } else if escapes, character == "\\" {
                isEscaped = true
            } else if character == quote {
                return length
            }
        }
        return length
    }

    /// They nest.
    private static func comment(_ text: Substring) -> Int {
        var depth = 0
        var index = text.startIndex
        while index < text.endIndex {
            let rest = text[index...]
            if rest.hasPrefix("/*") {
                depth += 1
                index = text.index(index, offsetBy: 2)
            } else if rest.hasPrefix("*/") {
                depth -= 1
                index = text.index(index, offsetBy: 2)
                if depth == 0 { break }
            } else {
                index = text.index(after: index)
            }
        }
        return text.distance(from: text.startIndex, to: index)
    }
}
