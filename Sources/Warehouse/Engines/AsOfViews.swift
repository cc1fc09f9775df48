import Foundation
import GRDB
import Goals
import KPIs

/// The canonical tables as SQL of the user's own sees them: times as UTC text, and nothing dated at or after now, so that a
/// check of the past and a backtest see what was to be seen then.
struct AsOfViews {
    let layout: Layout
    let now: Date

    /// Makes temporary views that hide the tables of the same names. They go with the connection; the file stays as it is.
    func create(_ database: Database) throws {
        try database.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS crmgoals_as_of (at INTEGER NOT NULL)")
        try database.execute(sql: "DELETE FROM temp.crmgoals_as_of")
        try database.execute(
            sql: "INSERT INTO temp.crmgoals_as_of VALUES (?)", arguments: [SQLiteValues.microseconds(now)])
        for (table, columns) in layout.tables.sorted(by: { $0.key < $1.key }) {
            let name = SQLIdentifier(table)
            try database.execute(sql: "DROP VIEW IF EXISTS temp.\(name.quoted)")
            try database.execute(sql: "CREATE TEMP VIEW \(name.quoted) AS \(definition(table, columns))")
        }
    }

    private func definition(_ table: String, _ columns: [String]) -> String {
        let canonical = CanonicalTable.named(table) ?? .series(table)
        let asOf: SQL = "(SELECT at FROM temp.crmgoals_as_of)"
        var selected: [SQL] = []
        var known: [SQL] = []
        for column in columns {
            let name = SQLIdentifier(column)
            let bare: SQL = "\(name)"
            let declared = canonical.columns.first { $0.name == column.lowercased() }
            guard declared?.type == .time else {
                let isAnswer = table == "surveys" && declared?.name == "score"
                let answered = isAnswer ? layout.column("answered_at", of: table) : nil
                let masked = answered.map { time -> SQL in
                    "CASE WHEN \(SQLIdentifier(time)) < \(asOf) THEN \(bare) END AS \(name)"
                }
                selected.append(masked ?? bare)
                continue
            }
            let text = SQLiteDialect.text(ofTime: bare)
            if declared?.required == true || declared?.name == "sent_at" {
                known.append("(\(bare) IS NULL OR \(bare) < \(asOf))")
                selected.append("\(text) AS \(name)")
            } else {
                selected.append("CASE WHEN \(bare) < \(asOf) THEN \(text) END AS \(name)")
            }
        }
        var sql: SQL = "SELECT \(selected.joined(by: ", ")) FROM main.\(SQLIdentifier(table))"
        if !known.isEmpty { sql = sql + " WHERE \(known.joined(by: " AND "))" }
        return sql.rendered(placeholder: SQLiteDialect().placeholder).text
    }
}
