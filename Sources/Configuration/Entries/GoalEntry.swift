import Goals
import KPIs

/// One entry of `goals`.
struct GoalEntry {
    let fields: Fields
    let surroundings: Surroundings

    init?(_ entry: Entry, _ surroundings: Surroundings) {
        guard let fields = Fields(entry, .goal, fix: "write { \"id\": \"churn\", \"critical\": \"churn > 5%\" }") else {
            return nil
        }
        self.fields = fields
        self.surroundings = surroundings
    }

    /// `nil` where something essential is missing; what is wrong is reported.
    func decode() -> Goal? {
        let id = fields["id"].flatMap { $0.goalID() }
        let conditions = GoalConditions(fields, surroundings).decode()
        let kpi = conditions.flatMap { surroundings.catalogue.kpi(named: $0.kpi) }
        var goal = Goal(id: id ?? "", kpi: conditions?.kpi ?? "", unit: conditions?.unit ?? .count)
        describe(&goal)
        goal.critical = conditions?.critical
        goal.warning = conditions?.warning
        goal.recover = conditions?.recover
        goal.window =
            fields["window"].flatMap { $0.window(fiscalYearStart: surroundings.fiscalYearStart) } ?? kpi?.defaultWindow
            ?? goal.window
        time(&goal)
        measure(&goal, conditions, kpi)
        goal.noData = fields["no_data"].flatMap { $0.choice(Goal.NoDataPolicy.self) } ?? .notify
        goal.remind = fields["remind"].flatMap { $0.remind() }
        recipients(&goal)
        goal.enabled = fields["enabled"].flatMap { $0.bool() } ?? true
        return id == nil || conditions == nil ? nil : goal
    }

    private func describe(_ goal: inout Goal) {
        goal.title = fields["title"].flatMap { $0.filledText("Churn of small customers") } ?? goal.id
        goal.description = fields["description"].flatMap { $0.text("What it is for") }
        goal.owner = fields["owner"].flatMap { $0.filledText("Anna Schmidt") }
        goal.runbook = fields["runbook"].flatMap { $0.filledText("https://wiki.example.org/churn") }
        goal.tags = fields["tags"].flatMap { $0.texts("sales") } ?? []
    }

    private func time(_ goal: inout Goal) {
        goal.holdFor = fields["for"].flatMap { $0.span() } ?? .zero
        goal.recoverFor = fields["recover_for"].flatMap { $0.span() } ?? .zero
        goal.lag = fields["lag"].flatMap { $0.span() } ?? .zero
        let every = fields["every"].flatMap { field in
            field.parsed("1h") { text throws(SyntaxProblem) in try Schedule(every: text) }
        }
        let cron = fields["cron"].flatMap { field in
            field.parsed("0 7 * * MON-FRI") { text throws(SyntaxProblem) in try Schedule(cron: text) }
        }
        let at = fields["at"].flatMap { field in
            field.parsed("07:00") { text throws(SyntaxProblem) in try Schedule(at: text) }
        }
        goal.schedule = every ?? cron ?? at ?? goal.schedule
        let present = fields.present(of: ["every", "cron", "at"])
        if let second = present.dropFirst().first, let first = present.first, first != second {
            fields[second]?.report(
                "the goal says \(present.joined(separator: " and ")), which are two ways to say when it is checked",
                fix: "keep one of them")
        }
    }

    private func measure(_ goal: inout Goal, _ conditions: GoalConditions.Decoded?, _ kpi: KPI?) {
        if let field = fields["source"], let name = field.text(surroundings.sources.first ?? "crm") {
            goal.source = name
            if !surroundings.sources.contains(name) {
                let all = surroundings.sources
                let fix = all.isEmpty ? "declare it in \"sources\"" : "write \(Entry.either(all))"
                field.report("there is no source \(Shown.text(name))", fix: Entry.suggestion(for: name, of: all) ?? fix)
            }
        }
        goal.by = fields["by"].flatMap { $0.texts("segment") } ?? []
        goal.filters = fields["where"].map { $0.filters() } ?? []
        if let field = fields["parameters"] {
            goal.parameters = GoalParameters(field, surroundings.catalogue).decode(kpis: conditions?.measured ?? [])
        }
        goal.minSample = fields["min_sample"].flatMap { $0.integer(1...1_000_000_000) } ?? 1
        confidence(&goal, kpi: kpi)
        goal.maxSeries = fields["max_series"].flatMap { $0.integer(1...100_000) } ?? 500
    }

    private func confidence(_ goal: inout Goal, kpi: KPI?) {
        guard let field = fields["confidence"] else { return }
        goal.confidence = field.confidence()
        if let kpi, goal.confidence != nil, !kpi.hasInterval {
            field.warn(
                "\(kpi.id) has no interval, so confidence changes nothing", fix: "delete it, or use min_sample")
        }
    }

    private func recipients(_ goal: inout Goal) {
        let rule = fields["notify"].flatMap { NotifyRule.decode($0, channels: surroundings.channelNames) }
        goal.recipients = NotifyRule.recipients(
            goal: rule, file: surroundings.notify, channels: surroundings.channels)
        // A list that is empty on purpose, or that has problems of its own, needs no warning.
        if let field = fields["notify"], rule == nil || field.node.value == .array([]) { return }
        let levels = [(Level.warning, goal.recipients.warning), (.critical, goal.recipients.critical)]
        if goal.recipients.all.isEmpty {
            fields.entry.warn(
                "nobody is told of this goal",
                fix: "add \"notify\" to it or to the file; \"notify\": [] says that it is meant")
        } else {
            for (level, names) in levels where names.isEmpty && goal.condition(of: level) != nil {
                fields.entry.warn(
                    "nobody is told when it is at \(level.rawValue)",
                    fix: "add a channel for \(level.rawValue) to \"notify\", or look at min_level")
            }
        }
    }
}

extension Entry {
    fileprivate func goalID() -> String? {
        guard let text = text("churn") else { return nil }
        let isID =
            (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        if isID { return text }
        let tame = text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let proposal = String(tame.prefix(64))
        report(
            "\(Shown.text(text)) cannot be an id: an id has 1 to 64 small letters, digits and -",
            fix: "write \"\(proposal.contains { $0 != "-" } ? proposal : "churn")\"; what people see is the \"title\"")
        return nil
    }

    fileprivate func remind() -> Span? {
        if node.value == .string("never") { return nil }
        guard let span = span() else { return nil }
        if span.isZero {
            report("it would remind without end", fix: "write a time such as \"1d\", or \"never\"")
            return nil
        }
        return span
    }

    /// Between a half and 1.
    fileprivate func confidence() -> Double? {
        let fix = "write a share between 0.5 and 1, such as 0.95"
        switch node.value {
        case .number(let share, _) where share > 0.5 && share < 1: return share
        case .number(let share, let text):
            let isPercent = share > 50 && share < 100
            report(
                "\(Shown.short(Substring(text))) is not possible here",
                fix: isPercent ? "write \(share / 100) for \(text) %" : fix)
        default: reportType("a share", fix: fix)
        }
        return nil
    }

    /// Equality only; `""` stands for null.
    fileprivate func filters() -> [MeasurementRequest.Filter] {
        mappingFilters().map { filter in
            MeasurementRequest.Filter(column: filter.column, values: filter.values.map { $0 ?? "" })
        }
    }
}
