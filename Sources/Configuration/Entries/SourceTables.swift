import Goals

/// A source's `tables`, and what fills a table without being mentioned there.
struct SourceTables {
    private let fields: Fields
    private let kind: SourceDeclaration.Kind
    private let seriesTables: [String]

    init(_ fields: Fields, _ kind: SourceDeclaration.Kind, seriesTables: [String]) {
        self.fields = fields
        self.kind = kind
        self.seriesTables = seriesTables
    }

    /// In the order of their names.
    func decode() -> [TableMapping] {
        let tables =
            fields["tables"].map { TableEntry.decodeAll($0, origins: origins, seriesTables: seriesTables) } ?? []
        let mapped = (tables + namedAsTables(tables)).sorted { $0.table < $1.table }
        if case .csv(_, let files) = kind { warnOfUnused(files, mapped) }
        return mapped
    }

    private var origins: TableEntry.Origins {
        switch kind {
        case .csv: .files(SourceEntry.names(fields["files"]))
        case .sqlite, .postgres, .duckdb, .clickhouse: .database
        }
    }

    /// A file that is named as a table and of which no table says anything fills it as it is.
    private func namedAsTables(_ tables: [TableMapping]) -> [TableMapping] {
        let files: [String] =
            switch kind {
            case .csv(_, let files): files.map(\.name)
            case .duckdb(_, let files): files.map(\.name)
            case .sqlite, .postgres, .clickhouse: []
            }
        let mentioned = SourceEntry.names(fields["tables"])
        return files.filter { file in
            (CanonicalTable.named(file) != nil || seriesTables.contains(file)) && !mentioned.contains(file)
                && !tables.contains { $0.uses(file) }
        }.map { TableMapping(table: $0, origin: .columns(from: $0, columns: [], filters: [])) }
    }

    private func warnOfUnused(_ files: [CSVFile], _ tables: [TableMapping]) {
        guard let entry = fields["files"], case .object(let members) = entry.node.value else { return }
        for file in files where !tables.contains(where: { $0.uses(file.name) }) {
            guard let member = members.first(where: { $0.key == file.name }) else { continue }
            Entry(document: entry.document, path: .key(entry.path, file.name), node: member.node).warn(
                "no table is filled from this file", fix: "name it in \"tables\", or delete it")
        }
    }
}

extension TableMapping {
    /// Whether it reads the file `name`; of a query, whether the name stands anywhere in it.
    func uses(_ name: String) -> Bool {
        switch origin {
        case .columns(let from, _, _): from == name
        case .sql(let query): query.lowercased().contains(name.lowercased())
        }
    }
}
