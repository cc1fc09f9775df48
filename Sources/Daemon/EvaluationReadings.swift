import Goals

extension Evaluation {
    /// What `check` shows of it, a series each, in the order of their labels; it has no memory, so no pending.
    func readings(of goal: Goal) -> [(labels: Labels, reading: Reading)] {
        switch outcome {
        case .failed(let reason):
            return [(.none, Reading(at: slot, outcome: .failed, reason: reason, condition: goal.leading?.text))]
        case .empty(let reason):
            return [(.none, Reading(at: slot, outcome: .noData, reason: reason, condition: goal.leading?.text))]
        case .series(let findings):
            return findings.sorted { $0.key < $1.key }.map { ($0.key, reading(of: $0.value, goal: goal)) }
        }
    }

    private func reading(of finding: Finding, goal: Goal) -> Reading {
        switch finding {
        case .value(let measurement, let truth):
            let holding = truth.sureLevel.flatMap(goal.condition(of:)) ?? goal.leading
            return Reading(
                at: slot, outcome: .value, measurement: measurement, verdict: .init(truth.sureLevel),
                condition: holding?.text, doubted: truth.doubtedLevel)
        case .noData(let reason):
            return Reading(at: slot, outcome: .noData, reason: reason, condition: goal.leading?.text)
        case .insufficient(let measurement, let reason):
            return Reading(
                at: slot, outcome: .insufficient, measurement: measurement, reason: reason,
                condition: goal.leading?.text)
        }
    }
}
