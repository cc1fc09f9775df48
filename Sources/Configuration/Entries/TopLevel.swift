import Foundation
import Goals
import KPIs

extension Shape {
    static let topLevel = Shape(
        "goals.json",
        later: ["fiscal_year_start", "holidays", "working_hours", "web", "routes", "silences"],
        [
            Key("$schema", "Where the schema of this file is, for your editor.", ["type": "string"]),
            Key(
                "timezone",
                "The time zone that days, weeks and months are counted in, by its IANA name; UTC unless given.",
                .reference("timezone")),
            Key(
                "currency", "The currency of all money, as ISO 4217 has it; EUR unless given.",
                ["type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR", "USD", "GBP", "CHF"]]),
            Key("language", "The language of messages; en unless given.", .reference("language")),
            Key(
                "state",
                "The folder of the journal and the warehouse; state/ beside this file unless given, and --state and $STATE_DIRECTORY rank before it.",
                .reference("path")),
            Key(
                "kpis", "KPIs of your own, by their ids, beside those of the catalogue.",
                [
                    "type": "object", "propertyNames": ["pattern": "^[a-z][a-z0-9_]*$"],
                    "additionalProperties": .reference("kpi"),
                ]),
            Key(
                "sources", "Where the data comes from, by a name of your choice.",
                ["type": "object", "propertyNames": .reference("name"), "additionalProperties": .reference("source")]),
            Key(
                "channels", "Where notices go, by a name of your choice.",
                ["type": "object", "propertyNames": .reference("name"), "additionalProperties": .reference("channel")]),
            Key("notify", "Who is told of every goal that does not say so itself.", .reference("notify")),
            Key(
                "include",
                "More files with goals in them, relative to this file; * stands for any part of a name. Each is an object with the key goals.",
                ["type": "array", "items": .reference("path"), "examples": [["goals.d/*.json"]]]),
            Key("goals", "What is watched.", ["type": "array", "items": .reference("goal")]),
        ])

    /// An included file.
    static let included = Shape("an included file", topLevel.keys.filter { ["$schema", "goals"].contains($0.name) })
}

/// Decodes goals.json as a whole.
struct TopLevel {
    let path: String
    let root: Entry
    let report: Report

    /// `nil` if it is not even an object; else something that is only right if no problem was reported.
    func decode() -> Configuration? {
        let example = "write { \"sources\": { ... }, \"channels\": { ... }, \"goals\": [ ... ] }"
        guard let fields = Fields(root, .topLevel, fix: example) else { return nil }
        let folder = FilePath.folder(of: path)
        if let schema = fields["$schema"] { _ = schema.text("goals.schema.json") }
        let zone = fields["timezone"].flatMap { $0.zone() } ?? .utc
        let currency = fields["currency"].flatMap { $0.currency() } ?? "EUR"
        let language = fields["language"].flatMap { $0.choice(Language.self) } ?? .english
        let state = fields["state"].flatMap { $0.path(in: folder) }
        let kpis = fields["kpis"].map { CustomKPIs.decode($0) } ?? []
        let catalogue = kpis.isEmpty ? Catalogue.standard : Catalogue(custom: kpis)
        let seriesTables = CustomKPIs.seriesTables(kpis)
        let sources = fields["sources"].map {
            SourceEntry.decodeAll($0, folder: folder, zone: zone, seriesTables: seriesTables)
        }
        let channels = fields["channels"].map { ChannelEntry.decodeAll($0, folder: folder, language: language) } ?? []
        let known = Set(ChannelEntry.names(fields["channels"]))
        let notify = fields["notify"].flatMap { NotifyRule.decode($0, channels: known) }
        let surroundings = Surroundings(
            catalogue: catalogue,
            brokenKPIs: CustomKPIs.names(fields["kpis"]).filter { catalogue.kpi(named: $0) == nil },
            currency: currency, sources: SourceEntry.names(fields["sources"]),
            channels: channels.map(\.declaration), channelNames: known, notify: notify)
        var goals = GoalList(surroundings: surroundings)
        var files = [path]
        if let entry = fields["goals"] { goals.add(entry) }
        if let entry = fields["include"] {
            files += Include(entry: entry, folder: folder, path: path).files().compactMap { goals.add(file: $0) }
        }
        if fields["goals"] == nil, fields["include"] == nil {
            root.report(
                "there are no goals in it",
                fix: "add \"goals\": [ { \"id\": \"churn\", \"critical\": \"churn > 5%\" } ]")
        } else if !goals.found {
            root.warn("there are no goals in it, so nothing is watched", fix: "add a goal to \"goals\"")
        }
        if fields["sources"] == nil, goals.found {
            root.report(
                "there are no sources in it, so there is nothing to measure",
                fix: "add \"sources\": { \"crm\": { \"type\": \"csv\", \"folder\": \"data\" } }")
        }
        return Configuration(
            path: path, folder: folder, zone: zone, currency: currency, language: language, state: state,
            sources: sources ?? [], channels: channels.map(\.declaration), catalogue: catalogue, goals: goals.goals,
            warnings: Configuration.inOrder(report.warnings, mainFile: root.document.name), files: files,
            secrets: channels.flatMap(\.secrets),
            seriesTables: seriesTables)
    }
}

/// What a goal may refer to.
struct Surroundings {
    var catalogue: Catalogue
    /// Ids in `kpis` that could not be decoded, which has been told.
    var brokenKPIs: [String]
    var currency: String
    var sources: [String]
    /// Those that could be decoded.
    var channels: [ChannelDeclaration]
    /// All that are in the file.
    var channelNames: Set<String>
    var notify: NotifyRule?
}

extension Entry {
    func zone() -> Zone? {
        guard let name = text("Europe/Berlin") else { return nil }
        if let zone = Zone(name) { return zone }
        report("there is no time zone \(Shown.text(name))", fix: Self.zoneSuggestion(name))
        return nil
    }

    private static func zoneSuggestion(_ name: String) -> String {
        let all = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }
        let places = Dictionary(all.map { (FilePath.lastComponent($0), $0) }, uniquingKeysWith: { first, _ in first })
        let place = name.replacing(" ", with: "_")
        let exact = places.keys.sorted().first { $0.lowercased() == place.lowercased() }.flatMap { places[$0] }
        if let near = exact ?? nearest(name, in: all + ["UTC"])
            ?? nearest(place, in: places.keys.sorted()).flatMap({ places[$0] })
        {
            return "write \"\(near)\""
        }
        return "write an IANA name, such as \"Europe/Berlin\" or \"America/New_York\", or \"UTC\""
    }

    func currency() -> String? {
        guard let text = text("EUR") else { return nil }
        let isCode =
            text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        if isCode { return text }
        let known = ["€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "euro": "EUR", "dollar": "USD"]
        let upper = text.uppercased()
        let isNearly =
            upper.utf8.count == 3 && upper.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let guess = known[text.lowercased()] ?? (isNearly ? upper : "EUR")
        report(
            "\(Shown.text(text)) is not a currency as ISO 4217 writes it",
            fix: "write three capital letters, such as \"\(guess)\"")
        return nil
    }

    /// A path of the file, absolute.
    func path(in folder: String) -> String? {
        guard let text = text("data"), let path = filePath(text) else { return nil }
        return FilePath.joined(folder, path)
    }
}
