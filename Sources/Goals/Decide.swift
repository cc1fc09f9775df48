import Foundation

/// What `decide` makes of an evaluation: what to remember, and what happened.
public struct Decision: Sendable, Hashable {
    public var state: GoalState
    /// In the order in which they happened, the series in the order of their labels. Each says who is told.
    public var events: [Event]
}

/// Decides what one evaluation of a goal means. DESIGN 10, whole.
///
/// Pure: no clock, no I/O, no randomness. `run`, `check --notify` and `backtest` all decide by this and nothing else.
/// An evaluation of a slot that was decided already changes nothing.
public func decide(_ state: GoalState, _ evaluation: Evaluation, goal: Goal, zone: Zone) -> Decision {
    if let last = state.lastSlot, evaluation.slot <= last { return Decision(state: state, events: []) }
    var next = state
    next.lastSlot = evaluation.slot
    var events: [Event] = []
    let step = EvaluationStep(goal: goal, evaluation: evaluation, previous: state.lastSlot, zone: zone)

    /// One step of one series; its events are appended.
    func advance(_ series: SeriesState, _ labels: Labels, _ body: (inout SeriesDecision) -> Void) -> SeriesState {
        var decision = SeriesDecision(series, labels: labels, step: step)
        body(&decision)
        events += decision.events
        return decision.state
    }
    func holdAll(_ outcome: Reading.Outcome, _ reason: String) {
        for (labels, series) in next.series.sorted(by: { $0.key < $1.key }) {
            next.series[labels] = advance(series, labels) { $0.hold(outcome, reason: reason) }
        }
    }

    switch evaluation.outcome {
    case .failed(let reason):
        next.whole = advance(next.whole, .none) { $0.fail(reason: reason) }
        holdAll(.failed, reason)
    case .empty(let reason):
        next.whole = advance(next.whole, .none) { $0.missData(reason: reason) }
        holdAll(.noData, reason)
    case .series(let findings) where goal.by.isEmpty:
        next.whole = advance(next.whole, .none) {
            $0.take(findings[.none] ?? .noData(reason: "the check gave no series"))
        }
    case .series(let findings):
        next.whole = advance(next.whole, .none) { $0.dataCame() }
        for labels in Set(findings.keys).union(next.series.keys).sorted() {
            var isGone = false
            let series = advance(next.series[labels] ?? SeriesState(), labels) {
                if let finding = findings[labels] {
                    $0.take(finding)
                } else {
                    isGone = $0.missSeries()
                }
            }
            next.series[labels] = isGone ? nil : series
        }
    }
    return Decision(state: next, events: events)
}

/// Ends the history of a goal that was removed or disabled (`goal_removed`), or whose `kpi` or `by` changed (`goal_changed`):
/// open episodes are closed, and who heard them open hears that. It is never called resolved.
public func closeAll(_ state: GoalState, reason: String, at now: Date) -> [Event] {
    let all = [(Labels.none, state.whole)] + state.series.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return all.compactMap { labels, series in series.closing(of: state.goal, labels: labels, reason: reason, at: now) }
}

/// What all series of a goal share at one evaluation.
struct EvaluationStep {
    let goal: Goal
    let slot: Date
    let source: String?
    let zone: Zone
    let previous: Date?
    /// Since the evaluation before; `nil` where two or more slots lie unevaluated between, or this is the first.
    let interval: CountedInterval?
    /// The goal's conditions, to notice an edit.
    let conditions: String

    init(goal: Goal, evaluation: Evaluation, previous: Date?, zone: Zone) {
        self.goal = goal
        slot = evaluation.slot
        source = evaluation.source
        self.zone = zone
        self.previous = previous
        conditions = [goal.critical, goal.warning, goal.recover].map { $0?.text ?? "" }.joined(separator: " | ")
        if let previous, goal.schedule.slotCount(after: previous, before: evaluation.slot, in: zone, atMost: 2) < 2 {
            interval = CountedInterval(from: previous, to: evaluation.slot, in: zone)
        } else {
            interval = nil
        }
    }

    /// Whether an evaluation without data counts towards `no_data`: with a window `this ...` only once the window is longer than
    /// two intervals, since a period that has just begun has no rows yet.
    var missingDataCounts: Bool {
        guard case .this = goal.window,
            let before = goal.schedule.latestSlot(atOrBefore: slot.addingTimeInterval(-0.001), in: zone)
        else { return true }
        let range = goal.window.range(asOf: slot, lag: goal.lag, in: zone)
        return range.length > 2 * slot.timeIntervalSince(before)
    }
}
