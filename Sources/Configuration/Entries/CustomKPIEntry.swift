import Goals
import KPIs

/// One entry of `kpis`, of which the kind is known.
struct CustomKPIEntry {
    private let fields: Fields
    /// Of goals.json, absolute.
    private let folder: String
    private(set) var secrets: [DeclaredSecret] = []

    init(_ fields: Fields, folder: String) {
        self.fields = fields
        self.folder = folder
    }

    mutating func decode(_ id: String, _ kind: String) -> CustomKPI? {
        let unit = fields["unit"].flatMap { $0.choice(Unit.self) }
        let better = fields["better"].flatMap { $0.choice(KPI.Direction.self) } ?? .none
        let found: CustomKPI.Kind?
        switch kind {
        case "series": found = series()
        case "http": found = http().map { .http($0) }
        case "command": found = command().map { .command($0) }
        default: found = fields["sql"]?.filledText("SELECT count(*) AS value FROM orders").map { .sql($0) }
        }
        guard let unit, let found else { return nil }
        return CustomKPI(id: id, unit: unit, better: better, kind: found)
    }

    private func series() -> CustomKPI.Kind? {
        let aggregate = fields["aggregate"].flatMap { $0.choice(CustomKPI.Aggregate.self) } ?? .last
        return fields["series"]?.tableName().map { .series(table: $0, aggregate: aggregate) }
    }

    private mutating func http() -> HTTPQuery? {
        let insecure = fields["insecure"].flatMap { $0.bool() } ?? false
        let url = fields["http"]?.secret(.dataAddress(insecure: insecure)) { Address.hasPassword($0) }
        let headers = fields["headers"]?.headers() ?? []
        secrets += [url].compactMap { $0 } + headers.map(\.value)
        let value = fields["value"]?.pointer("/backlog/open")
        let list = fields["list"]?.pointer("/teams")
        let labels = fields["labels"].map { self.labels($0) } ?? []
        if let field = fields["labels"], fields["list"] == nil {
            field.report("there are labels but no list that has them", fix: "add \"list\": \"/teams\"")
        }
        let sample = fields["sample"]?.pointer("/backlog/count")
        let timeout = fields["timeout"].flatMap { $0.timeout(most: "1m", 60) } ?? 10
        let caFile = fields["ca_file"].flatMap { $0.path(in: folder) }
        guard let url, let value else { return nil }
        return HTTPQuery(
            url: url.secret, headers: headers.map { .init(name: $0.name, value: $0.value.secret) }, list: list,
            value: value, sample: sample, labels: labels, timeout: timeout, caFile: caFile, insecure: insecure)
    }

    private func labels(_ entry: Entry) -> [HTTPQuery.Label] {
        let example = "write { \"team\": \"/name\" }"
        guard let members = entry.members("an object of places by the columns of by", fix: example) else { return [] }
        return members.compactMap { member in
            if member.key.isEmpty {
                member.entry.report("the name of the column is empty", fix: example, at: member.keyOffset)
            }
            return member.entry.pointer("/name").map { HTTPQuery.Label(column: member.key, place: $0) }
        }.sorted { $0.column < $1.column }
    }

    private mutating func command() -> CommandQuery? {
        let arguments = fields["command"]?.command()
        var variables: [CommandQuery.Variable] = []
        let example = "write { \"TOKEN\": { \"env\": \"CRM_TOKEN\" } }"
        let members = fields["environment"]?.members("an object of variables by their names", fix: example) ?? []
        for member in members.sorted(by: { $0.key < $1.key }) {
            guard member.isVariableName() else { continue }
            let value = member.entry.secret(.line) { _ in SecretForm.isTelling(member.key) }
            guard let value else { continue }
            secrets.append(value)
            variables.append(.init(name: member.key, value: value.secret))
        }
        let timeout = fields["timeout"].flatMap { $0.timeout(most: "1m", 60) } ?? 30
        return arguments.map {
            CommandQuery(arguments: $0, environment: variables, timeout: timeout, folder: folder)
        }
    }
}

extension Entry {
    fileprivate func pointer(_ example: String) -> JSONPointer? {
        guard let text = text(example) else { return nil }
        if let pointer = JSONPointer(text) { return pointer }
        let path = text.hasPrefix("$.") ? String(text.dropFirst(2)) : text
        let isPath =
            !path.isEmpty
            && path.unicodeScalars.allSatisfy { Shown.isVisible($0) && !"~/[]*\"'".unicodeScalars.contains($0) }
        let guess = isPath ? "/" + path.replacing(".", with: "/") : example
        report(
            "\(Shown.text(text)) is not a JSON Pointer (RFC 6901)",
            fix: "write \"\(guess)\": each key or index after a slash, with ~1 for a slash in a key and ~0 for ~")
        return nil
    }

    fileprivate func command() -> [String]? {
        if case .string(let text) = node.value {
            let words = text.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
            report(
                "a command is a list of texts: no shell takes it apart",
                fix: words.isEmpty || text.count > 100 ? "write [\"./pipeline-value\"]" : "write [\(words)]")
            return nil
        }
        guard let entries = list("a list of texts", fix: "write [\"./pipeline-value\", \"--open\"]") else { return nil }
        let arguments = entries.compactMap { $0.argument() }
        guard let program = arguments.first, !program.isEmpty, arguments.count == entries.count else {
            if arguments.count == entries.count {
                report("it is not said which program is run", fix: "write [\"./pipeline-value\"]")
            }
            return nil
        }
        return arguments
    }

    private func argument() -> String? {
        guard let text = text("--open") else { return nil }
        if !text.unicodeScalars.contains("\0") { return text }
        report("there is a null character in it", fix: "delete it")
        return nil
    }

    /// The name of a `series` table.
    fileprivate func tableName() -> String? {
        guard let name = filledText("signups") else { return nil }
        if CanonicalTable.named(name) != nil {
            report(
                "\(name) is a table of the CRM, which has no columns at and value",
                fix: "name a table of your own, or write a KPI of kind \"sql\"")
            return nil
        }
        let isName =
            (name.first?.isASCII ?? false) && (name.first?.isLetter ?? false)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let lower = name.lowercased()
        if !isName || name.utf8.count > 64 || lower.hasPrefix("crmgoals_") || lower.hasPrefix("sqlite_") {
            report(
                "\(Shown.text(name)) cannot be the name of a table",
                fix: "write letters, digits and _, such as \"signups\"")
            return nil
        }
        return name
    }
}

extension Entry.Member {
    fileprivate func isVariableName() -> Bool {
        let isName =
            !key.isEmpty && !(key.first?.isNumber ?? true)
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        if !isName {
            entry.report(
                "\(Shown.text(key)) cannot be the name of a variable",
                fix: "write letters, digits and _, such as \"CRM_TOKEN\"", at: keyOffset)
        }
        return isName
    }
}
