import Foundation
import Goals
import Journal

/// Runs goals over past data: which events and notices there would have been. Decides with the same function as the daemon, from an
/// empty state, slot by slot; both ends belong to it.
struct Backtest: Sendable {
    let setup: Setup
    /// Instead of each goal's own schedule.
    var every: Schedule?

    /// - Parameter progress: told after each slot how many of all are done.
    func run(_ goals: [Goal], from: Date, through end: Date, progress: (Int, Int) -> Void) async -> BacktestReport {
        let goals = goals.map { goal in
            var goal = goal
            if let every { goal.schedule = every }
            return goal
        }
        var due: [Date: [Goal]] = [:]
        for goal in goals {
            for slot in goal.schedule.slots(from: from, through: end, in: setup.zone) {
                due[slot, default: []].append(goal)
            }
        }
        var memories: [String: GoalMemory] = [:]
        for goal in goals { memories[goal.id] = GoalMemory(goal: goal) }
        var report = BacktestReport()
        var evaluation = GoalsEvaluation(evaluator: setup.evaluator, refreshes: true)
        let slots = due.sorted { $0.key < $1.key }
        for (index, (slot, goals)) in slots.enumerated() {
            let jobs = goals.compactMap { memories[$0.id]?.job }
            let found = await evaluation.evaluate(jobs, slot: slot)
            evaluation.refreshes = false
            for (goal, evaluation) in found {
                let events = memories[goal.id]?.take(evaluation, zone: setup.zone) ?? []
                report.take(events, of: goal)
            }
            progress(index + 1, slots.count)
        }
        return report
    }
}

/// What a backtest remembers of a goal, in place of the journal.
private struct GoalMemory {
    let goal: Goal
    var state: GoalState
    var recorded: [Labels: [RecordedValue]] = [:]

    init(goal: Goal) {
        self.goal = goal
        state = GoalState(goal: goal.id, kpi: goal.kpi, by: goal.by)
    }

    var job: Evaluator.Job {
        let recorded = recorded
        return Evaluator.Job(goal: goal, known: Set(state.series.keys)) { labels, since in
            (recorded[labels] ?? []).filter { $0.at >= since }
        }
    }

    mutating func take(_ evaluation: Evaluation, zone: Zone) -> [Event] {
        let decision = decide(state, evaluation, goal: goal, zone: zone)
        state = decision.state
        if goal.longestMemory != nil, case .series(let findings) = evaluation.outcome {
            for (labels, finding) in findings {
                guard case .value(let measurement, _) = finding else { continue }
                recorded[labels, default: []].append(
                    RecordedValue(at: evaluation.slot, value: measurement.kpiValue ?? measurement.value))
            }
        }
        return decision.events
    }
}

/// What a backtest found.
public struct BacktestReport: Sendable, Codable {
    /// What people would have been told, and what was held back while a series flapped; `pending` and `cleared` are left out.
    public private(set) var events: [Event] = []
    /// Goals times slots.
    public private(set) var evaluations = 0
    /// How often each kind of event happened, and how many messages there would have been.
    public private(set) var counts: [String: Int] = [:]
    public private(set) var notifications = 0

    mutating func take(_ new: [Event], of goal: Goal) {
        evaluations += 1
        let told = new.filter { $0.kind != .pending && $0.kind != .cleared }
        events += told
        for event in told { counts[event.kind.rawValue, default: 0] += 1 }
        notifications += Set(told.flatMap(\.channels)).count
    }
}
