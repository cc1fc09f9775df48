import Foundation
import Goals
import Warehouse

/// Evaluates any goals for one slot: finds their sources, reads what changed in each once, and measures.
struct GoalsEvaluation: Sendable {
    let evaluator: Evaluator
    /// Whether the sources are read again first.
    var refreshes: Bool

    /// - Parameter jobs: goals, each with what its history says.
    /// - Returns: one evaluation a goal, in their order.
    func evaluate(_ jobs: [Evaluator.Job], slot: Date) async -> [(goal: Goal, evaluation: Evaluation)] {
        if refreshes, evaluator.onlySource == nil, jobs.contains(where: { $0.goal.source == nil }) {
            // Which source has what a goal needs is known only once all were read.
            await evaluator.refreshAll(now: slot)
        }
        var evaluations: [Evaluation?] = Array(repeating: nil, count: jobs.count)
        var bySource: [String: [Int]] = [:]
        for (index, job) in jobs.enumerated() {
            do {
                bySource[try await evaluator.source(of: job.goal), default: []].append(index)
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
            let found = await evaluator.evaluate(indices.map { jobs[$0] }, source: source, slot: slot)
            for (index, evaluation) in zip(indices, found) { evaluations[index] = evaluation }
        }
        return zip(jobs, evaluations).compactMap { job, evaluation in evaluation.map { (job.goal, $0) } }
    }
}
