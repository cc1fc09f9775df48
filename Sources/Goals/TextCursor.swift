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
        while let character = current, character.isWhitespace { position += 1 }
    }

    /// The characters from here on that `belong`.
    mutating func take(while belong: (Character) -> Bool) -> String {
        let begin = position
        while let character = current, belong(character) { position += 1 }
        return String(characters[begin..<position])
    }
}

extension String {
    var trimmingBlanks: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
