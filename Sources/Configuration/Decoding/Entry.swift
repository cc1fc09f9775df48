import Goals

/// A value of a file together with its place; what decoding works on.
///
/// Each way to read it either gives the value or reports why not and gives `nil`, so that decoding goes on and finds the rest.
struct Entry {
    let document: Document
    let path: JSONPath
    let node: JSONNode

    /// Reports a problem of this value.
    func report(_ message: String, fix: String? = nil, at offset: Int? = nil, excerpt: String? = nil) {
        document.report.add(problem(message, fix: fix, at: offset, excerpt: excerpt))
    }

    /// Something that works, but is probably not meant.
    func warn(_ message: String, fix: String? = nil) {
        document.report.warn(problem(message, fix: fix))
    }

    func problem(_ message: String, fix: String? = nil, at offset: Int? = nil, excerpt: String? = nil) -> Problem {
        document.problem(
            offset ?? node.range.lowerBound, path: path.description, message, excerpt: excerpt, fix: fix)
    }

    /// Where a byte of the decoded text stands in the file, if that can be told (there are no escapes in it).
    func offset(ofTextByte offset: Int) -> Int? {
        guard case .string(let text) = node.value, text.utf8.count == node.range.count - 2 else { return nil }
        return node.range.lowerBound + 1 + offset
    }

    var isNull: Bool { node.value == .null }

    /// What it is, for a message: `a number (5)`. `secret`: the value is not to be shown.
    func found(secret: Bool = false) -> String {
        switch node.value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(_, let text): secret ? "a number" : "the number \(Shown.short(Substring(text)))"
        case .string(let text): secret ? "text" : "the text \(Shown.text(text))"
        case .array(let elements): elements.isEmpty ? "an empty list" : "a list"
        case .object: "an object"
        case .unreadable: "something unreadable"
        }
    }

    /// `expected`: "text", "a list of names". Nothing is reported where the reader has done so already.
    func reportType(_ expected: String, fix: String?, secret: Bool = false) {
        if node.value == .unreadable { return }
        report("\(expected) is expected, but \(found(secret: secret)) is here", fix: fix)
    }
}

// MARK: - Plain values

extension Entry {
    /// Text; `example`: how to write it.
    func text(_ example: String, secret: Bool = false) -> String? {
        guard case .string(let text) = node.value else {
            reportType("text", fix: "write text in double quotes, such as \"\(example)\"", secret: secret)
            return nil
        }
        return text
    }

    /// Text with something in it.
    func filledText(_ example: String) -> String? {
        guard let text = text(example) else { return nil }
        if !text.utf8.contains(where: { $0 > UInt8(ascii: " ") }) {
            report("the text is empty", fix: "write for instance \"\(example)\", or leave the key out")
            return nil
        }
        return text
    }

    func bool() -> Bool? {
        guard case .bool(let value) = node.value else {
            reportType("true or false", fix: "write true or false, without quotes")
            return nil
        }
        return value
    }

    /// A whole number of a range.
    func integer(_ range: ClosedRange<Int>) -> Int? {
        let bounds = "from \(range.lowerBound) to \(range.upperBound)"
        guard case .number(let number, let text) = node.value else {
            reportType("a whole number", fix: "write a whole number \(bounds), without quotes")
            return nil
        }
        guard let integer = Int(exactly: number), range.contains(integer) else {
            report("\(Shown.short(Substring(text))) is not possible here", fix: "write a whole number \(bounds)")
            return nil
        }
        return integer
    }

    /// One of the words of `Choice`.
    func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Choice? where Choice.RawValue == String {
        choice(of: Choice.allCases.map(\.rawValue)).flatMap(Choice.init(rawValue:))
    }

    /// One of `words`.
    func choice(of words: [String]) -> String? {
        let all = Self.either(words)
        guard case .string(let text) = node.value else {
            reportType(all, fix: "write \(all)")
            return nil
        }
        if words.contains(text) { return text }
        report("\(Shown.text(text)) is not known here", fix: Self.suggestion(for: text, of: words) ?? "write \(all)")
        return nil
    }

    /// `"a", "b" or "c"`
    static func either(_ words: [String]) -> String {
        let quoted = words.map { "\"\($0)\"" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    /// `did you mean "warning"?`, if one is near.
    static func suggestion(for word: String, of words: [String]) -> String? {
        // Any two of the shortest words are near each other.
        word.count < 3 ? nil : nearest(word, in: words).map { "did you mean \"\($0)\"?" }
    }
}

// MARK: - Lists and objects

extension Entry {
    func list(_ expected: String, fix: String) -> [Entry]? {
        guard case .array(let elements) = node.value else {
            reportType(expected, fix: fix)
            return nil
        }
        return elements.enumerated().map { index, node in
            Entry(document: document, path: .index(path, index), node: node)
        }
    }

    /// A list of texts, none empty, none twice.
    func texts(_ example: String) -> [String]? {
        var fix = "write a list, such as [\"\(example)\"]"
        if case .string(let text) = node.value, !text.contains("://") { fix = "write [\"\(Shown.short(text[...]))\"]" }
        guard let entries = list("a list of texts", fix: fix) else { return nil }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let text = entry.filledText(example) else { return nil }
            if !seen.insert(text).inserted {
                entry.report("\(Shown.text(text)) is in the list twice", fix: "delete one of them")
            }
            return text
        }
    }

    /// The members of an object whose keys are free names; each key once.
    func members(_ expected: String, fix: String) -> [Member]? {
        guard case .object(let members) = node.value else {
            reportType(expected, fix: fix)
            return nil
        }
        var first: [String: JSONMember] = [:]
        first.reserveCapacity(members.count)
        return members.compactMap { member in
            let entry = Entry(document: document, path: .key(path, member.key), node: member.node)
            if let earlier = first.updateValue(member, forKey: member.key) {
                entry.reportDuplicate(of: earlier, at: member.keyRange.lowerBound)
                first[member.key] = earlier
                return nil
            }
            return Member(key: member.key, keyOffset: member.keyRange.lowerBound, entry: entry)
        }
    }

    func reportDuplicate(of earlier: JSONMember, at offset: Int) {
        let (line, _) = document.text.position(of: earlier.keyRange.lowerBound)
        report("the key is there twice, first in line \(line)", fix: "delete one of them", at: offset)
    }

    struct Member {
        var key: String
        var keyOffset: Int
        var entry: Entry
    }
}
