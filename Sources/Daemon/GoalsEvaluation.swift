import Foundation
import Goals
import Warehouse

/// Evaluates any goals for one slot: finds their sources, reads what changed in each once, and measures.
struct GoalsEvaluation: Sendable {
    let evaluator: Evaluator
    /// Whether the sources are read again first.
    var refreshes: Bool

    /// - Parameter job: a goal with what its history says.
    /// - Returns: one evaluation a goal, in the goals' order.
    func evaluate(
        _ goals: [Goal], slot: Date, job: (Goal) async -> Evaluator.Job
    ) async -> [(goal: Goal, evaluation: Evaluation)] {
        var evaluations: [Evaluation?] = Array(repeating: nil, count: goals.count)
        var bySource: [String: [Int]] = [:]
        for (index, goal) in goals.enumerated() {
            do {
                bySource[try await evaluator.source(of: goal), default: []].append(index)
            } catch {
                evaluations[index] = Evaluation(slot: slot, outcome: .failed(reason: "\(error)"))
            }
        }
        for (source, indices) in bySource.sorted(by: { $0.key < $1.key }) {
            if refreshes, let reason = await evaluator.refresh(source, now: slot) {
                for index in indices {
                    evaluations[index] = Evaluation(slot: slot, source: source, outcome: .failed(reason: reason))
                }
                continue
            }
            var jobs: [Evaluator.Job] = []
            for index in indices { jobs.append(await job(goals[index])) }
            let found = await evaluator.evaluate(jobs, source: source, slot: slot)
            for (index, evaluation) in zip(indices, found) { evaluations[index] = evaluation }
        }
        return zip(goals, evaluations).compactMap { goal, evaluation in evaluation.map { (goal, $0) } }
    }
}
