import Foundation
import Goals
import Journal
import Notifications

/// The one place where decisions are made and written down: what happened and who is owed a notice, in one append, before
/// anything is sent.
actor Ledger {
    private let journal: Journal
    private let makeID: @Sendable () -> String

    /// - Parameter makeID: a new id for a delivery.
    init(journal: Journal, makeID: @escaping @Sendable () -> String) {
        self.journal = journal
        self.makeID = makeID
    }

    var states: [String: GoalState] { journal.state.goals }

    /// Owed deliveries and dead letters, in order.
    var outbox: [Delivery] { journal.state.outbox }

    func lastSlot(of goal: Goal) -> Date? {
        journal.state.goals[goal.id]?.lastSlot
    }

    /// Goals with what their history says, for the evaluator.
    func jobs(for goals: [Goal]) throws(JournalError) -> [Evaluator.Job] {
        var jobs: [Evaluator.Job] = []
        for goal in goals { jobs.append(try job(for: goal)) }
        return jobs
    }

    private func job(for goal: Goal) throws(JournalError) -> Evaluator.Job {
        let known = journal.state.goals[goal.id].map { Set($0.series.keys) } ?? []
        guard let memory = goal.longestMemory else { return Evaluator.Job(goal: goal, known: known) }
        let since = (lastSlot(of: goal) ?? .distantPast).addingTimeInterval(-memory)
        var recorded: [Labels: [RecordedValue]] = [:]
        for labels in goal.by.isEmpty ? [Labels.none] : Array(known) {
            recorded[labels] = try journal.recordedValues(goal: goal.id, labels: labels, since: since)
        }
        let values = recorded
        return Evaluator.Job(goal: goal, known: known) { labels, since in
            (values[labels] ?? []).filter { $0.at >= since }
        }
    }

    /// Decides evaluations made for one slot and source, and commits what they led to.
    /// - Returns: what happened. Nothing has, if it throws: the slot is still to be evaluated.
    func decide(
        _ evaluations: [(goal: Goal, evaluation: Evaluation)], zone: Zone, now: Date
    ) throws(JournalError) -> [Event] {
        var events: [Event] = []
        var before: [GoalState] = []
        var states: [GoalState] = []
        var readings: [Recording] = []
        for (goal, evaluation) in evaluations {
            let state = journal.state.goals[goal.id] ?? GoalState(goal: goal.id, kpi: goal.kpi, by: goal.by)
            let decision = Goals.decide(state, evaluation, goal: goal, zone: zone)
            guard decision.state != state else { continue }
            events += decision.events
            before.append(state)
            states.append(decision.state)
            readings += decision.state.readings(at: evaluation.slot, of: goal)
        }
        guard !states.isEmpty else { return [] }
        let deliveries = threaded(grouped(events, id: makeID, at: now), before: before, after: &states)
        try journal.commit(
            Commit(at: now, events: events, deliveries: deliveries, states: states, readings: readings))
        return events
    }

    /// Closes what belongs to goals that the configuration has no longer, or that ask for something else now.
    func reconcile(_ configuration: [Goal], now: Date) throws(JournalError) -> [Event] {
        var events: [Event] = []
        var closed: [GoalState] = []
        for (id, state) in journal.state.goals.sorted(by: { $0.key < $1.key }) {
            let goal = configuration.first { $0.id == id && $0.enabled }
            if let goal, goal.kpi == state.kpi, goal.by == state.by { continue }
            events += closeAll(state, reason: goal == nil ? "goal_removed" : "goal_changed", at: now)
            closed.append(state)
        }
        guard !closed.isEmpty else { return [] }
        var none: [GoalState] = []
        let deliveries = threaded(grouped(events, id: makeID, at: now), before: closed, after: &none)
        try journal.commit(Commit(at: now, events: events, deliveries: deliveries, removed: closed.map(\.goal)))
        return events
    }

    /// What became of an attempt.
    func record(_ outcome: DeliveryOutcome) throws(JournalError) {
        try journal.record(outcome)
    }

    /// The last recorded values of a series, oldest first; for the trend in a message.
    func trend(_ series: SeriesName) -> [Double] {
        journal.state.trend(series.goal, series.labels).map(\.value)
    }

    /// Records that the start did not read are checked, and measurements of past months thinned; meant for the background.
    nonisolated func tidy(now: Date) throws(JournalError) -> [Damage] {
        let damage = try journal.verifyOlder()
        try journal.thin(now: now)
        return damage
    }

    func saveSnapshot() throws(JournalError) { try journal.saveSnapshot() }
    func close() throws(JournalError) { try journal.close() }
}
