import Foundation
import Goals
import Testing

@testable import Journal

@Suite struct HistoryTests {
    private let folder = TemporaryFolder()

    @Test func anEpisodeIsToldFromItsOpeningToItsEnd() throws {
        let journal = try folder.open()
        var opening = Sample.opening(hour: 0, channels: ["team"])
        opening.events[0].level = .warning
        opening.deliveries[0].events = opening.events
        try journal.commit(opening)
        try journal.record(DeliveryOutcome("churn-0-opened-team", at: Sample.slot(0), .delivered))
        var escalated = Sample.quiet(hour: 1, 0.09)
        escalated.events = [
            Event(
                kind: .escalated, at: Sample.slot(1), goal: "churn", level: .critical, episode: "churn-0", value: 0.09,
                peak: 0.09)
        ]
        try journal.commit(escalated)
        try journal.commit(Sample.resolving(hour: 2, opened: 0, channels: ["team"]))
        try journal.commit(Sample.opening("other", hour: 3))
        let history = try Journal.history(folder: folder.path)
        #expect(history.damage.isEmpty)
        #expect(history.episodes.map(\.id) == ["churn-0", "other-3"])
        let episode = history.episodes[0]
        #expect(episode.goal == "churn")
        #expect(episode.level == .critical)
        #expect(episode.openedAt == Sample.slot(0))
        #expect(episode.closedAt == Sample.slot(2))
        #expect(episode.outcome == .resolved)
        #expect(episode.peak == 0.0612)
        #expect(episode.events.map(\.kind) == [.opened, .escalated, .resolved])
        #expect(episode.deliveries.map(\.event) == [.opened, .resolved])
        #expect(episode.deliveries.map(\.state) == [.delivered, .owed])
        #expect(history.episodes[1].outcome == .open)
        #expect(history.episodes[1].closedAt == nil)
    }

    @Test(arguments: [
        ("series_gone", EpisodeHistory.Outcome.seriesGone), ("goal_removed", .goalRemoved),
        ("goal_changed", .goalChanged), ("something else", .closed),
    ])
    func anEpisodeThatWasClosedSaysWhy(reason: String, outcome: EpisodeHistory.Outcome) throws {
        let journal = try folder.open()
        try journal.commit(Sample.opening(hour: 0))
        let closed = Event(kind: .closed, at: Sample.slot(1), goal: "churn", episode: "churn-0", reason: reason)
        try journal.commit(Commit(at: Sample.slot(1), events: [closed], removed: ["churn"]))
        #expect(journal.state.goals.isEmpty)
        #expect(try Journal.read(folder: folder.path) == journal.state)
        #expect(try Journal.history(folder: folder.path).episodes.map(\.outcome) == [outcome])
    }

    @Test func historyIsAskedForOneGoalAndSinceATime() throws {
        let journal = try folder.open()
        try journal.commit(Sample.opening("a", hour: 0))
        try journal.commit(Sample.resolving("a", hour: 1, opened: 0))
        try journal.commit(Sample.opening("b", hour: 2))
        try journal.commit(Sample.opening("a", hour: 5))
        func ids(_ goal: String?, _ hour: Int?) throws -> [String] {
            try Journal.history(folder: folder.path, goal: goal, since: hour.map(Sample.slot)).episodes.map(\.id)
        }
        #expect(try ids(nil, nil) == ["a-0", "b-2", "a-5"])
        #expect(try ids("a", nil) == ["a-0", "a-5"])
        #expect(try ids(nil, 1) == ["a-0", "b-2", "a-5"])
        // Open then, or opened later.
        #expect(try ids(nil, 2) == ["b-2", "a-5"])
        #expect(try ids("c", nil) == [])
    }
}
