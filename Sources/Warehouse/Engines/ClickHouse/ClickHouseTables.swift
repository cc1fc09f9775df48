import Goals
import KPIs

/// Finds what fills each canonical table: the table or view that a mapping names, else one of the canonical name in the database.
struct ClickHouseTables {
    let declaration: SourceDeclaration
    let setting: EngineSetting
    let session: ClickHouseSession
    let place: ClickHouseAddress

    private struct Relation: Hashable {
        let database: String
        let table: String
        let engine: String
        let isOurs: Bool

        var shown: String { "\(database).\(table)" }

        /// These keep several versions of a row, of which only the latest, or the sum, is meant. It goes behind the alias.
        var final: SQL {
            let merges = ["Replacing", "Collapsing", "Summing", "Aggregating", "Coalescing"]
            return engine.hasSuffix("MergeTree") && merges.contains { engine.contains($0) } ? " FINAL" : ""
        }
    }

    func all() throws -> [FoundTable] {
        let wanted = declaration.wantedTables(setting)
        let relations = try relations(
            called: wanted.map { table, mapping in
                if case .columns(let from, _, _) = mapping { from } else { table.name }
            })
        return try wanted.compactMap { table, mapping in
            switch mapping {
            case nil:
                guard let relation = Self.lookUp(table.name, in: relations) else { return nil }
                return try derive(table, from: relation, [], [])
            case .columns(let from, let columns, let filters):
                guard let relation = Self.lookUp(from, in: relations) else {
                    let reason =
                        "tables.\(table.name): there is no table or view \"\(from)\" at \(place): see how it is spelled, and in "
                        + "which database it lies (\"database.table\"); or the user may not read it"
                    return FoundTable(
                        table: table, place: from, idsAreUnique: false, outcome: .failure(TableFault(reason: reason)))
                }
                return try derive(table, from: relation, columns, filters)
            case .sql(let sql): return try derive(table, sql)
            }
        }
    }

    // MARK: One table

    private func derive(
        _ table: CanonicalTable, from relation: Relation, _ mapped: [TableMapping.Column],
        _ filters: [TableMapping.Filter]
    ) throws -> FoundTable {
        let outcome = try attempt(table, relation.shown) {
            let name: SQL = "\(Self.identifier(relation.database)).\(Self.identifier(relation.table))"
            let alias = SQLIdentifier("s")
            let raw = Self.usable(try session.run("SELECT * FROM \(name) AS \(alias) WHERE 0"))
            let plan = try MappedColumns(of: table, mapped: mapped, raw: raw, from: relation.shown)
            let rows = try MappedRows(filters, of: table, raw: raw, from: relation.shown).condition(alias) { column in
                "toString(\(column))"
            }
            return try derived(
                table, "(SELECT \(plan.selection(alias, of: table)) FROM \(name) AS \(alias)\(relation.final)\(rows))",
                plan)
        }
        return FoundTable(table: table, place: relation.shown, idsAreUnique: false, outcome: outcome)
    }

    private func derive(_ table: CanonicalTable, _ sql: String) throws -> FoundTable {
        let place = "the query of \(table.name)"
        let outcome = try attempt(table, place) {
            let alias = SQLIdentifier("q")
            let query: SQL = "(\n\(SQL.written(byUser: UserSelect.statement(sql)))\n) AS \(alias)"
            let raw = Self.usable(try session.run("SELECT * FROM \(query) WHERE 0"))
            let plan = try MappedColumns(of: table, mapped: [], raw: raw, from: nil)
            return try derived(table, "(SELECT \(plan.selection(alias, of: table)) FROM \(query))", plan)
        }
        return FoundTable(table: table, place: place, idsAreUnique: false, outcome: outcome)
    }

