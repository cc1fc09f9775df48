import Foundation
import KPIs

/// Values and statements as text of DuckDB's SQL. Its client takes no bound values over a pipe, so that they are written into it; these are
/// the only places that do.
enum DuckDBText {
    /// A literal that stands for exactly this value.
    static func literal(_ bound: Bound) -> String {
        switch bound.value {
        case .text(let text): literal(text)
        // A number with a point is a decimal there, which is not what a double is.
        case .number(let number): "'\(number)'::DOUBLE"
        case .time(let date): time(microseconds: SQLiteValues.microseconds(date))
        }
    }

    /// Standard SQL: in quotes nothing but a quote is special. A NUL, which would end the line, is written as what it is.
    static func literal(_ text: String) -> String {
        let pieces = text.split(separator: "\0", omittingEmptySubsequences: false).map { piece in
            "'" + piece.replacing("'", with: "''") + "'"
        }
        return pieces.count == 1 ? pieces[0] : "(\(pieces.joined(separator: " || chr(0) || ")))"
    }

    /// `TIMESTAMP`, without a zone; all of ours are UTC.
    static func time(microseconds: Int64) -> String { "make_timestamp(\(microseconds)::BIGINT)" }

    /// A SELECT on one line, each row of its result being one line of JSON.
    ///
    /// `query` reads the text as one SELECT and refuses anything else: what a user wrote cannot write, cannot end the statement, and cannot
    /// become one of the client's own commands, which begin a line with a point.
    static func asJSON(_ select: String) -> String { rows(of: "query(\(escaped(select)))") }

    /// The names of a SELECT's columns and their types, without running it.
    static func description(of select: String) -> String {
        rows(of: "(SELECT column_name, column_type FROM (DESCRIBE FROM query(\(escaped(select)))))")
    }

    private static func rows(of relation: String) -> String {
        "SELECT to_json(crmgoals_row)::VARCHAR FROM \(relation) AS crmgoals_row;"
    }

    /// As PostgreSQL's `E''`, on one line. A quote is doubled, not escaped: the client looks for the statement's end by itself and knows no
    /// escapes.
    private static func escaped(_ text: String) -> String {
        var result = "E'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "''"
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            // Nothing that is sent has one (`literal`, `UserSelect`).
            case "\0": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }
}
