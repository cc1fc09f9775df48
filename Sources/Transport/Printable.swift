/// Text of the far side made fit for a line of ours.
enum Printable {
    /// One line, without control characters, at most `limit` characters.
    static func line(_ text: some StringProtocol, atMost limit: Int) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                if scalars.last != " " { scalars.append(" ") }
            default: scalars.append(scalar)
            }
        }
        let line = String(scalars).trimming(" ")
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}

extension String {
    fileprivate func trimming(_ character: Character) -> String {
        var text = drop { $0 == character }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
