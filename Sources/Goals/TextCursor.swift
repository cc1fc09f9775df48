/// A place in a text that is read from left to right.
struct TextCursor {
    let characters: [Character]
    var position = 0

    init(_ text: String) {
        characters = Array(text)
    }

    /// `nil` at the end.
    var current: Character? { position < characters.count ? characters[position] : nil }

    func peek(_ distance: Int) -> Character? {
        position + distance < characters.count ? characters[position + distance] : nil
    }

    mutating func skipBlanks() {
        while let character = current, character.isBlank { position += 1 }
    }

    /// The characters from here on that `belong`.
    mutating func take(while belong: (Character) -> Bool) -> String {
        let begin = position
        while let character = current, belong(character) { position += 1 }
        return text(begin..<position)
    }

    /// Appended one by one: `String.init` of a sequence first finds out what kind it is, which takes longer than the rest.
    func text(_ range: Range<Int>) -> String {
        characters[range].reduce(into: "") { $0.append($1) }
    }
}

/// The Unicode tables are asked only of what is not ASCII: goals.json is read anew by each `status`.
extension Character {
    var isBlank: Bool {
        if let byte = asciiValue { byte == 0x20 || (0x09...0x0D).contains(byte) } else { isWhitespace }
    }

    /// A letter or `_`.
    var beginsWord: Bool {
        guard let byte = asciiValue else { return isLetter }
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    /// A letter, a digit or `_`.
    var belongsToWord: Bool {
        guard let byte = asciiValue else { return isLetter || isNumber }
        return beginsWord || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension String {
    var trimmingBlanks: String {
        if let first, let last, !first.isBlank, !last.isBlank { return self }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
