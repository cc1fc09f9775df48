import Goals

/// What a KPI's rows query is written with: its tables as this source has them, the split, the times.
struct Scope: Sendable {
    let layout: Layout
    let split: Split
    let parameters: Parameters
    let instants: Instants
    let dialect: any Dialect
    /// What rows tell beside what is counted.
    var description = Description.none

    var start: SQL { instants.start }
    var end: SQL { instants.end }
    var now: SQL { instants.asOf }

    /// A table under a name of its own in a query.
    struct Alias: Sendable {
        let name: SQLIdentifier
        let table: String
        let layout: Layout

        /// The column, or a null where the source has none of that name.
        subscript(column: String) -> SQL {
            guard let spelling = layout.column(column, of: table) else { return "NULL" }
            return "\(name).\(layout.identifier(spelling))"
        }

        /// In `FROM`.
        var source: SQL { "\(layout.relation(table)) AS \(name)" }

        /// What the customer is called here.
        var customer: SQL { table == "customers" ? self["id"] : self["customer_id"] }
    }

    func alias(_ table: String, _ name: String) -> Alias {
        Alias(name: SQLIdentifier(name), table: table, layout: layout)
    }

    /// `column` lies in the window.
    func within(_ column: SQL) -> SQL { "\(column) >= \(start) AND \(column) < \(end)" }

    /// The counted rows of one table: `id`, labels, `columns`; with the request's filters.
    ///
    /// - Parameters:
    ///   - id: what tells a row from the others; the table's own `id` unless given.
    ///   - grouped: one row an id and labels; `columns` are aggregates then.
    ///   - kept: with `grouped`, which of these rows count.
    func rows(
        of table: String, id: (Alias) -> SQL = { $0["id"] }, grouped: Bool = false,
        _ columns: (Alias) -> SQL,
        where condition: (Alias) -> SQL, kept: ((Alias) -> SQL)? = nil
    ) -> SQL {
        let row = alias(table, "t")
        let customer = alias("customers", "c")
        let identity = id(row)
        let labels = split.by.map { label($0, row: row, customer: customer) }
        let named = zip(labels, labelNames).map { label, name -> SQL in "\(label) AS \(name)" }
        let list =
            (["\(identity) AS id"] + named + [columns(row)]).joined(by: ", ")
            + description.select(row, grouped: grouped, in: self)
        let conditions = [condition(row)] + filterConditions(row: row, customer: customer)
        var sql: SQL = "SELECT \(list)\nFROM \(row.source)"
        if split.usesCustomers, table != "customers" {
            sql = sql + "\nLEFT JOIN \(customer.source) ON \(customer["id"]) = \(row["customer_id"])"
        }
        sql = sql + "\nWHERE \(conditions.joined(by: "\n  AND "))"
        if grouped { sql = sql + "\nGROUP BY \(([identity] + labels).joined(by: ", "))" }
        if let kept { sql = sql + "\nHAVING \(kept(row))" }
        return sql
    }

    /// A name of this program's own as a value.
    func literal(_ table: String) -> SQL { .bound(Bound("table_\(table)", .text(table))) }

    /// What the labels are called in a rows query.
    var labelNames: [SQL] {
        split.by.indices.map { index -> SQL in "\(SQLIdentifier("label_\(index + 1)"))" }
    }

    /// Customer and those labels that are columns of the KPI's own tables: what rows of several such tables are matched by.
    func key(_ row: Alias) -> [SQL] {
        [row.customer] + split.by.compactMap { ownLabel($0, row: row) }
    }

    /// The same of a rows query under `name`.
    func key(ofRows name: SQLIdentifier) -> [SQL] {
        let own = zip(split.by, labelNames).compactMap { column, label -> SQL? in
            if case .own = column.place { "\(name).\(label)" } else { nil }
        }
        return ["\(name).id"] + own
    }

    /// The request's filters on the KPI's own tables, for another table than the one the rows are of.
    func ownFilters(_ row: Alias) -> [SQL] {
        split.filters.enumerated().compactMap { index, filter in
            guard case .own(let spellings) = filter.column.place, let spelling = spellings[row.table] else {
                return nil
            }
            return equality(row, spelling, filter.values, filter: index)
        }
    }

    /// What the columns of `key` may be called in a subquery.
    var keyNames: [SQL] {
        ["buyer"] + key(alias("orders", "o")).indices.dropFirst().map { "\(SQLIdentifier("own_\($0)"))" }
    }

    private func ownLabel(_ column: Split.Column, row: Alias) -> SQL? {
        guard case .own(let spellings) = column.place, let spelling = spellings[row.table] else { return nil }
        return dialect.label(row[spelling], type: Layout.type(of: spelling, in: row.table))
    }

    private func label(_ column: Split.Column, row: Alias, customer: Alias) -> SQL {
        switch column.place {
        case .own: ownLabel(column, row: row) ?? "''"
        case .customer(let spelling):
            dialect.label(
                described(spelling, row: row, customer: customer), type: Layout.type(of: spelling, in: "customers"))
        }
    }

    /// What a column of `customers` says of the row's customer; null for one who is not there yet. Not a condition of the join: ClickHouse
    /// 18.16 joins on equality alone.
    private func described(_ spelling: String, row: Alias, customer: Alias) -> SQL {
        row.table == "customers"
            ? row[spelling] : "CASE WHEN \(customer["created_at"]) < \(now) THEN \(customer[spelling]) END"
    }

    private func filterConditions(row: Alias, customer: Alias) -> [SQL] {
        split.filters.enumerated().compactMap { index, filter in
            switch filter.column.place {
            case .own(let spellings):
                spellings[row.table].map { equality(row, $0, filter.values, filter: index) }
            case .customer(let spelling):
                equality(
                    described(spelling, row: row, customer: customer), Layout.type(of: spelling, in: "customers"),
                    filter.values, filter: index)
            }
        }
    }

    /// The column has one of the values; `""` is null.
    private func equality(_ row: Alias, _ spelling: String, _ values: [String], filter: Int) -> SQL {
        equality(row[spelling], Layout.type(of: spelling, in: row.table), values, filter: filter)
    }

    private func equality(
        _ column: SQL, _ type: CanonicalTable.ColumnType, _ values: [String], filter: Int
    ) -> SQL {
        let bound = values.enumerated().map { index, value -> SQL in
            .bound(Bound("where_\(filter + 1)_\(index + 1)", .text(value)))
        }
        // The bare column where it will do, so that an index on it serves.
        if type == .text, !values.contains("") { return "\(column) IN (\(bound.joined(by: ", ")))" }
        return "\(dialect.label(column, type: type)) IN (\(bound.joined(by: ", ")))"
    }
}
