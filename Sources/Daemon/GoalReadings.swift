import Foundation
import Goals
import Journal

extension GoalState {
    /// What an evaluation found, for the journal of measurements.
    func readings(at slot: Date, of goal: Goal) -> [Recording] {
        let all =
            goal.by.isEmpty || series.isEmpty
            ? [(Labels.none, whole)] : series.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return all.compactMap { labels, series in
            guard let reading = series.reading, reading.at == slot else { return nil }
            var operands: [String: Double] = [:]
            if let name = Recording.ownOperand(of: goal), let value = reading.measurement?.kpiValue {
                operands[name] = value
            }
            return Recording(goal: goal.id, labels: labels, reading: reading, operands: operands)
        }
    }
}

extension Recording {
    /// The name under which the leading KPI's own value is recorded, where the goal's value is that of an expression round it and
    /// its conditions look back at it; `nil` where the goal's value is the KPI's.
    static func ownOperand(of goal: Goal) -> String? {
        guard goal.longestMemory != nil, case .kpi? = goal.leading?.subject else {
            return goal.longestMemory == nil ? nil : goal.kpi
        }
        return nil
    }
}
