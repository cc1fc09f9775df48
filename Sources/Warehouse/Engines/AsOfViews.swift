import Foundation
import GRDB
import KPIs

/// The canonical tables as SQL of the user's own sees them (`AsOfTable`), in a file of the warehouse.
struct AsOfViews {
    let layout: Layout
    let now: Date

    /// Makes temporary views that hide the tables of the same names. They go with the connection; the file stays as it is.
    func create(_ database: Database) throws {
        try database.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS crmgoals_as_of (at INTEGER NOT NULL)")
        try database.execute(sql: "DELETE FROM temp.crmgoals_as_of")
        try database.execute(
            sql: "INSERT INTO temp.crmgoals_as_of VALUES (?)", arguments: [SQLiteValues.microseconds(now)])
        for table in layout.tables.keys.sorted() {
            let name = SQLIdentifier(table)
            try database.execute(sql: "DROP VIEW IF EXISTS temp.\(name.quoted)")
            try database.execute(sql: "CREATE TEMP VIEW \(name.quoted) AS \(definition(table))")
        }
    }

    private func definition(_ table: String) -> String {
        let asOf = AsOfTable(
            table: table, layout: layout, now: "(SELECT at FROM temp.crmgoals_as_of)", text: SQLiteDialect.text(ofTime:)
        )
        return asOf.query(from: "main.\(SQLIdentifier(table))").rendered(placeholder: SQLiteDialect().placeholder).text
    }
}
