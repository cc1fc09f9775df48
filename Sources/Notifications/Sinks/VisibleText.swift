/// Text from outside (titles, labels, reasons, answers) before it goes to any sink: what could act unseen is taken out.
enum VisibleText {
    /// Control characters and line separators become one blank; what turns the reading direction of the text around it
    /// (U+202A...U+202E, U+2066...U+2069) and the byte order mark go. Joiners and direction marks stay: emoji and Arabic names need them.
    static func line(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029:
                if scalars.last != " " { scalars.append(" ") }
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

extension String {
    /// At most `limit` UTF-16 units, which is how far sides count at the most; the last is `mark` where something was cut off. Never
    /// cut within a character as people see it.
    func shortened(to limit: Int, mark: String = "…") -> String {
        guard utf16.count > limit else { return self }
        var kept = ""
        var room = limit - mark.utf16.count
        for character in self {
            room -= character.utf16.count
            guard room >= 0 else { break }
            kept.append(character)
        }
        return kept + mark
    }
}
