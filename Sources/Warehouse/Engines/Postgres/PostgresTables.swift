import Goals
import KPIs

/// Finds what fills each canonical table: the table or view that a mapping names, else one of the canonical name in the search path.
struct PostgresTables {
    let declaration: SourceDeclaration
    let setting: EngineSetting
    let flavor: PostgresFlavor
    let address: PostgresAddress
    let session: PostgresSession

    func all() throws -> [FoundTable] {
        let wanted = declaration.wantedTables(setting)
        let names = wanted.map { table, mapping -> String in
            if case .columns(let from, _, _) = mapping { from } else { table.name }
        }
        let relations = try relations(called: names)
        return try wanted.compactMap { table, mapping in
            switch mapping {
            case nil:
                guard case .found(let relation) = relations.lookUp(table.name) else { return nil }
                return try derive(table, from: relation, [], [])
            case .columns(let from, let columns, let filters):
                switch relations.lookUp(from) {
                case .found(let relation): return try derive(table, from: relation, columns, filters)
                case .missing(let hint):
                    let reason =
                        "tables.\(table.name): there is no table or view \"\(from)\" at \(address.shown)\(hint)"
                    return FoundTable(
                        table: table, place: from, idsAreUnique: false, outcome: .failure(TableFault(reason: reason)))
                }
            case .sql(let sql): return try derive(table, sql)
            }
        }
    }

    // MARK: One table

    private func derive(
        _ table: CanonicalTable, from relation: PostgresRelations.Relation, _ mapped: [TableMapping.Column],
        _ filters: [TableMapping.Filter]
    ) throws -> FoundTable {
        var idsAreUnique = false
        let outcome = try attempt(table, relation.shown) {
            let columns = try session.run("SELECT * FROM \(relation.name) LIMIT 0")
            let raw = columns.map(\.name)
            let plan = try MappedColumns(of: table, mapped: mapped, raw: raw, from: relation.shown)
            let alias = SQLIdentifier(relation.table)
            let rows = try MappedRows(filters, of: table, raw: raw, from: relation.shown).condition(alias) { column in
                "CAST(\(column) AS text)"
            }
            let inner: SQL = "(SELECT \(plan.selection(alias, of: table)) FROM \(relation.name) AS \(alias)\(rows))"
            idsAreUnique = try hasUniqueIDs(plan, relation)
            return try derived(table, inner, plan)
        }
        return FoundTable(table: table, place: relation.shown, idsAreUnique: idsAreUnique, outcome: outcome)
    }

    private func derive(_ table: CanonicalTable, _ sql: String) throws -> FoundTable {
        let place = "the query of \(table.name)"
        let outcome = try attempt(table, place) {
            let text = UserSelect.statement(sql)
            let alias = SQLIdentifier("q")
            let query: SQL = "(\n\(SQL.written(byUser: text))\n) AS \(alias)"
            let columns = try session.run("SELECT * FROM \(query) LIMIT 0")
            let plan = try MappedColumns(of: table, mapped: [], raw: columns.map(\.name), from: nil)
            return try derived(table, "(SELECT \(plan.selection(alias, of: table)) FROM \(query))", plan)
        }
        return FoundTable(table: table, place: place, idsAreUnique: false, outcome: outcome)
    }

    /// What concerns this table alone is its own fault; what ends the connection is not.
    private func attempt(
        _ table: CanonicalTable, _ place: String, _ body: () throws -> DerivedTable
    ) throws -> Result<DerivedTable, TableFault> {
        do { return .success(try body()) } catch let fault as TableFault {
            return .failure(fault)
        } catch PostgresFault.refused(let state, let message)
            where !PostgresFault.refused(state: state, message: "").endsConnection
        {
            return .failure(
                TableFault(reason: "tables.\(table.name) from \(place): \(message): \(advice(state, place))"))
        }
    }

    private func advice(_ state: String, _ place: String) -> String {
        guard state == "42501" else { return "it is PostgreSQL's SQL over the tables at \(address.shown)" }
        let role = SQLIdentifier(address.user ?? "crmgoals").quoted
        let schema = place.prefix { $0 != "." }
        return "let the role read it: GRANT USAGE ON SCHEMA \(schema) TO \(role); GRANT SELECT ON \(place) TO \(role);"
    }

    /// The types are those that the server gives the query's columns, so that expressions have them, too.
    private func derived(_ table: CanonicalTable, _ inner: SQL, _ plan: MappedColumns) throws -> DerivedTable {
        let types = try session.run("SELECT * FROM \(inner) AS \(DerivedTable.alias) LIMIT 0").map(\.type)
        let typing = PostgresTyping(
            table: table.name, zone: declaration.zone, knowsInfinity: flavor != .redshift)
        var places: [String: Int] = [:]
        for (index, column) in plan.columns.enumerated() { places[column.target.name] = index }
        return try DerivedTable(
            of: table, raw: inner, mapped: plan, currency: setting.currency, dialect: PostgresDialect()
        ) { column throws(TableFault) in
            let place = places[column.target.name] ?? 0
            return try typing(column, types.indices.contains(place) ? types[place] : .text)
        }
    }

    // MARK: What is there

    private func relations(called names: [String]) throws -> PostgresRelations {
        let wanted = Set(names.flatMap(PostgresRelations.possibleTables)).sorted()
        let bound = wanted.enumerated().map { index, name -> SQL in .bound(Bound("name_\(index)", .text(name))) }
        var relations = PostgresRelations()
        try session.run(
            """
            SELECT n.nspname, c.relname, pg_table_is_visible(c.oid), c.oid
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') \
            AND lower(c.relname) IN (\(bound.joined(by: ", ")))
            """
        ) { row in
            relations.add(
                .init(
                    schema: row.text(0) ?? "", table: row.text(1) ?? "", isVisible: row.text(2) == "t",
                    oid: row.text(3) ?? "0"))
        }
        return relations
    }

    /// By an index of the server's on that column alone. Redshift takes note of such promises and does not keep them.
    private func hasUniqueIDs(_ plan: MappedColumns, _ relation: PostgresRelations.Relation) throws -> Bool {
        let id = plan.columns.first { $0.target.name == CanonicalTable.identifier }
        guard flavor == .postgres, case .column(let raw) = id?.value else { return false }
        var isUnique = false
        let sql: SQL = """
            SELECT 1 FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.indrelid = CAST(\(Bound("oid", .text(relation.oid))) AS oid) AND a.attname = \(Bound("column", .text(raw))) \
            AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = 1
            """
        try session.run(sql) { _ in isUnique = true }
        return isUnique
    }
}