    /// The types are those that the server gives the query's columns, so that expressions have them, too.
    private func derived(_ table: CanonicalTable, _ inner: SQL, _ plan: MappedColumns) throws -> DerivedTable {
        let found = try session.run("SELECT * FROM \(inner) AS \(DerivedTable.alias) WHERE 0")
        guard found.count == plan.columns.count else {
            throw ClickHouseFault.notClickHouse("of \(plan.columns.count) columns it gives \(found.count)")
        }
        let types = Dictionary(
            zip(plan.columns.map(\.target.name), found.map { ClickHouseType($0.type) }),
            uniquingKeysWith: { first, _ in first })
        func type(_ column: MappedColumns.Column) -> ClickHouseType {
            types[column.target.name] ?? ClickHouseType("String")
        }
        let typing = ClickHouseTyping(table: table.name, zone: declaration.zone)
        return try DerivedTable(
            of: table, raw: typing.prepared(inner, plan.columns.map { ($0.target, type($0)) }), mapped: plan,
            currency: setting.currency, dialect: ClickHouseDialect(),
            trimmed: { ClickHouseTyping.trimmed($0, ClickHouseType("String")) }
        ) { column throws(TableFault) in
            try typing(column, type(column))
        }
    }

    /// What concerns this table alone is its own fault; what concerns the server is not.
    private func attempt(
        _ table: CanonicalTable, _ place: String, _ body: () throws -> DerivedTable
    ) throws -> Result<DerivedTable, TableFault> {
        do { return .success(try body()) } catch let fault as TableFault {
            return .failure(fault)
        } catch ClickHouseFault.refused(let code, let message) where !ClickHouseFault.Code.login.contains(code) {
            return .failure(
                TableFault(
                    reason: "tables.\(table.name) from \(place): \(message): \(session.complaint.advice(code))"))
        }
    }

    /// Lists and maps are no values of a row. In a name in double quotes ClickHouse takes a backslash for an escape: there is no
    /// quoting that all engines agree on for one that holds it.
    private static func usable(_ columns: [ClickHouseClient.Column]) -> [String] {
        columns.filter { ClickHouseType($0.type).kind != .composite && !$0.name.contains("\\") }.map(\.name)
    }

    private static func identifier(_ name: String) -> SQL { .written(byUser: ClickHouseText.identifier(name)) }

    // MARK: What is there

    private func relations(called names: [String]) throws -> [Relation] {
        let tables = names.flatMap { name in [name] + (Self.parts(name).map { [$0.table] } ?? []) }
        let list = Set(tables.map { $0.lowercased() }).sorted().enumerated().map { index, name -> SQL in
            .bound(Bound("name_\(index)", .text(name)))
        }
        var relations: [Relation] = []
        try session.run(
            """
            SELECT database, name, engine, database = currentDatabase() FROM system.tables
            WHERE lower(name) IN (\(list.joined(by: ", "))) ORDER BY database, name
            """
        ) { _, row in
            relations.append(
                Relation(
                    database: row.text(0) ?? "", table: row.text(1) ?? "", engine: row.text(2) ?? "",
                    isOurs: row.integer(3) == 1))
        }
        return relations
    }

    /// `crm.cases` may be a table in a database, or a table whose name has a point.
    private static func parts(_ name: String) -> (database: String, table: String)? {
        guard let point = name.firstIndex(of: ".") else { return nil }
        return (String(name[..<point]), String(name[name.index(after: point)...]))
    }

    /// As it is spelled, else with case ignored.
    private static func lookUp(_ name: String, in relations: [Relation]) -> Relation? {
        func best(_ candidates: [Relation], _ name: String) -> Relation? {
            candidates.first { $0.table == name } ?? candidates.first { $0.table.lowercased() == name.lowercased() }
        }
        if let one = best(relations.filter(\.isOurs), name) { return one }
        guard let (database, table) = parts(name) else { return nil }
        return best(relations.filter { $0.database == database }, table)
            ?? best(relations.filter { $0.database.lowercased() == database.lowercased() }, table)
    }
}
