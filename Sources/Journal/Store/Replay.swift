import Foundation
import Goals

/// Rebuilds the state from a snapshot and what was written after it. Nothing is decoded before the end, since of all the states
/// that a series went through only the last counts.
struct Replay {
    private(set) var seq = 0
    private var goals: [String: GoalReplay] = [:]
    private var deliveries: [String: Delivery] = [:]
    /// Ids, in the order in which they were queued; some may be gone.
    private var order: [String] = []
    private var trends: [String: [Labels: [TrendPoint]]] = [:]

    private struct GoalReplay {
        /// With the record at which they were written.
        var fields: (seq: Int, tree: JSONTree) = (0, .empty)
        var series: [Labels: (seq: Int, source: Source)] = [:]
        /// Nothing written before this record counts.
        var since = 0
    }

    /// Where the state of a series stands.
    private enum Source {
        case compact(JSONTree)
        case line(ReadMeasurementLine)
        case gone

        var state: JSONTree? {
            switch self {
            case .compact(let tree): tree
            case .line(let line): line.state
            case .gone: nil
            }
        }
    }

    init(_ snapshot: Snapshot? = nil) {
        guard let snapshot else { return }
        seq = snapshot.seq
        for goal in snapshot.goals {
            var replay = GoalReplay(fields: (seq, goal.fields))
            for (labels, state) in goal.series { replay.series[labels] = (seq, .compact(state)) }
            goals[goal.id] = replay
        }
        for delivery in snapshot.outbox { queue(delivery) }
        trends = snapshot.trends
    }

    mutating func apply(_ record: Record) {
        seq = record.seq
        switch record.content {
        case .event(let event, let bare, let change):
            for var delivery in bare {
                if deliveries[delivery.id] == nil {
                    delivery.events = [event]
                    queue(delivery)
                } else {
                    deliveries[delivery.id]?.events.append(event)
                }
            }
            guard let change, let labels = change.labels else { return }
            put(record.seq, change.goal, labels, change.fields, change.state.map(Source.compact) ?? .gone)
        case .grouped(let delivery): queue(delivery)
        case .outcome(let id, _, let result, let attempts):
            guard let delivery = deliveries[id] else { return }
            let after = delivery.after(result, attempts: attempts, at: record.at)
            deliveries[id] = after.isWaiting ? after : nil
        case .removed(let goal): goals[goal] = GoalReplay(since: record.seq)
        case .other: break
        }
    }

    /// A line of the measurements; to be called after all records of the journal.
    mutating func apply(_ line: ReadMeasurementLine) {
        let fields = line.fields
        let before = goals[line.goal]?.fields.tree
        let isNew = before.map { $0["kpi"] != fields["kpi"] || $0["by"] != fields["by"] } ?? false
        if let labels = line.labels, line.seq >= goals[line.goal]?.since ?? 0 {
            put(line.seq, line.goal, labels, fields, line.isGone ? .gone : .line(line))
        }
        if line.labels == nil || isNew { trends[line.goal] = nil }
        guard let labels = line.labels else { return }
        if line.isGone {
            trends[line.goal]?[labels] = nil
        } else if let value = line.shownValue {
            trends[line.goal, default: [:]][labels, default: []].addTrend(TrendPoint(at: line.at, value: value))
        }
    }

    private mutating func put(_ seq: Int, _ goal: String, _ labels: Labels, _ fields: JSONTree, _ source: Source) {
        func put(_ replay: inout GoalReplay) {
            if seq >= replay.fields.seq { replay.fields = (seq, fields) }
            if seq >= replay.series[labels]?.seq ?? 0 { replay.series[labels] = (seq, source) }
        }
        put(&goals[goal, default: GoalReplay()])
    }

    private mutating func queue(_ delivery: Delivery) {
        if deliveries.updateValue(delivery, forKey: delivery.id) == nil { order.append(delivery.id) }
    }

    func state() throws -> JournalState {
        var state = JournalState()
        state.seq = seq
        for (id, replay) in goals where replay.fields.tree != .empty {
            var series: [Labels: SeriesState] = [:]
            var whole = SeriesState()
            for (labels, entry) in replay.series {
                guard let tree = entry.source.state else { continue }
                let decoded = try CompactState.series(tree)
                if labels.isEmpty { whole = decoded } else { series[labels] = decoded }
            }
            state.goals[id] = try CompactState.goal(id, fields: replay.fields.tree, whole: whole, series: series)
        }
        var seen: Set<String> = []
        for id in order where seen.insert(id).inserted {
            guard let delivery = deliveries[id], delivery.isWaiting else { continue }
            state.outbox.append(delivery)
        }
        for (goal, series) in trends {
            let present = series.filter { state.has(goal, $0.key) }
            if !present.isEmpty { state.trends[goal] = present }
        }
        return state
    }
}

extension [TrendPoint] {
    mutating func addTrend(_ point: TrendPoint) {
        if last?.at == point.at { removeLast() }
        append(point)
        if count > JournalState.trendLength { removeFirst(count - JournalState.trendLength) }
    }
}

extension Delivery {
    /// Whether it belongs to the outbox.
    var isWaiting: Bool {
        switch status {
        case .owed, .deadLetter: true
        case .delivered, .dropped: false
        }
    }

    /// What becomes of it. `attempts`: all so far.
    func after(_ result: DeliveryOutcome.Result, attempts: Int, at time: Date) -> Delivery {
        var delivery = self
        delivery.attempts = attempts
        if attempts == 0 { delivery.firstAttemptAt = nil } else if attempts == 1 { delivery.firstAttemptAt = time }
        switch result {
        case .delivered:
            delivery.status = .delivered
            delivery.lastError = nil
            delivery.nextAttemptAt = nil
        case .retry(let next, let error):
            delivery.status = .owed
            delivery.lastError = error
            delivery.nextAttemptAt = next
        case .deadLetter(let error, _):
            delivery.status = .deadLetter
            delivery.lastError = error
            delivery.nextAttemptAt = nil
        case .requeued:
            delivery.status = .owed
            delivery.nextAttemptAt = nil
        case .dropped: delivery.status = .dropped
        }
        return delivery
    }
}
