import Goals

/// The goals of a report, a line each, with what else there is to know under those that are not well.
struct TableOfGoals {
    private let table: StatusTable
    private let terminal: Terminal

    init(_ table: StatusTable) {
        self.table = table
        terminal = table.terminal
    }

    private enum Column: Int, CaseIterable {
        case state, goal, value, condition, trend, sample, since
    }

    /// A line of the table: a series, or all series of a goal that are well.
    private struct Line {
        var state: State
        var cells: [TerminalText]
        var entry: StatusEntry?

        subscript(column: Column) -> TerminalText { cells[column.rawValue] }
    }

    var lines: [TerminalText] {
        let all = entries
        var grid = TextTable([
            .init(), .init(least: 24), .init(alignsRight: true), .init(least: 14),
            .init(alignsRight: true, dispensable: 1), .init(alignsRight: true, dispensable: 3), .init(dispensable: 2),
        ])
        grid.rows = all.map(\.cells)
        guard let layout = grid.layout(in: terminal.width) else { return all.flatMap(stacked) }
        let indent = layout.widths[0].width + TextTable.gap
        return all.flatMap { line -> [TerminalText] in
            let row = grid.line(line.cells, layout, ellipsis: terminal.ellipsis)
            guard let entry = line.entry, hasDetails(entry) else { return [row] }
            func isCut(_ column: Column) -> Bool {
                layout.widths.contains { $0.column == column.rawValue && $0.width < line[column].width }
            }
            var facts: [TerminalText] = []
            if isCut(.goal) { facts.append(TerminalText(entry.labels.description)) }
            if isCut(.condition) { facts.append(line[.condition]) }
            facts += details(entry, since: !layout.shows(Column.since.rawValue))
            if !layout.shows(Column.sample.rawValue) { facts.append(line[.sample]) }
            return [row] + table.packed(facts, indent: indent)
        }
    }

    private var entries: [Line] {
        var lines: [Line] = []
        let wells = Dictionary(grouping: table.report.entries.filter { $0.state == .ok }, by: \.goal.id)
        var told: Set<String> = []
        for entry in table.report.entries {
            let well = wells[entry.goal.id]?.count ?? 0
            if entry.state != .ok || well <= 5 || table.expanded {
                lines.append(Line(state: entry.state, cells: cells(entry), entry: entry))
            } else if told.insert(entry.goal.id).inserted {
                lines.append(Line(state: .ok, cells: cells(entry.goal, count: well), entry: nil))
            }
        }
        return lines.enumerated().sorted { ($0.element.state.rank, $0.offset) < ($1.element.state.rank, $1.offset) }
            .map(\.element)
    }

    private func cells(_ entry: StatusEntry) -> [TerminalText] {
        Column.allCases.map { column in
            switch column {
            case .state: state(entry.state)
            case .goal: name(entry)
            case .value: TerminalText(entry.display ?? terminal.dash, entry.state == .ok ? .plain : entry.state.style)
            case .condition: TerminalText(entry.condition ?? "", .quiet)
            case .trend: TerminalText(Trend.text(entry.trend, unicode: terminal.unicode))
            case .sample: sample(entry)
            case .since: since(entry)
            }
        }
    }

    private func cells(_ goal: Goal, count: Int) -> [TerminalText] {
        let name =
            TerminalText(goal.id)
            + TerminalText("  " + table.say("\(count) series", "\(count) Reihen"), .quiet)
        return Column.allCases.map { column in
            switch column {
            case .state: state(.ok)
            case .goal: name
            case .condition: TerminalText(goal.leading?.text ?? "", .quiet)
            case .value, .trend, .sample, .since: TerminalText()
            }
        }
    }

    private func state(_ state: State) -> TerminalText {
        TerminalText(state.mark(unicode: terminal.unicode) + " " + state.word(terminal.language), state.style)
    }

    private func name(_ entry: StatusEntry) -> TerminalText {
        let id = TerminalText(entry.goal.id, entry.state == .ok ? .plain : .strong)
        guard !entry.labels.isEmpty else { return id }
        let values = entry.labels.sorted.map { $0.value.isEmpty ? "\"\"" : $0.value }.joined(separator: ", ")
        return id + TerminalText("  " + values)
    }

    private func sample(_ entry: StatusEntry) -> TerminalText {
        guard let sample = entry.measurement?.sample else { return TerminalText() }
        let text = ValueText.text(Double(sample), .count, currency: "", language: terminal.language)
        return TerminalText("n " + text, .quiet)
    }

    private func since(_ entry: StatusEntry) -> TerminalText { TerminalText(sinceText(entry), .quiet) }

    private func sinceText(_ entry: StatusEntry) -> String {
        if entry.obstacle == .neverEvaluated { return table.say("never evaluated", "noch nie ausgewertet") }
        return entry.since.map(table.time.since) ?? ""
    }

    /// Of those that are well only what was asked for, or what would surprise.
    private func hasDetails(_ entry: StatusEntry) -> Bool {
        entry.state != .ok || entry.isDoubted || table.expanded && entry.intervalDisplay != nil
    }

    /// What is known beyond the line, in the order in which it helps.
    private func details(_ entry: StatusEntry, since: Bool) -> [TerminalText] {
        if entry.obstacle == .neverEvaluated { return since ? [self.since(entry)] : [] }
        if entry.state == .ok, !entry.isDoubted { return entry.intervalDisplay.map { [TerminalText($0)] } ?? [] }
        var facts: [String] = []
        if entry.goal.title != entry.goal.id { facts.append(entry.goal.title) }
        if since { facts.append(sinceText(entry)) }
        if let obstacle = entry.obstacle {
            facts.append(obstacle.text(terminal.language, beside: entry.state, time: table.time.full))
        }
        if let doubt = entry.doubt(terminal.language) { facts.append(doubt) }
        if let interval = entry.intervalDisplay, table.expanded || entry.goal.confidence != nil {
            facts.append(interval)
        }
        if let peak = entry.peakDisplay, peak != entry.display { facts.append(table.say("peak ", "Spitze ") + peak) }
        if entry.state == .pending, !entry.goal.holdFor.isZero {
            let wait = entry.goal.holdFor.text
            facts.append(table.say("opens after \(wait)", "öffnet nach \(wait)"))
        }
        if let since = entry.clearSince {
            let wait = entry.goal.recoverFor.text
            facts.append(
                table.say(
                    "all clear \(table.time.since(since)), resolved after \(wait)",
                    "entwarnt \(table.time.since(since)), behoben nach \(wait)"))
        }
        if entry.state == .critical || entry.state == .warning, let runbook = entry.goal.runbook {
            facts.append(table.say("runbook ", "Anleitung ") + runbook)
        }
        if let owner = entry.goal.owner { facts.append(table.say("owner ", "zuständig ") + owner) }
        return facts.filter { !$0.isEmpty }.map { TerminalText($0) }
    }

    /// For a terminal too narrow for columns: a line for state and name, then the rest under it.
    private func stacked(_ line: Line) -> [TerminalText] {
        let head = line[.state] + "  " + line[.goal]
        guard let entry = line.entry, hasDetails(entry) else {
            return table.packed([head, line[.value]].map { $0.withoutTrailingBlanks }, between: "  ", hanging: 2)
        }
        let condition: TerminalText = line[.condition].isEmpty ? "" : " (" + line[.condition] + ")"
        let value: TerminalText = entry.display == nil ? "" : line[.value] + condition
        return table.packed([head], hanging: 2)
            + table.packed([value, line[.trend], line[.sample]] + details(entry, since: true), indent: 2)
    }
}
