import Goals
import KPIs

/// A canonical table as an engine finds it in its source.
struct FoundTable {
    let table: CanonicalTable
    /// The table, view or query that it comes from, for messages.
    let place: String
    /// The source itself sees to it that no id is there twice.
    let idsAreUnique: Bool
    let outcome: Result<DerivedTable, TableFault>
}

extension [FoundTable] {
    /// Of those that can be used.
    var layout: Layout { layout(columnPrefix: "") }

    /// - Parameter columnPrefix: stands before the columns' names in the relations; see `Layout`.
    func layout(columnPrefix: String) -> Layout {
        var columns: [String: [String]] = [:]
        var relations: [String: SQL] = [:]
        for found in self {
            guard case .success(let derived) = found.outcome else { continue }
            columns[found.table.name] = derived.columnNames
            relations[found.table.name] = derived.relation(columnPrefix: columnPrefix)
        }
        return Layout(tables: columns, relations: relations, columnPrefix: columnPrefix)
    }
}

extension SourceDeclaration {
    /// The canonical tables and those of custom `series`, in the order of their names, each with what the source says of it.
    func wantedTables(_ setting: EngineSetting) -> [(table: CanonicalTable, mapping: TableMapping.Origin?)] {
        let series = setting.seriesTables.filter { CanonicalTable.named($0) == nil }.map(CanonicalTable.series)
        return (CanonicalTable.all + series).sorted { $0.name < $1.name }.map { table in
            (table, tables.first { $0.table == table.name }?.origin)
        }
    }
}
