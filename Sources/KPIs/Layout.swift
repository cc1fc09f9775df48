import Goals

/// Which tables and columns a source has.
public struct Layout: Sendable, Hashable {
    /// By table name; columns as the source spells them.
    public private(set) var tables: [String: [String]]
    /// By table: what stands in `FROM`, where that is not the table's name.
    private var relations: [String: SQL]
    /// Stands before each column's name in the relations.
    private let columnPrefix: String
    /// What the source keeps of its customers' orders, if it does.
    public var keptPurchases: KeptPurchases?
    /// By table, then by the column's name in lower case: as the source spells it.
    private var spelling: [String: [String: String]]

    /// - Parameters:
    ///   - relations: by table, what stands in `FROM` where that is not the table's name: a derived table in parentheses that
    ///   renames and converts what a server has.
    ///   - columnPrefix: what stands before each column's name there. ClickHouse 18.16 takes `t.amount` in a WHERE for what SELECT calls
    ///   `amount`; no query calls a result so that begins with a prefix.
    public init(tables: [String: [String]], relations: [String: SQL] = [:], columnPrefix: String = "") {
        self.tables = tables
        self.relations = relations
        self.columnPrefix = columnPrefix
        spelling = tables.mapValues { columns in
            Dictionary(columns.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The same with more tables.
    public func adding(_ more: [String: [String]]) -> Layout {
        var layout = Layout(
            tables: tables.merging(more) { mine, _ in mine }, relations: relations, columnPrefix: columnPrefix)
        layout.keptPurchases = keptPurchases
        return layout
    }

    /// What stands in `FROM`, before `AS`.
    public func relation(_ table: String) -> SQL { relations[table] ?? "\(SQLIdentifier(table))" }

    /// What a column is called in its relation.
    ///
    /// - Parameter spelling: as the source spells it.
    public func identifier(_ spelling: String) -> SQLIdentifier { SQLIdentifier(columnPrefix + spelling) }

    public func has(_ table: String) -> Bool { spelling[table] != nil }

    /// The column as the source spells it; `nil` if the table has none of that name, case ignored.
    public func column(_ name: String, of table: String) -> String? {
        spelling[table]?[name.lowercased()]
    }

    /// What a column holds: canonical columns have a type, all others are text.
    public static func type(of column: String, in table: String) -> CanonicalTable.ColumnType {
        let canonical = CanonicalTable.named(table) ?? .series(table)
        return canonical.columns.first { $0.name == column.lowercased() }?.type ?? .text
    }
}
