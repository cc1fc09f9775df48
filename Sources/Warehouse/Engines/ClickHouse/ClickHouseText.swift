import Foundation
import KPIs

/// How values stand in ClickHouse's SQL: 18.16 has no parameters, so they are written out.
enum ClickHouseText {
    /// A value as a literal: any text is one literal and nothing else.
    static func literal(_ value: Bound.Value) -> String {
        switch value {
        case .time(let date): String(ClickHouseText.microseconds(date))
        case .text(let text): literal(text)
        case .number(let number): literal(number)
        }
    }

    /// In ClickHouse a backslash escapes in texts, too.
    static func literal(_ text: String) -> String {
        var literal = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": literal += "\\'"
            case "\\": literal += "\\\\"
            case "\0": literal += "\\0"
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "'"
    }

    /// Always a Float64: a literal without a point is an integer, and a short one.
    static func literal(_ number: Double) -> String {
        number.isFinite ? "toFloat64(\(number))" : "CAST(NULL AS Nullable(Float64))"
    }

    /// A name, quoted: a backslash escapes there, too.
    static func identifier(_ name: String) -> String {
        var quoted = "`"
        for scalar in name.unicodeScalars where scalar != "\0" {
            if scalar == "`" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "`"
    }

    /// Since 1970 UTC.
    static func microseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    }
}
