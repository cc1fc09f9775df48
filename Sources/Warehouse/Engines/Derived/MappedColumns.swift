import Goals
import KPIs

/// Where the columns of a canonical table come from, in a table, view or query of a source's own. DESIGN 5: canonical names are found by
/// themselves, a mapping takes others, all else are dimensions; a mapped column hides a raw one of its name, case ignored.
struct MappedColumns {
    struct Column: Hashable {
        let target: TargetColumn
        /// `.column` as the source spells it.
        let value: TableMapping.Value
    }

    private(set) var columns: [Column] = []

    /// - Parameters:
    ///   - raw: the source's columns, in their order.
    ///   - from: the table or view, for messages; `nil` for the query of a mapping.
    init(
        of table: CanonicalTable, mapped: [TableMapping.Column], raw: [String], from: String?
    ) throws(TableFault) {
        var hidden: Set<String> = []
        var replaced: Set<String> = []
        for column in table.columns {
            let target = TargetColumn(canonical: column, of: table.name)
            if let mapping = mapped.first(where: { $0.name.lowercased() == column.name }) {
                add(target, try Self.value(mapping, raw, table, from))
                if case .column(let name) = mapping.value, column.type != .text { replaced.insert(name.lowercased()) }
            } else if let spelling = Self.spelling(column.name, in: raw) {
                add(target, .column(spelling))
            } else if column.required {
                throw Self.lacking(column.name, for: column.name, raw, table, from)
            }
            hidden.insert(column.name)
        }
        for mapping in mapped where hidden.insert(mapping.name.lowercased()).inserted {
            add(TargetColumn(extra: mapping.name, of: table.name), try Self.value(mapping, raw, table, from))
        }
        for name in raw where !replaced.contains(name.lowercased()) && hidden.insert(name.lowercased()).inserted {
            add(TargetColumn(extra: name, of: table.name), .column(name))
        }
    }

    /// As the source spells it: exactly so, else with case ignored.
    static func spelling(_ name: String, in raw: [String]) -> String? {
        raw.contains(name) ? name : raw.first { $0.lowercased() == name.lowercased() }
    }

    /// What each of them is, before it gets its type: `value AS name`, over the source's columns under `alias`.
    func selection(_ alias: SQLIdentifier, of table: CanonicalTable) -> SQL {
        columns.enumerated().map { index, column -> SQL in
            let name = DerivedTable.rawName(column.target.name)
            switch column.value {
            case .column(let raw): return "\(alias).\(SQLIdentifier(raw)) AS \(name)"
            case .constant(let text):
                let constant = Bound("\(table.name)_constant_\(index + 1)", .text(text))
                return "\(constant) AS \(name)"
            case .sql(let sql): return "(\(SQL.written(byUser: sql))) AS \(name)"
            }
        }.joined(by: ", ")
    }

    private mutating func add(_ target: TargetColumn, _ value: TableMapping.Value) {
        columns.append(Column(target: target, value: value))
    }

    private static func value(
        _ mapping: TableMapping.Column, _ raw: [String], _ table: CanonicalTable, _ from: String?
    ) throws(TableFault) -> TableMapping.Value {
        guard case .column(let name) = mapping.value else { return mapping.value }
        guard let spelling = spelling(name, in: raw) else { throw lacking(name, for: mapping.name, raw, table, from) }
        return .column(spelling)
    }

    private static func lacking(
        _ name: String, for column: String, _ raw: [String], _ table: CanonicalTable, _ from: String?
    ) -> TableFault {
        let near = nearest(name, in: raw)
        let hint = near.map { "; nearest is \"\($0)\"" } ?? ""
        let shown = raw.isEmpty ? "none" : raw.joined(separator: ", ")
        guard let from else {
            return TableFault(
                reason:
                    "tables.\(table.name).sql gives no column \(name), which \(table.name) needs; it gives: \(shown)\(hint); "
                    + "name one with AS \(name)")
        }
        return TableFault(
            reason:
                "\(from) has no column \"\(name)\", which \(table.name).\(column) needs; its columns are: \(shown)\(hint). "
                + "Map it: \"tables\": { \"\(table.name)\": { \"from\": \"\(from)\", \"columns\": { "
                + "\"\(column)\": \"\(near ?? "its name there")\" } } }")
    }
}
