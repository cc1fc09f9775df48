import Goals

/// What describes a counted row: the canonical columns of the KPI's tables, as known at the time that is asked about.
struct Description: Sendable {
    let columns: [Column]
    /// Rows come from several tables and say from which.
    let namesTables: Bool

    struct Column: Sendable {
        /// As the canonical tables have it.
        let name: String
        let kind: Detail.Column.Kind
        /// What it is called in a rows query, where its own name may be one of those that are counted by.
        let place: SQLIdentifier
    }

    /// Which table a row is from.
    static let table = SQLIdentifier("detail_table")

    /// For measuring, which needs none.
    static let none = Description(columns: [], namesTables: false)

    private init(columns: [Column], namesTables: Bool) {
        self.columns = columns
        self.namesTables = namesTables
    }

    init(of variant: Variant, split: Split, layout: Layout) {
        let labels = Set(split.by.map { $0.name.lowercased() })
        var columns: [Column] = []
        for need in variant.tables {
            for column in Self.canonical(need.table).columns
            where column.name != CanonicalTable.identifier && !labels.contains(column.name)
                && layout.column(column.name, of: need.table) != nil
                && !columns.contains(where: { $0.name == column.name })
            {
                columns.append(
                    Column(
                        name: column.name, kind: Self.kind(column.type),
                        place: SQLIdentifier("detail_\(columns.count + 1)")))
            }
        }
        self.columns = columns
        switch variant.relation {
        case .sideBySide: namesTables = true
        case .byCustomer: namesTables = false
        }
    }

    /// For the end of a SELECT list, each after a comma.
    ///
    /// - Parameter grouped: a row stands for several of the table: sums, the first beginning and, where none is missing, the last end.
    func select(_ row: Scope.Alias, grouped: Bool, in scope: Scope) -> SQL {
        var list: [SQL] = []
        if namesTables { list.append("\(scope.literal(row.table)) AS \(Self.table)") }
        let table = Self.canonical(row.table)
        for column in columns {
            let isThere = row.layout.column(column.name, of: row.table) != nil
            let declared = table.columns.first { $0.name == column.name }
            let value = isThere ? declared.map { select($0, of: table, row, grouped: grouped, in: scope) } : nil
            list.append("\(value ?? "NULL") AS \(column.place)")
        }
        return list.map { one -> SQL in ", \(one)" }.joined(by: .empty)
    }

    /// For a query over rows under `name`.
    func select(ofRows name: SQLIdentifier) -> SQL {
        columns.map { column -> SQL in ", \(name).\(column.place)" }.joined(by: .empty)
    }

    private func select(
        _ column: CanonicalTable.Column, of table: CanonicalTable, _ row: Scope.Alias, grouped: Bool, in scope: Scope
    ) -> SQL {
        let bare = known(column, of: table, row, in: scope)
        switch (column.type, grouped) {
        case (.text, false), (.number, false): return bare
        case (.time, false): return scope.dialect.label(bare, type: .time)
        // One that all of them have, else none.
        case (.text, true): return "CASE WHEN min(\(bare)) = max(\(bare)) THEN min(\(bare)) END"
        case (.number, true): return "sum(\(bare))"
        case (.time, true):
            if column.name == table.begin { return scope.dialect.label("min(\(bare))", type: .time) }
            return scope.dialect.label("CASE WHEN count(*) = count(\(bare)) THEN max(\(bare)) END", type: .time)
        }
    }

    /// Nothing dated at or after now is known yet.
    private func known(
        _ column: CanonicalTable.Column, of table: CanonicalTable, _ row: Scope.Alias, in scope: Scope
    ) -> SQL {
        let bare = row[column.name]
        if column.type == .time { return "CASE WHEN \(bare) < \(scope.now) THEN \(bare) END" }
        guard table.name == "surveys", column.name == "score",
            row.layout.column("answered_at", of: table.name) != nil
        else { return bare }
        return "CASE WHEN \(row["answered_at"]) < \(scope.now) THEN \(bare) END"
    }

    private static func canonical(_ table: String) -> CanonicalTable { .named(table) ?? .series(table) }

    private static func kind(_ type: CanonicalTable.ColumnType) -> Detail.Column.Kind {
        switch type {
        case .text: .text
        case .time: .time
        case .number: .number
        }
    }
}
