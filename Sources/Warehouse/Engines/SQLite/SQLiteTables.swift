import Foundation
import GRDB
import Goals
import KPIs

/// Finds what fills each canonical table in a SQLite database of another program's.
struct SQLiteTables {
    let declaration: SourceDeclaration
    let setting: EngineSetting
    let path: String
    let database: Database

    func all() throws -> [FoundTable] {
        let names = try String.fetchAll(
            database,
            sql:
                "SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return try declaration.wantedTables(setting).compactMap { table, mapping in
            switch mapping {
            case nil:
                guard let name = MappedColumns.spelling(table.name, in: names) else { return nil }
                return try derive(table, from: name, [], [])
            case .columns(let from, let columns, let filters):
                guard let name = MappedColumns.spelling(from, in: names) else {
                    let hint = nearest(from, in: names).map { "; nearest is \"\($0)\"" } ?? ""
                    let shown = names.isEmpty ? "it has none" : "it has \(names.sorted().joined(separator: ", "))"
                    let reason =
                        "tables.\(table.name): there is no table or view \"\(from)\" in \(path): \(shown)\(hint)"
                    return FoundTable(
                        table: table, place: from, idsAreUnique: false, outcome: .failure(TableFault(reason: reason)))
                }
                return try derive(table, from: name, columns, filters)
            case .sql(let sql): return try derive(table, sql)
            }
        }
    }

    private func derive(
        _ table: CanonicalTable, from name: String, _ mapped: [TableMapping.Column], _ filters: [TableMapping.Filter]
    ) throws -> FoundTable {
        let outcome = try attempt(table, name) {
            let alias = SQLIdentifier(name)
            let relation: SQL = "main.\(alias)"
            let raw = try columns("SELECT * FROM \(relation)")
            let plan = try MappedColumns(of: table, mapped: mapped, raw: raw, from: name)
            let rows = try MappedRows(filters, of: table, raw: raw, from: name).condition(alias) { column in
                "CAST(\(column) AS TEXT)"
            }
            return try derived(
                table, "(SELECT \(plan.selection(alias, of: table)) FROM \(relation) AS \(alias)\(rows))", plan)
        }
        return FoundTable(table: table, place: name, idsAreUnique: false, outcome: outcome)
    }

    private func derive(_ table: CanonicalTable, _ sql: String) throws -> FoundTable {
        let place = "the query of \(table.name)"
        let outcome = try attempt(table, place) {
            let alias = SQLIdentifier("q")
            let query: SQL = "(\n\(SQL.written(byUser: UserSelect.statement(sql)))\n) AS \(alias)"
            let plan = try MappedColumns(
                of: table, mapped: [], raw: try columns("SELECT * FROM \(query)"), from: nil)
            return try derived(table, "(SELECT \(plan.selection(alias, of: table)) FROM \(query))", plan)
        }
        return FoundTable(table: table, place: place, idsAreUnique: false, outcome: outcome)
    }

    /// What SQLite says of a mapping is that table's fault; what it says of the file is not.
    private func attempt(
        _ table: CanonicalTable, _ place: String, _ body: () throws -> DerivedTable
    ) throws -> Result<DerivedTable, TableFault> {
        do { return .success(try body()) } catch let fault as TableFault { return .failure(fault) } catch let error
            as DatabaseError where error.resultCode == .SQLITE_ERROR
        {
            return .failure(
                TableFault(
                    reason:
                        "tables.\(table.name) from \(place): \(error.message ?? "refused"): it is SQLite's SQL over the tables of \(path)"
                ))
        }
    }

    private func columns(_ sql: SQL) throws -> [String] {
        try database.makeStatement(sql: sql.rendered(placeholder: SQLiteDialect().placeholder).text).columnNames
    }

    private func derived(_ table: CanonicalTable, _ inner: SQL, _ plan: MappedColumns) throws -> DerivedTable {
        let derived = try DerivedTable(
            of: table, raw: inner, mapped: plan, currency: setting.currency, dialect: SQLiteDialect()
        ) { column throws(TableFault) in
            let target = column.target
            let raw = DerivedTable.column(target.name)
            let shown: SQL = "substr(CAST(\(raw) AS TEXT), 1, 60)"
            func unreadable(_ value: SQL) -> SQL { "coalesce(trim(\(raw)), '') <> '' AND \(value) IS NULL" }
            switch target.type {
            case .text: return ("nullif(CAST(\(raw) AS TEXT), '')", [])
            case .number:
                let value: SQL = "\(SQLIdentifier(CellFunctions.number))(\(raw))"
                return (value, [.noNumber(target.name, unreadable(value), shown)])
            case .time:
                let value: SQL = "\(SQLIdentifier(CellFunctions.time))(\(raw))"
                let hint = "; where it is a number of seconds, map it: { \"sql\": \"datetime(its_name, 'unixepoch')\" }"
                return (value, [.noTime(target.name, unreadable(value), shown, hint: hint)])
            }
        }
        // SQLite says what is wrong with an expression once it is in a query.
        _ = try columns("SELECT * FROM \(derived.relation)")
        return derived
    }
}
