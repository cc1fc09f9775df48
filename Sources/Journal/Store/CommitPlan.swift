import Foundation
import Goals

/// A commit as it will be written, and the state after it.
struct CommitPlan {
    var records: [Record] = []
    var lines: [MeasurementLine] = []
    var state: JournalState
    /// Written once for a goal, however many series it has.
    private var fields: [String: JSONTree] = [:]

    init(_ commit: Commit, after state: JournalState) throws(JournalError) {
        self.state = state
        let states = Dictionary(commit.states.map { ($0.goal, $0) }, uniquingKeysWith: { _, last in last })
        let outbox = OutboxPlan(commit, known: Set(state.outbox.map(\.id)))
        if let repeated = outbox.repeated { throw .repeatedDelivery(id: repeated) }
        try addRecords(commit, states, outbox)
        try addLines(commit, states)
        for goal in states.values { put(goal) }
        for goal in commit.removed {
            self.state.goals[goal] = nil
            self.state.trends[goal] = nil
        }
        for recording in commit.readings { addTrend(recording) }
        self.state.outbox += outbox.queued
        self.state.seq += records.count
    }

    private mutating func put(_ goal: GoalState) {
        let old = state.goals.updateValue(goal, forKey: goal.goal)
        if let old, old.kpi != goal.kpi || old.by != goal.by { state.trends[goal.goal] = nil }
        for labels in (old?.series ?? [:]).keys where goal.series[labels] == nil {
            state.trends[goal.goal]?[labels] = nil
        }
    }

    private mutating func addTrend(_ recording: Recording) {
        let (goal, labels) = (recording.goal, recording.labels)
        guard let value = recording.reading.measurement?.value, state.has(goal, labels) else { return }
        state.trends[goal, default: [:]][labels, default: []].addTrend(
            TrendPoint(at: recording.reading.at, value: value))
    }

    private mutating func addRecords(
        _ commit: Commit, _ states: [String: GoalState], _ outbox: OutboxPlan
    ) throws(JournalError) {
        for (index, event) in commit.events.enumerated() {
            var change: SeriesChange?
            if let goal = states[event.goal] {
                change = try self.change(goal, event.labels, at: event.at)
            } else if commit.removed.contains(event.goal) {
                change = SeriesChange(goal: event.goal, labels: event.labels, at: event.at, fields: .empty, state: nil)
            }
            add(event.at, .event(event, outbox.carried[index], change))
        }
        for delivery in outbox.grouped { add(delivery.queuedAt, .grouped(delivery)) }
        for goal in commit.removed where state.goals[goal] != nil { add(commit.at, .removed(goal: goal)) }
        Self.number(&records, after: state.seq)
    }

    private mutating func add(_ at: Date, _ content: Record.Content) {
        records.append(Record(seq: 0, at: at, append: nil, content: content))
    }

    static func number(_ records: inout [Record], after seq: Int) {
        let append = records.count > 1 ? (seq + 1)...(seq + records.count) : nil
        for index in records.indices {
            records[index].seq = seq + 1 + index
            records[index].append = append
        }
    }

    /// A line a reading, and one for each series that changed without one.
    private mutating func addLines(_ commit: Commit, _ states: [String: GoalState]) throws(JournalError) {
        var told: Set<SeriesName> = []
        var toldGoals: Set<String> = []
        for recording in commit.readings {
            let at = recording.reading.at
            guard let goal = states[recording.goal] ?? state.goals[recording.goal] else {
                throw .unwritable(reason: "a reading of goal \(recording.goal) came without the goal's state")
            }
            told.insert(SeriesName(goal: recording.goal, labels: recording.labels))
            toldGoals.insert(recording.goal)
            add(recording, try change(goal, recording.labels, at: at))
        }
        for goal in commit.states {
            let old = state.goals[goal.goal]
            let at = goal.lastSlot ?? commit.at
            var changed = Set(goal.series.keys.filter { goal.series[$0] != old?.series[$0] })
            changed.formUnion((old?.series ?? [:]).keys.filter { goal.series[$0] == nil })
            if goal.whole != old?.whole { changed.insert(.none) }
            var untold = changed.filter { !told.contains(SeriesName(goal: goal.goal, labels: $0)) }.sorted()
            if untold.isEmpty, !toldGoals.contains(goal.goal), old != goal { untold = [.none] }
            for labels in untold { add(nil, try change(goal, labels, at: at)) }
        }
        for goal in commit.removed where state.goals[goal] != nil {
            add(nil, SeriesChange(goal: goal, labels: nil, at: commit.at, fields: .empty, state: nil))
        }
        for index in lines.indices {
            lines[index].more = lines.count - 1 - index
            lines[index].seq = state.seq + records.count
        }
    }

    private mutating func add(_ recording: Recording?, _ change: SeriesChange) {
        lines.append(
            MeasurementLine(
                seq: 0, more: 0, reading: recording?.reading, change: change))
    }

    private mutating func change(
        _ goal: GoalState, _ labels: Labels, at: Date
    ) throws(JournalError) -> SeriesChange {
        let known = fields[goal.goal]
        let fields = if let known { known } else { try CompactState.fields(goal) }
        self.fields[goal.goal] = fields
        let series = labels.isEmpty ? goal.whole : goal.series[labels]
        return SeriesChange(
            goal: goal.goal, labels: labels, at: at, fields: fields,
            state: try series.map { series throws(JournalError) in try CompactState.tree(series) })
    }
}
