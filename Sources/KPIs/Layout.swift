import Goals

/// Which tables and columns a source has.
public struct Layout: Sendable, Hashable {
    /// By table name; columns as the source spells them.
    public private(set) var tables: [String: [String]]
    /// By table, then by the column's name in lower case: as the source spells it.
    private var spelling: [String: [String: String]]

    public init(tables: [String: [String]]) {
        self.tables = tables
        spelling = tables.mapValues { columns in
            Dictionary(columns.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

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
