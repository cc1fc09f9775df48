import Foundation
import Goals
import KPIs

/// A canonical table as SQL of the user's own sees it: times as UTC text, and nothing dated at or after now, so that a check of the past
/// and a backtest see what was to be seen then.
struct AsOfTable {
    let table: String
    let layout: Layout
    /// In the form in which the engine has times.
    let now: SQL
    /// How the engine writes a time as text.
    let text: (SQL) -> SQL

    /// - Parameter relation: what stands in `FROM`.
    func query(from relation: SQL) -> SQL {
        let canonical = CanonicalTable.named(table) ?? .series(table)
        var selected: [SQL] = []
        var known: [SQL] = []
        for column in layout.tables[table] ?? [] {
            let name = SQLIdentifier(column)
            let bare = value(column)
            let declared = canonical.columns.first { $0.name == column.lowercased() }
            guard declared?.type == .time else {
                let isAnswer = table == "surveys" && declared?.name == "score"
                let answered = isAnswer ? layout.column("answered_at", of: table) : nil
                let masked = answered.map { time -> SQL in
                    "CASE WHEN \(value(time)) < \(now) THEN \(bare) END AS \(name)"
                }
                selected.append(masked ?? "\(bare) AS \(name)")
                continue
            }
            if declared?.required == true || declared?.name == "sent_at" {
                known.append("(\(bare) IS NULL OR \(bare) < \(now))")
                selected.append("\(text(bare)) AS \(name)")
            } else {
                selected.append("CASE WHEN \(bare) < \(now) THEN \(text(bare)) END AS \(name)")
            }
        }
        let condition: SQL = known.isEmpty ? .empty : " WHERE \(known.joined(by: " AND "))"
        return "SELECT \(selected.joined(by: ", ")) FROM \(relation) AS \(Self.alias)\(condition)"
    }

    private static let alias = SQLIdentifier("a")

    /// With its table: ClickHouse takes a bare name in a WHERE for the result of that name.
    private func value(_ column: String) -> SQL { "\(Self.alias).\(layout.identifier(column))" }
}

/// A query of the user's own, with the canonical tables before it as common table expressions of their names.
struct UserQuery {
    let layout: Layout
    /// In the form in which the engine has times.
    let now: SQL
    let text: (SQL) -> SQL

    /// - Parameter statement: one SELECT.
    func sql(_ statement: SQL) -> SQL {
        // Two rows of names: what fills a table may name another table of the same name as a canonical one, which must not hide it.
        var sources: [SQL] = []
        var tables: [SQL] = []
        for (index, table) in layout.tables.keys.sorted().enumerated() {
            let source = SQLIdentifier("crmgoals_\(index + 1)")
            sources.append("\(source) AS (SELECT * FROM \(layout.relation(table)) AS t)")
            let asOf = AsOfTable(table: table, layout: layout, now: now, text: text)
            tables.append("\(SQLIdentifier(table)) AS (\(asOf.query(from: "\(source)")))")
        }
        let with: SQL = tables.isEmpty ? .empty : "WITH \((sources + tables).joined(by: ",\n"))\n"
        return "\(with)SELECT * FROM (\n\(statement)\n) AS crmgoals_result"
    }
}
