import Foundation

/// Text of another program, without anything that a terminal would obey.
enum PrintableText {
    /// What cannot be shown is a blank; what is longer than `limit` characters is cut off, and says so.
    static func of(_ text: some StringProtocol, limit: Int) -> String {
        let scalars = text.unicodeScalars.map { isPrintable($0) ? $0 : " " }
        let line = String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
        return line.count > limit ? line.prefix(limit) + "…" : line
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
