import Goals
import KPIs

extension Shape {
    static let kpi = Shape(
        "a KPI", later: ["http", "command", "value"],
        [
            Key(
                "sql",
                "A query that gives a row with the columns value and, if you like, sample; further columns are what a goal may split by. It may use :start, :end and :now.",
                ["type": "string", "minLength": 1]),
            Key(
                "series",
                "A table with the columns at and value, and any label columns, that a source fills under this name.",
                ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$"]),
            Key(
                "aggregate", "What is made of the values of a series in the window; last unless given.",
                ["enum": .texts(CustomKPI.Aggregate.allCases.map(\.rawValue))]),
            Key("unit", "What the number counts.", required: true, ["enum": .texts(Unit.allCases.map(\.rawValue))]),
            Key(
                "better", "Which way is good, for colours and words; none unless given.",
                ["enum": .texts(KPI.Direction.allCases.map(\.rawValue))]),
        ])
}

/// The entries of `kpis`.
enum CustomKPIs {
    /// The ids of all entries, those with problems too: a condition that names one of these says nothing new by failing.
    static func names(_ entry: Entry?) -> [String] {
        guard case .object(let members) = entry?.node.value else { return [] }
        return members.map(\.key)
    }

    static func decode(_ entry: Entry) -> [CustomKPI] {
        let example = "write { \"signups\": { \"series\": \"signups\", \"unit\": \"count\" } }"
        guard let members = entry.members("an object of KPIs by their ids", fix: example) else { return [] }
        return members.compactMap { member in
            if let problem = Catalogue.idProblem(member.key) {
                member.entry.report(problem, at: member.keyOffset)
            }
            return decode(member.key, member.entry)
        }
    }

    static func seriesTables(_ kpis: [CustomKPI]) -> [String] {
        var tables: [String] = []
        for kpi in kpis {
            if case .series(let table, _) = kpi.kind, !tables.contains(table) { tables.append(table) }
        }
        return tables
    }

    private static func decode(_ id: String, _ entry: Entry) -> CustomKPI? {
        let example = "write { \"series\": \"signups\", \"unit\": \"count\" }, or one with \"sql\""
        guard let fields = Fields(entry, .kpi, fix: example) else { return nil }
        let unit = fields["unit"].flatMap { $0.choice(Unit.self) }
        let better = fields["better"].flatMap { $0.choice(KPI.Direction.self) } ?? .none
        let aggregate = fields["aggregate"].flatMap { $0.choice(CustomKPI.Aggregate.self) }
        let kind: CustomKPI.Kind?
        switch (fields["sql"], fields["series"]) {
        case (let sql?, nil):
            if let field = fields["aggregate"] {
                field.report(
                    "a KPI of kind sql has no aggregate", fix: "delete it; the query says how the value is made")
            }
            kind = sql.filledText("SELECT count(*) AS value FROM orders").map { .sql($0) }
        case (nil, let series?):
            kind = tableName(series).map { .series(table: $0, aggregate: aggregate ?? .last) }
        case (_?, _?):
            entry.report("a KPI has either sql or series, not both", fix: "delete one of them")
            kind = nil
        case (nil, nil):
            if fields.present(of: Shape.kpi.later).isEmpty {
                entry.report("it is not said what is measured", fix: "add \"sql\" or \"series\"")
            }
            kind = nil
        }
        guard let unit, let kind else { return nil }
        return CustomKPI(id: id, unit: unit, better: better, kind: kind)
    }

    private static func tableName(_ entry: Entry) -> String? {
        guard let name = entry.filledText("signups") else { return nil }
        if CanonicalTable.named(name) != nil {
            entry.report(
                "\(name) is a table of the CRM, which has no columns at and value",
                fix: "name a table of your own, or write a KPI of kind \"sql\"")
            return nil
        }
        let isName =
            (name.first?.isASCII ?? false) && (name.first?.isLetter ?? false)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let lower = name.lowercased()
        if !isName || name.utf8.count > 64 || lower.hasPrefix("crmgoals_") || lower.hasPrefix("sqlite_") {
            entry.report(
                "\(Shown.text(name)) cannot be the name of a table",
                fix: "write letters, digits and _, such as \"signups\"")
            return nil
        }
        return name
    }
}
