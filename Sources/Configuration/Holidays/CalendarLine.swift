/// One content line of an iCalendar file, unfolded (RFC 5545, section 3.1): `DTSTART;VALUE=DATE:20261225`.
struct CalendarLine {
    /// The line of the file that it begins in.
    var number: Int
    /// In capitals.
    var name: String
    /// By their names in capitals; without quotation marks.
    var parameters: [String: String]
    var value: String

    /// `nil`: there is no colon in it.
    private init?(_ text: String, number: Int) {
        var isQuoted = false
        let colon = text.unicodeScalars.firstIndex { scalar in
            if scalar == "\"" { isQuoted.toggle() }
            return scalar == ":" && !isQuoted
        }
        guard let colon else { return nil }
        self.number = number
        value = String(text[text.index(after: colon)...])
        var parts: [String] = [""]
        isQuoted = false
        for character in text[..<colon] {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        name = parts[0].uppercased()
        parameters = [:]
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2 { parameters[sides[0].uppercased()] = String(sides[1]) }
        }
    }

    /// All lines of a file. A line that begins with a blank goes on with the one before; lines are put together as bytes, since a letter may be
    /// cut in two. What is no content line is left out.
    static func all(in bytes: [UInt8]) -> [CalendarLine] {
        var lines: [(number: Int, bytes: [UInt8])] = []
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !lines.isEmpty {
                lines[lines.count - 1].bytes += line.dropFirst()
            } else {
                lines.append((index + 1, Array(line)))
            }
        }
        return lines.compactMap { CalendarLine(String(decoding: $0.bytes, as: UTF8.self), number: $0.number) }
    }
}
