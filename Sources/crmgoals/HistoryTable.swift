import Configuration
import Goals
import Journal
import Status

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
