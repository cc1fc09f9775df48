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
        case .text(let text):
            // An apostrophe makes it text, as OWASP advises ("CSV Injection").
            let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
            let safe = isFormula ? "'" + text : text
            let needsQuotes = safe.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
            return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
        }
    }
}
