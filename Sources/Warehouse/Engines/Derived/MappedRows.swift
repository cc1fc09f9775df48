import Goals
import KPIs

/// Which rows of a table of the source's own a mapping takes: its `where`.
struct MappedRows {
    private let table: CanonicalTable
    /// Columns as the source spells them.
    private let filters: [TableMapping.Filter]

    /// - Parameters:
    ///   - raw: the source's columns.
    ///   - from: the table or view, for messages.
    init(
        _ filters: [TableMapping.Filter], of table: CanonicalTable, raw: [String], from: String
    ) throws(TableFault) {
        self.table = table
        var spelled: [TableMapping.Filter] = []
        for filter in filters {
            guard let spelling = MappedColumns.spelling(filter.column, in: raw) else {
                let hint = nearest(filter.column, in: raw).map { "; nearest is \"\($0)\"" } ?? ""
                throw TableFault(
                    reason:
                        "\(from) has no column \"\(filter.column)\", which tables.\(table.name).where asks for\(hint); "
                        + "its columns are: \(raw.joined(separator: ", "))")
            }
            spelled.append(TableMapping.Filter(column: spelling, values: filter.values))
        }
        self.filters = spelled
    }

    /// ` WHERE ...`, or nothing where all rows are taken.
    ///
    /// - Parameter text: a column as text.
    func condition(_ alias: SQLIdentifier, text: (SQL) -> SQL) -> SQL {
        if filters.isEmpty { return .empty }
        let conditions = filters.enumerated().map { index, filter -> SQL in
            let column = text("\(alias).\(SQLIdentifier(filter.column))")
            let values = filter.values.compactMap { $0 }.filter { !$0.isEmpty }
            var ways: [SQL] = []
            if !values.isEmpty {
                let bound = values.enumerated().map { number, value -> SQL in
                    .bound(Bound("\(table.name)_where_\(index + 1)_\(number + 1)", .text(value)))
                }
                ways.append("\(column) IN (\(bound.joined(by: ", ")))")
            }
            if values.count < filter.values.count { ways.append("coalesce(\(column), '') = ''") }
            return ways.isEmpty ? "1 = 0" : "(\(ways.joined(by: " OR ")))"
        }
        return " WHERE \(conditions.joined(by: " AND "))"
    }
}
