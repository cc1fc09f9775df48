import Goals

/// The entries of `sources`.
struct SourceEntry {
    static let types: [(name: String, shape: Shape)] = [
        ("csv", .csvSource), ("sqlite", .sqliteSource), ("postgres", .postgresSource), ("duckdb", .duckDBSource),
        ("clickhouse", .clickHouseSource),
    ]

    /// A source together with the places of its secrets.
    struct Decoded {
        var declaration: SourceDeclaration
        var secrets: [DeclaredSecret]
    }

    /// What sources need of the rest of the file.
    struct Surroundings {
        /// Of goals.json, absolute.
        var folder: String
        var zone: Zone
        var seriesTables: [String]
    }

    static func names(_ entry: Entry?) -> [String] {
        guard case .object(let members) = entry?.node.value else { return [] }
        return members.map(\.key)
    }

    static func decodeAll(_ entry: Entry, _ surroundings: Surroundings) -> [Decoded] {
        let example = "write { \"crm\": { \"type\": \"csv\", \"folder\": \"data\" } }"
        guard let members = entry.members("an object of sources by their names", fix: example) else { return [] }
        if members.isEmpty { entry.report("there is no source in it", fix: example) }
        return members.compactMap { member in
            member.reportUnlessName("a source")
            guard let type = type(of: member.entry), let fields = Fields(member.entry, type.shape, fix: "") else {
                return nil
            }
            var source = SourceEntry(fields: fields, surroundings: surroundings)
            return source.decode(member.key, type.name).map { Decoded(declaration: $0, secrets: source.secrets) }
        }
    }

    /// Without a type there is nothing to compare the keys with.
    private static func type(of entry: Entry) -> (name: String, shape: Shape)? {
        guard case .object(let members) = entry.node.value else {
            entry.reportType("a source, an object,", fix: "write { \"type\": \"csv\", \"folder\": \"data\" }")
            return nil
        }
        let names = types.map(\.name)
        guard let member = members.first(where: { $0.key == "type" }) else {
            entry.report("a source needs the key \"type\"", fix: "add \"type\": \(Entry.either(names))")
            return nil
        }
        let field = Entry(document: entry.document, path: .key(entry.path, "type"), node: member.node)
        let others = ["pg": "postgres", "parquet": "duckdb", "json": "duckdb", "excel": "csv", "tsv": "csv"]
        if case .string(let text) = member.node.value, let meant = others[text.lowercased()] {
            field.report("\(Shown.text(text)) is not known here", fix: "write \"\(meant)\"")
            return nil
        }
        guard let type = field.choice(of: names) else { return nil }
        return types.first { $0.name == type }
    }

    private let fields: Fields
    private let surroundings: Surroundings
    private var secrets: [DeclaredSecret] = []

    private init(fields: Fields, surroundings: Surroundings) {
        self.fields = fields
        self.surroundings = surroundings
    }

    private mutating func decode(_ name: String, _ type: String) -> SourceDeclaration? {
        guard let kind = kind(type) else { return nil }
        let tables = SourceTables(fields, kind, seriesTables: surroundings.seriesTables).decode()
        return SourceDeclaration(
            name: name, kind: kind, zone: fields["timezone"].flatMap { $0.zone() } ?? surroundings.zone, tables: tables,
            allowedBadRows: fields["allow_bad_rows"].flatMap { $0.share() } ?? 0.01,
            allowsRepeatedIDs: fields["allow_repeated_ids"].flatMap { $0.bool() } ?? false,
            maxAge: fields["max_age"].flatMap { $0.age() })
    }

    /// `nil` only where there is no telling where the data are, which is reported; all else is looked at even then.
    private mutating func kind(_ type: String) -> SourceDeclaration.Kind? {
        let folder = surroundings.folder
        let allowsWriteRole = fields["allow_write_role"].flatMap { $0.bool() } ?? false
        let insecure = fields["insecure"].flatMap { $0.bool() } ?? false
        switch type {
        case "sqlite":
            return .sqlite(path: fields["path"].flatMap { $0.path(in: folder) } ?? "")
        case "postgres":
            return .postgres(url: url(.postgresAddress), allowsWriteRole: allowsWriteRole)
        case "clickhouse":
            return .clickhouse(
                url: url(.dataAddress(insecure: insecure)), allowsWriteRole: allowsWriteRole,
                caFile: fields["ca_file"].flatMap { $0.path(in: folder) }, insecure: insecure)
        case "duckdb":
            reportUnlessAny(
                of: "path", "files",
                fix: "add \"path\": \"crm.duckdb\", or \"files\": { \"orders\": \"orders.parquet\" }")
            return .duckdb(
                path: fields["path"].flatMap { $0.path(in: folder) },
                files: fields["files"].map { DuckDBFileEntry.decodeAll($0, folder: folder) } ?? [])
        default:
            reportUnlessAny(of: "folder", "files", fix: "add \"folder\": \"data\", or \"files\": { ... }")
            return .csv(
                folder: fields["folder"].flatMap { $0.path(in: folder) },
                files: fields["files"].map { FileEntry.decodeAll($0, folder: folder) } ?? [])
        }
    }

    private func reportUnlessAny(of first: String, _ second: String, fix: String) {
        guard fields[first] == nil, fields[second] == nil else { return }
        let type = fields["type"].flatMap { $0.text("csv") } ?? ""
        fields.entry.report("a source of type \"\(type)\" needs a \(first) or \(second)", fix: fix)
    }

    /// The address of a server. Only a password in it makes it a secret; the rest is for anybody with the file to read.
    private mutating func url(_ form: SecretForm) -> Secret {
        let declared = fields["url"]?.secret(form) { Address.hasPassword($0) }
        guard let declared else { return .literal("") }
        secrets.append(declared)
        return declared.secret
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

extension Entry {
    /// `max_age`: longer than nothing.
    fileprivate func age() -> Span? {
        guard let span = span() else { return nil }
        if span.isZero {
            report("all data are older than that", fix: "write how old the newest row may be, such as \"2d\"")
            return nil
        }
        return span
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
