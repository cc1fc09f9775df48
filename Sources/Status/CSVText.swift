/// Lines of a CSV file (RFC 4180) that a spreadsheet can open without running anything in it.
public enum CSVText {
    public enum Cell: Sendable, Hashable {
        /// Data: made harmless.
        case text(String)
        /// A number of ours: what begins with `-` here is a number.
        case number(Double)
    }

    public static func line(_ cells: [Cell]) -> String {
        cells.map(text).joined(separator: ",") + "\n"
    }

    private static func text(_ cell: Cell) -> String {
        switch cell {
        case .number(let number):
            let text = "\(number)"
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        case .text(let raw):
            // A control character would end a line early, or speak to the terminal that a file is shown on.
            let text = String(String.UnicodeScalarView(raw.unicodeScalars.map { Self.isControl($0) ? " " : $0 }))
            // An apostrophe makes it text, as OWASP advises ("CSV Injection").
            let first = text.unicodeScalars.first { $0 != " " }
            let isFormula = first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
            let safe = isFormula ? "'" + text : text
            let needsQuotes = safe.unicodeScalars.contains { "\",".unicodeScalars.contains($0) }
            return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
