import Foundation
import Goals
import KPIs

/// Finds what fills each canonical table: a table or view of the database, or one of the `files`.
struct DuckDBTables {
    let declaration: SourceDeclaration
    let setting: EngineSetting
    /// For messages.
    let place: String
    let session: DuckDBSession
    /// Files that cannot be read, by name: why.
    let brokenFiles: [String: String]
    /// No time that counts is later.
    let end: Date

    func all() throws -> [FoundTable] {
        let names = try relations()
        return try declaration.wantedTables(setting).compactMap { table, mapping in
            switch mapping {
            case nil:
                if let reason = broken(table.name) { return failed(table, table.name, reason) }
                guard let relation = names.lookUp(table.name) else { return nil }
                return try derive(table, from: relation, [], [])
            case .columns(let from, let columns, let filters):
                if let reason = broken(from) { return failed(table, from, reason) }
                guard let relation = names.lookUp(from) else {
                    let shown = names.all.map(\.shown).sorted()
                    let hint = nearest(from, in: shown).map { "; nearest is \"\($0)\"" } ?? ""
                    let there = shown.isEmpty ? "it has none" : "it has \(shown.joined(separator: ", "))"
                    return failed(
                        table, from,
                        "tables.\(table.name): there is no table, view or file \"\(from)\" in \(place): \(there)\(hint)"
                    )
                }
                return try derive(table, from: relation, columns, filters)
            case .sql(let sql): return try derive(table, sql)
            }
        }
    }

    private func broken(_ name: String) -> String? {
        brokenFiles.first { $0.key.lowercased() == name.lowercased() }?.value
    }

    private func failed(_ table: CanonicalTable, _ from: String, _ reason: String) -> FoundTable {
        FoundTable(table: table, place: from, idsAreUnique: false, outcome: .failure(TableFault(reason: reason)))
    }

    // MARK: One table

    private func derive(
        _ table: CanonicalTable, from relation: DuckDBRelations.Relation, _ mapped: [TableMapping.Column],
        _ filters: [TableMapping.Filter]
    ) throws -> FoundTable {
        let outcome = try attempt(table, relation.shown) {
            let raw = try columns("SELECT * FROM \(relation.name)").map(\.name)
            let plan = try MappedColumns(of: table, mapped: mapped, raw: raw, from: relation.shown)
            let alias = SQLIdentifier(relation.table)
            let rows = try MappedRows(filters, of: table, raw: raw, from: relation.shown).condition(alias) { column in
                "CAST(\(column) AS VARCHAR)"
            }
            return try derived(
                table, "(SELECT \(plan.selection(alias, of: table)) FROM \(relation.name) AS \(alias)\(rows))", plan)
        }
        return FoundTable(table: table, place: relation.shown, idsAreUnique: false, outcome: outcome)
    }

    private func derive(_ table: CanonicalTable, _ sql: String) throws -> FoundTable {
        let place = "the query of \(table.name)"
        let outcome = try attempt(table, place) {
            let alias = SQLIdentifier("q")
            let query: SQL = "(\n\(SQL.written(byUser: UserSelect.statement(sql)))\n) AS \(alias)"
            let plan = try MappedColumns(
                of: table, mapped: [], raw: try columns("SELECT * FROM \(query)").map(\.name), from: nil)
            return try derived(table, "(SELECT \(plan.selection(alias, of: table)) FROM \(query))", plan)
        }
        return FoundTable(table: table, place: place, idsAreUnique: false, outcome: outcome)
    }

    /// What DuckDB refuses of a mapping is that table's fault; that it has gone is not.
    private func attempt(
        _ table: CanonicalTable, _ place: String, _ body: () throws -> DerivedTable
    ) throws -> Result<DerivedTable, TableFault> {
        do { return .success(try body()) } catch let fault as TableFault {
            return .failure(fault)
        } catch DuckDBFault.refused(let message) {
            return .failure(
                TableFault(
                    reason:
                        "tables.\(table.name) from \(place): \(message): it is DuckDB's SQL over the tables of \(self.place)"
                ))
        }
    }

    private func derived(_ table: CanonicalTable, _ inner: SQL, _ plan: MappedColumns) throws -> DerivedTable {
        let types = Dictionary(
            try columns("SELECT * FROM \(inner) AS \(DerivedTable.alias)").map { ($0.name, DuckDBType($0.type)) }
        ) { first, _ in first }
        func type(_ column: MappedColumns.Column) -> DuckDBType {
            types[DerivedTable.rawName(column.target.name).name] ?? .text
        }
        let raw = DuckDBTimes(zone: declaration.zone, end: end).adding(
            to: inner, plan.columns.map { ($0.target, type($0)) })
        let typing = DuckDBTyping(table: table.name, isUTC: declaration.zone == .utc)
        let derived = try DerivedTable(
            of: table, raw: raw, mapped: plan, currency: setting.currency, dialect: DuckDBDialect()
        ) { column throws(TableFault) in
            try typing(column, type(column))
        }
        _ = try columns("SELECT * FROM \(derived.relation)")
        return derived
    }

    private func columns(_ sql: SQL) throws -> [(name: String, type: String)] {
        try session.client.describe(DuckDBSession.text(sql), until: session.limit)
    }

    private func relations() throws -> DuckDBRelations {
        var relations = DuckDBRelations()
        try session.rows(
            """
            SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal AND database_name IN (current_database(), 'temp')
            UNION ALL
            SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal AND database_name IN (current_database(), 'temp')
            """
        ) { row in
            relations.add(schema: row.text(0) ?? "main", table: row.text(1) ?? "")
        }
        return relations
    }
}
