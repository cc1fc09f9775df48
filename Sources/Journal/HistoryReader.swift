import Foundation
import Goals

/// Tells the past from the journal, a record at a time.
struct HistoryReader {
    let folder: StateFolder
    private var episodes: [String: EpisodeHistory] = [:]
    private var order: [String] = []
    /// Where the entries of a delivery stand: episode and position.
    private var entries: [String: [(episode: String, index: Int)]] = [:]
    private var damage: [Damage] = []

    init(folder: StateFolder) {
        self.folder = folder
    }

    func history(goal: String?, since: Date?) throws(JournalError) -> History {
        var reader = self
        try reader.read(goal: goal)
        let episodes = reader.order.compactMap { reader.episodes[$0] }.filter { episode in
            guard let since, let closed = episode.closedAt else { return true }
            return closed >= since
        }
        return History(episodes: episodes.sorted { $0.openedAt < $1.openedAt }, damage: reader.damage)
    }

    private mutating func read(goal: String?) throws(JournalError) {
        guard let file = try folder.fileSystem.openIfThere(folder.journal) else { return }
        defer { folder.fileSystem.close(file) }
        var line = 0
        var reader = self
        try LineReader(fileSystem: folder.fileSystem, file: file).forEach(from: 0) { found throws(JournalError) in
            line += 1
            do throws(LineProblem) {
                // What a running daemon is just writing.
                guard found.isWhole else { return false }
                reader.take(try Record(try Line.tree(found.bytes, wanted: { $0 != "after" })), goal: goal)
            } catch {
                switch error {
                case .newer(let version): throw .newer(file: file.path, version: version)
                case .damaged(let reason):
                    reader.damage.append(Damage(file: file.path, line: line, reason: reason))
                case .misplaced: break
                }
            }
            return true
        }
        self = reader
    }

    private mutating func take(_ record: Record, goal: String?) {
        switch record.content {
        case .event(let event, let deliveries, _):
            guard goal == nil || event.goal == goal else { return }
            take(event)
            for delivery in deliveries { add(event, delivery) }
        case .grouped(let delivery):
            for event in delivery.events where goal == nil || event.goal == goal { add(event, delivery) }
        case .outcome(let id, _, let result, let attempts):
            for entry in entries[id] ?? [] {
                episodes[entry.episode]?.deliveries[entry.index].take(result, attempts: attempts, at: record.at)
            }
        case .removed, .other: break
        }
    }

    private mutating func take(_ event: Event) {
        guard let id = event.episode else { return }
        if episodes[id] == nil {
            order.append(id)
            episodes[id] = EpisodeHistory(
                id: id, goal: event.goal, labels: event.labels, level: event.level ?? .warning, openedAt: event.at,
                outcome: .open, peak: nil, events: [], deliveries: [])
        }
        guard var episode = episodes[id] else { return }
        episode.events.append(event)
        if let level = event.level { episode.level = max(episode.level, level) }
        if let peak = event.peak { episode.peak = peak }
        switch event.kind {
        case .resolved:
            episode.closedAt = event.at
            episode.outcome = .resolved
        case .closed:
            episode.closedAt = event.at
            episode.outcome = event.reason.flatMap(EpisodeHistory.Outcome.init) ?? .closed
        case .opened, .escalated, .eased, .reminder, .flapping, .pending, .cleared, .noData, .dataReturned,
            .checkFailed, .checkRecovered:
            break
        }
        episodes[id] = episode
    }

    private mutating func add(_ event: Event, _ delivery: Delivery) {
        guard let id = event.episode, let episode = episodes[id] else { return }
        entries[delivery.id, default: []].append((id, episode.deliveries.count))
        let state: DeliveryHistory.State = delivery.status == .deadLetter ? .deadLetter : .owed
        episodes[id]?.deliveries.append(
            DeliveryHistory(
                channel: delivery.channel, id: delivery.id, event: event.kind, state: state,
                attempts: delivery.attempts, deliveredAt: nil, error: delivery.lastError))
    }
}

extension DeliveryHistory {
    fileprivate mutating func take(_ result: DeliveryOutcome.Result, attempts: Int, at: Date) {
        self.attempts = attempts
        switch result {
        case .delivered:
            state = .delivered
            deliveredAt = at
            error = nil
        case .retry(_, let reason):
            state = .owed
            error = reason
        case .deadLetter(let reason, _):
            state = .deadLetter
            error = reason
        case .requeued: state = .owed
        case .dropped:
            state = .deadLetter
            error = error.map { "dropped by hand after: \($0)" } ?? "dropped by hand"
        }
    }
}
