import Goals

/// The columns of a table that is filled from files, and where the values come from.
struct TableColumns: Hashable {
    enum Value: Hashable {
        /// The cell under this name in a file's header; a file may lack it unless `isNeeded`.
        case cell(String, isNeeded: Bool)
        case constant(String)
        case expression(String)
    }

    private(set) var targets: [TargetColumn] = []
    private(set) var values: [Value] = []

    /// Every named column of the files as text.
    init(raw headers: [Header]) {
        addExtras(headers, table: "", hiding: [])
    }

    init(
        _ table: CanonicalTable, mapped: [TableMapping.Column], headers: [Header]
    ) {
        var taken: Set<String> = []
        var replaced: Set<String> = []
        for column in table.columns {
            let target = TargetColumn(canonical: column, of: table.name)
            let mapping = mapped.first { $0.name.lowercased() == column.name }
            if let mapping {
                add(target, Self.value(mapping.value))
                // A raw column that is a time or a number now is not kept as text beside it.
                if case .column(let name) = mapping.value, column.type != .text { replaced.insert(name.lowercased()) }
            } else if column.required || headers.contains(where: { $0.index(of: column.name) != nil }) {
                add(target, .cell(column.name, isNeeded: column.required))
            }
            taken.insert(column.name)
        }
        for mapping in mapped where !taken.contains(mapping.name.lowercased()) {
            add(TargetColumn(extra: mapping.name, of: table.name), Self.value(mapping.value))
            taken.insert(mapping.name.lowercased())
        }
        addExtras(headers, table: table.name, hiding: taken.union(replaced))
    }

    private static func value(_ value: TableMapping.Value) -> Value {
        switch value {
        case .column(let name): .cell(name, isNeeded: true)
        case .constant(let text): .constant(text)
        case .sql(let sql): .expression(sql)
        }
    }

    private mutating func add(_ target: TargetColumn, _ value: Value) {
        targets.append(target)
        values.append(value)
    }

    private mutating func addExtras(_ headers: [Header], table: String, hiding hidden: Set<String>) {
        var taken = hidden
        for header in headers {
            for name in header.unique.compactMap({ $0 }) where taken.insert(name.lowercased()).inserted {
                add(TargetColumn(extra: name, of: table), .cell(name, isNeeded: false))
            }
        }
    }

    var expressions: [RowExpressions.Expression] {
        zip(targets, values).compactMap { target, value in
            if case .expression(let sql) = value {
                RowExpressions.Expression(column: target.name, sql: sql)
            } else {
                nil
            }
        }
    }

    /// Throws if the file lacks a column that the table needs.
    func check(_ header: Header, path: String, file: String, table: String) throws(LoadFailure) {
        for (target, value) in zip(targets, values) {
            guard case .cell(let name, isNeeded: true) = value, header.index(of: name) == nil else { continue }
            let nearest = header.nearestName(to: name)
            let example = nearest ?? "its name there"
            throw .unusable(
                "\(path) has no column \"\(name)\", which \(table).\(target.name) needs; its header is: \(header.shown)"
                    + (nearest.map { "; nearest is \"\($0)\"" } ?? "")
                    + ". Map it: \"tables\": { \"\(table)\": { \"from\": \"\(file)\", \"columns\": { "
                    + "\"\(target.name)\": \"\(example)\" } } }")
        }
    }
}
