import Goals
import KPIs

/// A canonical table as a query over what a source of somebody else's holds: columns renamed and given their types, bad rows left out.
///
/// The SQL is of the kind that all engines agree on; what they do not (how a text becomes a time) is in the columns' values and checks,
/// which the engine makes.
struct DerivedTable {
    let table: CanonicalTable
    /// The rows before their columns have types, in parentheses: each column under its `rawName`.
    let raw: SQL
    let columns: [Column]

    struct Column {
        let target: TargetColumn
        /// In its canonical type, over the columns of `raw` under the alias `DerivedTable.alias`.
        let value: SQL
        let checks: [Check]
    }

    /// A way in which a row can be bad.
    struct Check {
        /// Of the canonical table.
        let column: String
        /// Holds for a bad row; true or false and never null.
        let isBad: SQL
        /// The value in question, as text.
        let shown: SQL
        /// From the value as text, what is wrong with it.
        let reason: @Sendable (String) -> String
    }

    static let alias = SQLIdentifier("r")

    /// What a column is called in `raw`: not as it is called in the canonical table, since some engines (ClickHouse 18.16) take a column in a
    /// WHERE for the result of that name.
    static func rawName(_ name: String) -> SQLIdentifier { SQLIdentifier("raw " + name) }

    /// A column of `raw`.
    static func column(_ name: String) -> SQL { "\(alias).\(rawName(name))" }

    var columnNames: [String] { columns.map(\.target.name) }

    var checks: [Check] { columns.flatMap(\.checks) }

    /// What stands in `FROM`, in parentheses.
    var relation: SQL { relation(columnPrefix: "") }

    /// - Parameter columnPrefix: stands before each column's name; see `Layout`.
    func relation(columnPrefix: String) -> SQL {
        let list = columns.map { column -> SQL in
            "\(column.value) AS \(SQLIdentifier(columnPrefix + column.target.name))"
        }
        let good: SQL = checks.isEmpty ? .empty : " WHERE NOT (\(bad))"
        return "(SELECT \(list.joined(by: ", ")) FROM \(raw) AS \(Self.alias)\(good))"
    }

    private var bad: SQL { checks.map { check -> SQL in "(\(check.isBad))" }.joined(by: " OR ") }

    private var badOrNone: SQL { checks.isEmpty ? "1 = 0" : bad }

    private func value(_ name: String) -> SQL? { columns.first { $0.target.name == name }?.value }

    // MARK: What it holds

    /// One row: how many rows there are, how many of them are bad, and the newest beginning of the others as text.
    func counts(_ dialect: any Dialect) -> SQL {
        let newest: SQL =
            value(table.begin).map { begin in
                dialect.label("max(CASE WHEN NOT (\(badOrNone)) THEN \(begin) END)", type: .time)
            } ?? "''"
        return """
            SELECT count(*), sum(CASE WHEN \(badOrNone) THEN 1 ELSE 0 END), \(newest) FROM \(raw) AS \(Self.alias)
            """
    }

    /// The first ten bad rows: id, which of `checks` it is, and the value in question.
    var firstBad: SQL? {
        if checks.isEmpty { return nil }
        let numbers = checks.enumerated().map { index, check -> SQL in
            "WHEN \(check.isBad) THEN \(index)"
        }
        let shown = checks.map { check -> SQL in "WHEN \(check.isBad) THEN \(check.shown)" }
        let id = value(CanonicalTable.identifier) ?? "''"
        return """
            SELECT \(id), CASE \(numbers.joined(by: " ")) END, CASE \(shown.joined(by: " ")) END
            FROM \(raw) AS \(Self.alias) WHERE \(bad) LIMIT 10
            """
    }

    /// One row: how many rows repeat the id of another.
    var repeatedIDs: SQL? {
        if value(CanonicalTable.identifier) == nil { return nil }
        return """
            SELECT sum(n - 1) FROM (SELECT count(*) AS n FROM \(relation) AS k WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1) AS g
            """
    }
}
