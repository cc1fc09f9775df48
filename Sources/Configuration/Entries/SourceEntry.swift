import Goals

extension Shape {
    static let source = Shape(
        "a source", later: ["max_age", "path", "url", "allow_write_role"],
        [
            Key("type", "What kind of source it is.", required: true, ["enum": ["csv"]]),
            Key(
                "folder",
                "A folder, relative to goals.json, with customers.csv, tickets.csv and so on; those that exist are read.",
                .reference("path")),
            Key(
                "files", "CSV files that look otherwise, by a name of your choice.",
                ["type": "object", "propertyNames": .reference("name"), "additionalProperties": .reference("file")]),
            Key(
                "tables", "How tables are filled from the files, by the tables' names.",
                ["type": "object", "additionalProperties": .reference("table")]),
            Key(
                "timezone", "The time zone of times that name none; the file's timezone unless given.",
                .reference("timezone")),
            Key(
                "allow_bad_rows",
                "The share of rows that may be unreadable before checks fail: 0.05 for 5 %, true for any number; 0.01 unless given.",
                ["anyOf": [["type": "number", "minimum": 0, "maximum": 1], ["const": true]]]),
            Key(
                "allow_repeated_ids", "true: orders may repeat ids within a file (order lines); false unless given.",
                ["type": "boolean"]),
        ])
}

/// The entries of `sources`.
struct SourceEntry {
    static let laterTypes = ["sqlite", "postgres", "duckdb", "clickhouse"]

    static func names(_ entry: Entry?) -> [String] {
        guard case .object(let members) = entry?.node.value else { return [] }
        return members.map(\.key)
    }

    static func decodeAll(_ entry: Entry, folder: String, zone: Zone, seriesTables: [String]) -> [SourceDeclaration] {
        let example = "write { \"crm\": { \"type\": \"csv\", \"folder\": \"data\" } }"
        guard let members = entry.members("an object of sources by their names", fix: example) else { return [] }
        if members.isEmpty { entry.report("there is no source in it", fix: example) }
        return members.compactMap { member in
            member.reportUnlessName("a source")
            let source = SourceEntry(
                name: member.key, entry: member.entry, folder: folder, zone: zone, seriesTables: seriesTables)
            return source.decode()
        }
    }

    let name: String
    let entry: Entry
    let folder: String
    let zone: Zone
    let seriesTables: [String]

    private func decode() -> SourceDeclaration? {
        guard isCSV, let fields = Fields(entry, .source, fix: "write { \"type\": \"csv\", \"folder\": \"data\" }")
        else { return nil }
        if let type = fields["type"] { _ = type.choice(of: ["csv"]) }
        let place = fields["folder"].flatMap { $0.path(in: folder) }
        let files = fields["files"].map { FileEntry.decodeAll($0, folder: folder) } ?? []
        if fields["folder"] == nil, fields["files"] == nil {
            entry.report(
                "a source of type \"csv\" needs a folder or files",
                fix: "add \"folder\": \"data\", or \"files\": { ... }")
        }
        var tables =
            fields["tables"].map {
                TableEntry.decodeAll($0, files: SourceEntry.names(fields["files"]), seriesTables: seriesTables)
            } ?? []
        let mapped = Self.namedAsTables(files, SourceEntry.names(fields["tables"]), tables, seriesTables)
        tables = (tables + mapped).sorted { $0.table < $1.table }
        warnOfUnused(files, tables, fields["files"])
        return SourceDeclaration(
            name: name, kind: .csv(folder: place, files: files), zone: fields["timezone"].flatMap { $0.zone() } ?? zone,
            tables: tables, allowedBadRows: fields["allow_bad_rows"].flatMap { $0.share() } ?? 0.01,
            allowsRepeatedIDs: fields["allow_repeated_ids"].flatMap { $0.bool() } ?? false)
    }

    /// Reports a type of a later version alone: its keys would all be unknown.
    private var isCSV: Bool {
        guard case .object(let members) = entry.node.value,
            let member = members.first(where: { $0.key == "type" }), case .string(let type) = member.node.value,
            Self.laterTypes.contains(type)
        else { return true }
        Entry(document: entry.document, path: .key(entry.path, "type"), node: member.node).report(
            "sources of type \"\(type)\" come with the next version; this one reads \"csv\" only",
            fix: "write \"csv\" and export the data as CSV files until then")
        return false
    }

    /// A file that is named as a table and of which no table says anything fills it as it is.
    private static func namedAsTables(
        _ files: [CSVFile], _ mentioned: [String], _ tables: [TableMapping], _ seriesTables: [String]
    ) -> [TableMapping] {
        files.filter { file in
            (CanonicalTable.named(file.name) != nil || seriesTables.contains(file.name))
                && !mentioned.contains(file.name)
                && !tables.contains { $0.uses(file.name) }
        }.map { TableMapping(table: $0.name, origin: .columns(from: $0.name, columns: [], filters: [])) }
    }

    private func warnOfUnused(_ files: [CSVFile], _ tables: [TableMapping], _ entry: Entry?) {
        guard case .object(let members) = entry?.node.value, let entry else { return }
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

extension Entry {
    /// A share from 0 to 1; `true` is all.
    func share() -> Double? {
        switch node.value {
        case .bool(true): return 1
        case .bool(false): return 0
        case .number(let share, _) where (0...1).contains(share): return share
        case .number(let share, let text) where (0...100).contains(share):
            report("\(text) is more than all rows", fix: "write a share: \(share / 100) for \(text) %")
            return nil
        default:
            reportType("a share of the rows", fix: "write a share such as 0.05 for 5 %, or true for any number")
            return nil
        }
    }
}

extension Entry.Member {
    /// Names of sources, files and channels become file names, and stand in messages and commands.
    func reportUnlessName(_ noun: String) {
        let isName =
            !key.isEmpty && key.utf8.count <= 64 && !key.hasPrefix(".") && !key.hasPrefix(" ") && !key.hasPrefix("-")
            && !key.hasSuffix(" ") && !key.contains("/") && key.unicodeScalars.allSatisfy(Shown.isVisible)
        if isName { return }
        entry.report(
            "\(Shown.text(key)) cannot be the name of \(noun)",
            fix: "write letters, digits, _ and -, at most 64", at: keyOffset)
    }
}
