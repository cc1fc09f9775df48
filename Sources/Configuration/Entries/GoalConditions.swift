import Goals
import KPIs

/// A goal's `kpi`, `critical`, `warning` and `recover`, which must fit each other.
struct GoalConditions {
    struct Decoded {
        /// Ids.
        var kpi: String
        var unit: Unit
        var critical: Condition?
        var warning: Condition?
        var recover: Condition?

        /// The ids of all KPIs in the conditions, the one the goal is about first.
        var measured: [String] {
            var ids = [kpi]
            for reference in [critical, warning, recover].compactMap({ $0 }).flatMap(\.references)
            where !ids.contains(reference.kpi) {
                ids.append(reference.kpi)
            }
            return ids
        }
    }

    private let fields: Fields
    private let catalogue: Catalogue
    private let brokenKPIs: [String]
    private let parser: ConditionParser

    init(_ fields: Fields, _ surroundings: Surroundings) {
        self.fields = fields
        catalogue = surroundings.catalogue
        brokenKPIs = surroundings.brokenKPIs
        parser = ConditionParser(
            vocabulary: surroundings.catalogue, currency: surroundings.currency,
            fiscalYearStart: surroundings.fiscalYearStart)
    }

    func decode() -> Decoded? {
        let given = fields["kpi"].flatMap { kpi($0) }
        if fields["kpi"] != nil, given == nil { return nil }
        let critical = fields["critical"].flatMap { condition($0, given) }
        let warning = fields["warning"].flatMap { condition($0, given) }
        if fields["critical"] == nil, fields["warning"] == nil, fields["target"] == nil {
            fields.entry.report(
                "a goal needs \"critical\" or \"warning\"", fix: "add \"critical\": \"\(given ?? "churn") > ...\"")
        }
        guard
            let (field, leading) = critical.map({ (fields["critical"], $0) })
                ?? warning.map({ (fields["warning"], $0) }),
            let id = subject(leading, field, given)
        else { return nil }
        if let critical, let warning, critical.subject != warning.subject {
            fields["warning"]?.report(
                "it does not begin with the same expression as critical",
                fix: "begin both with what is measured, as in \"critical\": \"churn > 5%\", \"warning\": \"churn > 4%\""
            )
        }
        let recover = fields["recover"].flatMap { condition($0, id) }
        for (name, condition) in [("critical", critical), ("warning", warning), ("recover", recover)] {
            checkMemory(of: condition, fields[name], own: leading.references.first)
        }
        return Decoded(
            kpi: id, unit: leading.subject.unit, critical: critical, warning: warning, recover: recover)
    }

    /// `min`, `max` and `avg` look back at what the goal recorded, and it records what its condition begins with.
    private func checkMemory(of condition: Condition?, _ entry: Entry?, own: Expression.Reference?) {
        guard let condition, let own, condition.recordings.contains(where: { $0.reference != own }) else { return }
        entry?.report(
            "min, max and avg look back at what the goal itself has recorded, and that is \(own.kpi) as its condition begins with it",
            fix: "write the same KPI there, with the same filter and window, or make it a goal of its own")
    }

    private func kpi(_ entry: Entry) -> String? {
        guard let name = entry.filledText("churn") else { return nil }
        guard let kpi = catalogue.kpi(named: name) else {
            if brokenKPIs.contains(name) { return nil }
            entry.report(
                "there is no KPI \(Shown.text(name))",
                fix: Entry.suggestion(for: name, of: catalogue.kpiNames) ?? "crmgoals kpi lists them")
            return nil
        }
        return kpi.id
    }

    private func condition(_ entry: Entry, _ kpi: String?) -> Condition? {
        if case .string(let text) = entry.node.value, brokenKPIs.contains(where: { text.contains($0) }) { return nil }
        let parsed = entry.parsed("churn > 5%") { text throws(SyntaxProblem) in
            try parser.parse(text, defaultKPI: kpi)
        }
        return parsed
    }

    /// The id of the KPI that the goal is about.
    private func subject(_ condition: Condition, _ entry: Entry?, _ given: String?) -> String? {
        let measured = condition.subject.kpis
        guard let first = measured.first else {
            entry?.report("it does not begin with a KPI", fix: "write the KPI first, as in \"churn > 5%\"")
            return nil
        }
        if let given, !measured.contains(given) {
            fields["kpi"]?.report(
                "the goal's kpi is \(given), but its condition begins with \(first)",
                fix: "write the same KPI in both, or delete \"kpi\"")
            return nil
        }
        return given ?? first
    }
}

extension Expression {
    /// The ids of the KPIs in it, from left to right.
    fileprivate var kpis: [String] {
        switch self {
        case .literal: []
        case .kpi(let reference), .recorded(_, let reference, _): [reference.kpi]
        case .negated(let operand), .absolute(let operand): operand.kpis
        case .arithmetic(_, let left, let right): left.kpis + right.kpis
        }
    }
}
