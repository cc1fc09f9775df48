/// What is wrong with something a person wrote (a condition, a span, a cron line), where in it, and what to write instead.
public struct SyntaxProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// As written.
    public var text: String
    /// Where the wrong part begins, in characters from the beginning of `text`; the length of `text` where something is missing
    /// at its end.
    public var offset: Int
    /// How many characters are wrong; at least 1.
    public var length: Int
    /// What is wrong and what to do, in one sentence without a full stop: `churn_rate is a ratio: write 5%`.
    public var message: String
    /// The whole of `text` as it could be written instead, where that is known. It parses, unless something else is wrong too.
    public var fix: String?

    public init(text: String, offset: Int, length: Int, message: String, fix: String? = nil) {
        self.text = text
        self.offset = max(0, offset)
        self.length = max(1, length)
        self.message = message
        self.fix = fix
    }

    /// Makes the fix by putting `replacement` in the place of the wrong part.
    init(text: String, offset: Int, length: Int, message: String, replacement: String?) {
        self.init(text: text, offset: offset, length: length, message: message)
        guard let replacement else { return }
        let characters = Array(text)
        let begin = min(self.offset, characters.count)
        let end = min(begin + max(0, length), characters.count)
        fix = String(characters[..<begin]) + replacement + String(characters[end...])
    }

    /// `nil` if `text` has at most so many characters.
    init?(ifLongerThan limit: Int, _ text: String, _ title: String) {
        guard text.utf8.count > limit, text.dropFirst(limit).isEmpty == false else { return nil }
        self.init(text: text, offset: limit, length: 1, message: "\(title) has at most \(limit) characters")
    }

    /// The same problem, told of the longer text that `text` is a part of.
    func placed(in whole: String, at base: Int) -> SyntaxProblem {
        let characters = Array(whole)
        let fixed = fix.map {
            String(characters[..<base]) + $0 + String(characters[min(base + text.count, characters.count)...])
        }
        return SyntaxProblem(text: whole, offset: base + offset, length: length, message: message, fix: fixed)
    }

    /// The message, the text with a line of carets under the wrong part, and the fix.
    public var description: String {
        var lines = [message] + pointer.split(separator: "\n").map { "  " + $0 }
        if let fix, fix.count <= Self.longestLine { lines.append("write: " + fix) }
        return lines.joined(separator: "\n")
    }

    /// The text (the part round the problem, if it is long) and below it a line of carets under what is wrong.
    public var pointer: String {
        let (line, caret, marks) = excerpt
        return line + "\n" + String(repeating: " ", count: caret) + marks
    }

    private static let longestLine = 100

    /// The part of the text round the problem, fit for one line.
    private var excerpt: (line: String, caret: Int, marks: String) {
        let plain = text.prefix(offset + 2 * Self.longestLine).map { $0.isNewline || $0.isControl ? " " : $0 }
        let begin = plain.count <= Self.longestLine ? 0 : max(0, min(offset - 40, plain.count - Self.longestLine))
        let end = min(plain.count, begin + Self.longestLine)
        var line = String(plain[begin..<end])
        var caret = max(0, min(offset, plain.count) - begin)
        if begin > 0 {
            line = "..." + line
            caret += 3
        }
        if end < plain.count { line += "..." }
        let marks = min(length, max(1, end - begin + (begin > 0 ? 3 : 0) - caret))
        return (line, caret, String(repeating: "^", count: marks))
    }
}

extension Character {
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
