import Configuration
import Daemon
import Foundation
import Goals
import Journal
import Status

/// What happened, told to a person: `history` and `backtest`.
struct EventLines {
    let configuration: Configuration
    let terminal: Terminal
    private let time: HumaneTime

    init(configuration: Configuration, now: Date, terminal: Terminal) {
        self.configuration = configuration
        self.terminal = terminal
        time = HumaneTime(now: now, zone: configuration.zone, language: .english)
    }

    // MARK: history

    func lines(_ episodes: [EpisodeHistory]) -> [TerminalText] {
        guard !episodes.isEmpty else { return ["No breaches."] }
        return Array(episodes.map(lines).joined(separator: [TerminalText()]))
    }

    private func lines(_ episode: EpisodeHistory) -> [TerminalText] {
        let goal = configuration.goal(episode.goal)
        let style: TerminalText.Style = episode.level == .critical ? .bad : .worrying
        let head = TerminalText(episode.goal, .strong) + "  " + TerminalText(episode.level.rawValue, style)
        var facts = [head]
        if !episode.labels.isEmpty { facts.append(TerminalText(episode.labels.description)) }
        if let goal, goal.title != goal.id { facts.append(TerminalText(goal.title)) }
        facts.append(TerminalText(outcome(episode)))
        if let peak = episode.peak, let text = display(peak, episode.events.lazy.compactMap(\.unit).first, goal) {
            facts.append(TerminalText("peak " + text))
        }
        let events = episode.events.flatMap { event in
            line(event) + deliveries(episode.deliveries.filter { $0.event == event.kind }, of: event, in: episode)
        }
        return terminal.packed(facts, hanging: 2) + events
    }

    private func outcome(_ episode: EpisodeHistory) -> String {
        guard let closed = episode.closedAt else { return "open " + time.since(episode.openedAt) }
        let length = "after " + time.length(closed.timeIntervalSince(episode.openedAt))
        switch episode.outcome {
        case .open: return "open " + time.since(episode.openedAt)
        case .resolved: return "resolved " + length
        case .seriesGone: return "closed \(length): the series is gone"
        case .goalRemoved: return "closed \(length): the goal was removed"
        case .goalChanged: return "closed \(length): the goal measures something else now"
        case .closed: return "closed " + length
        }
    }

    /// How the notices of one event fared; events of a kind come in the order of their deliveries.
    private func deliveries(
        _ all: [DeliveryHistory], of event: Event, in episode: EpisodeHistory
    ) -> [TerminalText] {
        let same = episode.events.filter { $0.kind == event.kind }
        guard let place = same.firstIndex(of: event) else { return [] }
        var counts: [String: Int] = [:]
        return all.filter { delivery in
            defer { counts[delivery.channel, default: 0] += 1 }
            // The n-th delivery of a channel is that of the n-th event of the kind that this channel was told.
            return counts[delivery.channel, default: 0]
                == same.prefix(place).count { $0.channels.contains(delivery.channel) }
                && event.channels.contains(delivery.channel)
        }.flatMap {
            terminal.packed([TerminalText(fate($0), $0.state == .deadLetter ? .bad : .quiet)], indent: 6, hanging: 2)
        }
    }

    private func fate(_ delivery: DeliveryHistory) -> String {
        let attempts = delivery.attempts == 1 ? "" : " after \(delivery.attempts) attempts"
        let error = delivery.error.map { ": " + $0 } ?? ""
        switch delivery.state {
        case .delivered: return "\(delivery.channel) told \(delivery.deliveredAt.map(time.full) ?? "")\(attempts)"
        case .owed where delivery.attempts == 0: return "\(delivery.channel) not tried yet"
        case .owed: return "\(delivery.channel) not reached yet\(attempts)\(error)"
        case .deadLetter: return "\(delivery.channel) given up\(attempts)\(error)"
        case .held: return "\(delivery.channel) held back\(error)"
        }
    }

    // MARK: backtest

    func lines(_ report: BacktestReport) -> [TerminalText] {
        var lines = report.events.flatMap { event in line(event, names: true) }
        let counts = Event.Kind.allCases.compactMap { kind in
            report.counts[kind.rawValue].map { TerminalText("\($0) \(word(kind))") }
        }
        if !lines.isEmpty { lines.append(TerminalText()) }
        lines += terminal.packed(
            [TerminalText("\(report.evaluations) evaluations")]
                + (counts.isEmpty ? ["nothing happened"] : counts)
                + [TerminalText("\(report.notifications) messages")])
        return lines
    }

    // MARK: An event

    /// `Sat 21 Nov 02:00  opened critical  6.1 % (churn > 5%)`
    private func line(_ event: Event, names: Bool = false) -> [TerminalText] {
        let goal = configuration.goal(event.goal)
        var text = TerminalText(time.full(event.at), .quiet) + "  "
        if names {
            text += TerminalText(event.goal, .strong) + "  "
            if !event.labels.isEmpty { text += TerminalText(event.labels.description) + "  " }
        }
        text += TerminalText(word(event.kind), style(event))
        if let level = event.level, [.opened, .escalated, .eased].contains(event.kind) {
            text += TerminalText(" " + level.rawValue, style(event))
        }
        var facts = [text]
        if let value = event.value, let shown = display(value, event.unit, goal) {
            facts.append(TerminalText(shown + (event.condition.map { " (\($0))" } ?? "")))
        }
        if let reason = event.reason { facts.append(TerminalText(reason)) }
        if names, !event.channels.isEmpty {
            facts.append(TerminalText("to " + event.channels.joined(separator: ", "), .quiet))
        }
        return terminal.packed(facts, indent: 2, hanging: 2)
    }

    private func display(_ value: Double, _ unit: Goals.Unit?, _ goal: Goal?) -> String? {
        guard let unit = unit ?? goal?.unit else { return nil }
        return ValueText.text(
            value, unit, currency: configuration.currency, language: configuration.language,
            against: goal?.leading?.threshold)
    }

    private func word(_ kind: Event.Kind) -> String { kind.rawValue.replacing("_", with: " ") }

    private func style(_ event: Event) -> TerminalText.Style {
        switch event.kind {
        case .opened, .escalated, .eased, .reminder, .flapping: event.level == .critical ? .bad : .worrying
        case .resolved, .dataReturned, .checkRecovered, .cleared: .good
        case .closed, .pending: .plain
        case .noData, .checkFailed: .unknown
        }
    }
}
