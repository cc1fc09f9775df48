import Goals

extension Shape {
    static let table = Shape(
        "a table",
        [
            Key(
                "from", "What fills it: a file by its name in files, or a table or view of the database.",
                ["type": "string", "minLength": 1]),
            Key(
                "columns",
                "Where its columns come from: a column of it by its name, { \"value\": \"spring\" } for the same text in each row, or { \"sql\": \"Quantity * UnitPrice\" }.",
                ["type": "object", "additionalProperties": .reference("column")]),
            Key(
                "where", "Only rows whose column has this value, or one of these; null means empty.",
                .reference("where")),
            Key(
                "sql", "Instead of from, columns and where: a query over the source's files or tables, by their names.",
                ["type": "string", "minLength": 1]),
        ])

    static let column = Shape(
        "a column",
        [
            Key("value", "The same text in each row.", ["type": ["string", "number"]]),
            Key("sql", "An expression over its columns, in the source's SQL.", ["type": "string", "minLength": 1]),
        ])
}

/// The entries of a source's `tables`.
enum TableEntry {
    /// What a table may be filled from.
    enum Origins {
        /// Files by these names.
        case files([String])
        /// Tables and views, of which the file knows nothing.
        case database
    }

    static func decodeAll(_ entry: Entry, origins: Origins, seriesTables: [String]) -> [TableMapping] {
        let example = "write { \"tickets\": { \"from\": \"cases\", \"columns\": { \"opened_at\": \"Created\" } } }"
        guard let members = entry.members("an object of tables by their names", fix: example) else { return [] }
        let known = CanonicalTable.all.map(\.name) + seriesTables
        return members.compactMap { member in
            if !known.contains(member.key) {
                member.entry.report(
                    "there is no table \(Shown.text(member.key))",
                    fix: Entry.suggestion(for: member.key, of: known)
                        ?? "write \(Entry.either(known)); a table of your own needs a KPI of kind series in \"kpis\"",
                    at: member.keyOffset)
            }
            return decode(member.key, member.entry, origins)
        }
    }

    private static func decode(_ name: String, _ entry: Entry, _ origins: Origins) -> TableMapping? {
        let example = "write { \"from\": \"cases\", \"columns\": { ... } }, or { \"sql\": \"SELECT ...\" }"
        guard let fields = Fields(entry, .table, fix: example) else { return nil }
        let others = fields.present(of: ["from", "columns", "where"])
        if let sql = fields["sql"] {
            if let other = others.first, let field = fields[other] {
                field.report("a table with sql has no \(other)", fix: "say it in the query, and delete this")
            }
            return sql.filledText("SELECT id, created_at FROM leads").map {
                TableMapping(table: name, origin: .sql($0))
            }
        }
        let columns = fields["columns"].map { decodeColumns($0, of: name) } ?? []
        let filters = fields["where"].map { $0.mappingFilters() } ?? []
        guard let field = fields["from"] else {
            entry.report(
                "it is not said what fills the table",
                fix: "add \"from\": the name of a \(origins.noun), or \"sql\": a query")
            return nil
        }
        guard let from = field.filledText("cases") else { return nil }
        if case .files(let files) = origins, !files.contains(from) {
            let fix =
                files.isEmpty ? "declare it in \"files\"" : "write \(Entry.either(files)), or declare it in \"files\""
            field.report("there is no file \(Shown.text(from))", fix: Entry.suggestion(for: from, of: files) ?? fix)
        }
        return TableMapping(table: name, origin: .columns(from: from, columns: columns, filters: filters))
    }

    private static func decodeColumns(_ entry: Entry, of table: String) -> [TableMapping.Column] {
        let example = "write { \"id\": \"Case Number\", \"opened_at\": \"Created\" }"
        guard let members = entry.members("an object of columns by their names", fix: example) else { return [] }
        let canonical = CanonicalTable.named(table)?.columns.map(\.name) ?? ["at", "value"]
        let given = members.map(\.key)
        return members.compactMap { member in
            if member.key.isEmpty || member.key.utf8.count > 200
                || !member.key.unicodeScalars.allSatisfy(Shown.isVisible)
            {
                member.entry.report(
                    "\(Shown.text(member.key)) cannot be the name of a column", fix: "write another name",
                    at: member.keyOffset)
                return nil
            }
            if !canonical.contains(member.key), let near = nearest(member.key, in: canonical), !given.contains(near) {
                member.entry.warn(
                    "\(table) has a column \(near), this one is kept as one of your own",
                    fix: "did you mean \"\(near)\"?")
            }
            return columnValue(member.entry).map { TableMapping.Column(name: member.key, value: $0) }
        }
    }

    private static func columnValue(_ entry: Entry) -> TableMapping.Value? {
        if case .string = entry.node.value { return entry.filledText("Created").map { .column($0) } }
        let example =
            "write the name of a column, { \"value\": \"spring\" } or { \"sql\": \"Quantity * UnitPrice\" }"
        guard let fields = Fields(entry, .column, fix: example) else { return nil }
        switch (fields["value"], fields["sql"]) {
        case (let value?, nil): return value.textOrNumber("spring").map { .constant($0) }
        case (nil, let sql?): return sql.filledText("Quantity * UnitPrice").map { .sql($0) }
        case (nil, nil), (_?, _?):
            entry.report("a column has either value or sql", fix: example)
            return nil
        }
    }
}

extension TableEntry.Origins {
    fileprivate var noun: String {
        switch self {
        case .files: "file"
        case .database: "table"
        }
    }
}

extension Entry {
    /// Text, or a number as it is written.
    func textOrNumber(_ example: String) -> String? {
        switch node.value {
        case .string(let text): return text
        case .number(_, let text): return text
        default:
            reportType("text or a number", fix: "write text in double quotes, such as \"\(example)\"")
            return nil
        }
    }

    /// `{ "Type": "Problem", "Status": ["open", null] }`; `nil` among the values means empty.
    func mappingFilters() -> [TableMapping.Filter] {
        let example = "write { \"Type\": \"Problem\" }, or { \"Type\": [\"Problem\", \"Question\"] }"
        guard let members = members("an object of columns and their values", fix: example) else { return [] }
        return members.compactMap { member in
            if member.key.isEmpty {
                member.entry.report("the name of the column is empty", fix: example, at: member.keyOffset)
                return nil
            }
            let values = member.entry.filterValues()
            return values.isEmpty ? nil : TableMapping.Filter(column: member.key, values: values)
        }.sorted { $0.column < $1.column }
    }

    /// One value or a list of them; `nil` is null. Empty if it is neither, which is reported.
    func filterValues() -> [String?] {
        guard case .array(let elements) = node.value else { return filterValue() }
        if elements.isEmpty {
            report("the list is empty, so no row counts", fix: "write the values that count, or leave the column out")
        }
        return list("", fix: "")?.flatMap { $0.filterValue() } ?? []
    }

    private func filterValue() -> [String?] {
        switch node.value {
        case .null: return [nil]
        case .string(let text): return [text.isEmpty ? nil : text]
        case .number(_, let text): return [text]
        case .bool(let value): return [value ? "true" : "false"]
        case .array, .object, .unreadable:
            reportType("a value", fix: "write text, a number or null, or a list of them")
            return []
        }
    }
}
