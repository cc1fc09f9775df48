import Foundation
import Goals
import Journal

/// `check --notify`: evaluates each goal for the slots that are due, decides, and writes down what is owed. Sends nothing itself.
struct NotifyingCheck: Sendable {
    let setup: Setup
    let ledger: Ledger

    /// - Returns: what stands at each goal's latest slot. One that was evaluated already is measured again for the eyes only: the
    ///   same goal and slot is never decided twice.
    func run(_ goals: [Goal], now: Date) async throws -> [CheckedGoal] {
        var due: [Date: [Goal]] = [:]
        var seen: [Date: [Goal]] = [:]
        for goal in goals {
            let slots = DueSlots.slots(of: goal, after: await ledger.lastSlot(of: goal), now: now, in: setup.zone)
            for slot in slots { due[slot, default: []].append(goal) }
            if slots.isEmpty, let slot = goal.schedule.latestSlot(atOrBefore: now, in: setup.zone) {
                seen[slot, default: []].append(goal)
            }
        }
        let evaluation = GoalsEvaluation(evaluator: setup.evaluator, refreshes: true)
        var checked: [String: CheckedGoal] = [:]
        for (slot, goals) in due.sorted(by: { $0.key < $1.key }) {
            let found = await evaluation.evaluate(try await ledger.jobs(for: goals), slot: slot)
            _ = try await ledger.decide(found, zone: setup.zone, now: now)
            for (goal, evaluation) in found { checked[goal.id] = CheckedGoal(goal, evaluation) }
        }
        for (slot, goals) in seen {
            let found = await evaluation.evaluate(try await ledger.jobs(for: goals), slot: slot)
            for (goal, evaluation) in found { checked[goal.id] = CheckedGoal(goal, evaluation) }
        }
        return goals.compactMap { checked[$0.id] }
    }
}
