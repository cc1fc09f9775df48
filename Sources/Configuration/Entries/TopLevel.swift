import Goals
import KPIs

extension Shape {
    static let topLevel = Shape(
        "goals.json",
        later: ["working_hours", "web", "routes", "silences"],
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
                "fiscal_year_start",
                "The month in which your year starts, 1 to 12: what quarter and year mean in windows; 1 unless given.",
                ["type": "integer", "minimum": 1, "maximum": 12]),
            Key(
                "holidays", "Days on which nobody works: a list of dates, or a calendar file.",
                [
                    "anyOf": [
                        [
                            "type": "array",
                            "items": ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"],
                            "examples": [["2026-12-25", "2026-12-26"]],
                        ],
                        .reference("holidays"),
                    ]
                ]),
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
        let fiscalYearStart = fields["fiscal_year_start"].flatMap { $0.month() } ?? 1
        let (holidays, calendar) = fields["holidays"]?.holidays(folder: folder, zone: zone) ?? (.none, nil)
        let custom = fields["kpis"].map { CustomKPIs.decode($0, folder: folder) } ?? CustomKPIs.Decoded()
        let kpis = custom.kpis
        let catalogue = kpis.isEmpty ? Catalogue.standard : Catalogue(custom: kpis)
        let seriesTables = CustomKPIs.seriesTables(kpis)
        let sources =
            fields["sources"].map {
                SourceEntry.decodeAll($0, .init(folder: folder, zone: zone, seriesTables: seriesTables))
            } ?? []
        let channels = fields["channels"].map { ChannelEntry.decodeAll($0, folder: folder, language: language) } ?? []
        let known = Set(ChannelEntry.names(fields["channels"]))
        let notify = fields["notify"].flatMap { NotifyRule.decode($0, channels: known) }
        let surroundings = Surroundings(
            catalogue: catalogue,
            brokenKPIs: CustomKPIs.names(fields["kpis"]).filter { catalogue.kpi(named: $0) == nil },
            currency: currency, fiscalYearStart: fiscalYearStart, sources: SourceEntry.names(fields["sources"]),
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
            path: path, folder: folder, zone: zone, fiscalYearStart: fiscalYearStart, holidays: holidays,
            currency: currency, language: language, state: state, sources: sources.map(\.declaration),
            channels: channels.map(\.declaration), catalogue: catalogue, goals: goals.goals,
            warnings: Configuration.inOrder(report.warnings, mainFile: root.document.name),
            files: files + [calendar].compactMap { $0 },
            dataSecrets: custom.secrets + sources.flatMap(\.secrets), channelSecrets: channels.flatMap(\.secrets),
            seriesTables: seriesTables)
    }
}

/// What a goal may refer to.
struct Surroundings {
    var catalogue: Catalogue
    /// Ids in `kpis` that could not be decoded, which has been told.
    var brokenKPIs: [String]
    var currency: String
    /// 1...12
    var fiscalYearStart: Int
    var sources: [String]
    /// Those that could be decoded.
    var channels: [ChannelDeclaration]
    /// All that are in the file.
    var channelNames: Set<String>
    var notify: NotifyRule?
}
