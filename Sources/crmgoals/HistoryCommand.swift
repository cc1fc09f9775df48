import ArgumentParser
import Configuration
import Foundation
import Goals
import Journal
import Status

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tells the breaches of the past, and who was told of them when.",
        discussion: """
            Examples:
              crmgoals history
              crmgoals history churn --since 90d
              crmgoals history --csv > breaches.csv
            """)

    @Argument(help: "The goal to tell of; also one that is no longer in goals.json. All if none is named.")
    var goal: String?

    @Option(help: "Only what was open then or opened later: a time, or a span back such as 7d.")
    var since: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print a table for a spreadsheet, one line a breach.")
    var csv = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if json, csv { throw ValidationError("Ask for --json or for --csv, not for both.") }
    }

    func run() async throws {
        let configuration = try global.load()
        let now = WallClock.now
        let start = try since.map {
            try TimeArgument.timeOrSpanBack($0, option: "--since", from: now, in: configuration.zone)
        }
        let history = try Journal.history(folder: global.stateFolder(configuration), goal: goal, since: start)
        if let goal, configuration.goal(goal) == nil, history.episodes.isEmpty {
            throw Failure.unknown("goal", goal, known: configuration.goals.map(\.id), in: global.config)
        }
        let console = Console(noColor: global.noColor, language: configuration.language)
        if json {
            try console.write(try JSONText.text(HistoryJSON(episodes: history.episodes)))
        } else if csv {
            try console.write(HistoryTable.text(history.episodes, configuration: configuration))
        } else {
            try console.write(
                EventLines(configuration: configuration, now: now, terminal: console.terminal).lines(history.episodes))
        }
        StandardError.write(history.damage.map { TerminalText("\($0)") })
    }
}

/// The past as DESIGN 13 has it; every key is there.
struct HistoryJSON: Encodable {
    var episodes: [EpisodeHistory]

    enum Key: String, CodingKey {
        case episodes
    }

    func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(episodes.map(Episode.init), forKey: .episodes)
    }

    private struct Episode: Encodable {
        var episode: EpisodeHistory

        enum Key: String, CodingKey {
            case id, goal, labels, level
            case openedAt = "opened_at"
            case closedAt = "closed_at"
            case outcome, peak
            case acknowledgedBy = "acknowledged_by"
            case events, deliveries
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(episode.id, forKey: .id)
            try json.encode(episode.goal, forKey: .goal)
            try json.encode(episode.labels, forKey: .labels)
            try json.encode(episode.level, forKey: .level)
            try json.encode(episode.openedAt, forKey: .openedAt)
            try json.encode(episode.closedAt, forKey: .closedAt)
            try json.encode(episode.outcome.rawValue, forKey: .outcome)
            try json.encode(episode.peak, forKey: .peak)
            try json.encode(episode.acknowledgedBy, forKey: .acknowledgedBy)
            try json.encode(episode.events.map { EventJSON(event: $0, isFull: true) }, forKey: .events)
            try json.encode(episode.deliveries.map(Delivery.init), forKey: .deliveries)
        }
    }

    private struct Delivery: Encodable {
        var delivery: DeliveryHistory

        enum Key: String, CodingKey {
            case channel, id, event, state, attempts
            case deliveredAt = "delivered_at"
            case error
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(delivery.channel, forKey: .channel)
            try json.encode(delivery.id, forKey: .id)
            try json.encode(delivery.event, forKey: .event)
            try json.encode(delivery.state.rawValue, forKey: .state)
            try json.encode(delivery.attempts, forKey: .attempts)
            try json.encode(delivery.deliveredAt, forKey: .deliveredAt)
            try json.encode(delivery.error, forKey: .error)
        }
    }
}

/// The past as a table for a spreadsheet, one line an episode.
enum HistoryTable {
    static func text(_ episodes: [EpisodeHistory], configuration: Configuration) -> String {
        let header = [
            "episode", "goal", "title", "labels", "level", "opened_at", "closed_at", "outcome", "peak", "unit",
            "acknowledged_by", "events", "channels",
        ]
        var text = CSVText.line(header.map { .text($0) })
        for episode in episodes {
            let goal = configuration.goal(episode.goal)
            let channels = Set(episode.deliveries.filter { $0.state == .delivered }.map(\.channel)).sorted()
            text += CSVText.line([
                .text(episode.id), .text(episode.goal), .text(goal?.title ?? ""), .text(episode.labels.description),
                .text(episode.level.rawValue), .text(Timestamp.text(episode.openedAt)),
                .text(episode.closedAt.map(Timestamp.text) ?? ""), .text(episode.outcome.rawValue),
                episode.peak.map { .number($0) } ?? .text(""),
                .text(episode.events.lazy.compactMap(\.unit).first?.rawValue ?? goal?.unit.rawValue ?? ""),
                .text(episode.acknowledgedBy ?? ""), .number(Double(episode.events.count)),
                .text(channels.joined(separator: " ")),
            ])
        }
        return text
    }
}
