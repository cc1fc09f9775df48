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
            return Recording(goal: goal.id, labels: labels, reading: reading)
        }
    }
}
