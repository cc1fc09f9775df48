import Foundation
import Goals
import Journal

/// A state folder with a long past: episodes of the sample company's goals that opened and were resolved, hour by hour.
enum JournalFilling {
    private static let goals: [(id: String, kpi: String, unit: Goals.Unit)] = [
        ("churn", "churn_rate", .ratio), ("resolution", "time_to_resolution", .duration),
        ("recommendation", "net_promoter_score", .score), ("website", "conversion_rate", .ratio),
    ]

    static func fill(folder: String, records: Int) throws {
        let start = Date(timeIntervalSince1970: 1_700_000_000 - 1_700_000_000.truncatingRemainder(dividingBy: 3600))
        let (journal, _) = try Journal.open(folder: folder, now: start)
        let batch = 400
        for first in stride(from: 0, to: records, by: batch) {
            let at = start.addingTimeInterval(Double(first / batch) * 3600)
            var commit = Commit(at: at)
            for number in first..<min(first + batch, records) { commit.events.append(event(number, at: at)) }
            for goal in goals {
                var state = GoalState(goal: goal.id, kpi: goal.kpi, by: [])
                state.lastSlot = at
                state.whole.since = start
                state.whole.reading = reading(goal.unit, at: at)
                commit.states.append(state)
                commit.readings.append(Recording(goal: goal.id, reading: reading(goal.unit, at: at)))
            }
            try journal.commit(commit)
        }
        try journal.saveSnapshot()
        try journal.close()
    }

    private static func event(_ number: Int, at: Date) -> Event {
        let goal = goals[number / 2 % goals.count]
        let opens = number % 2 == 0
        return Event(
            kind: opens ? .opened : .resolved, at: at, goal: goal.id, level: opens ? .critical : nil,
            episode: "\(goal.id)-\(number / 2)", value: 0.061, unit: goal.unit, sample: 1243,
            window: TimeRange(start: at.addingTimeInterval(-30 * 86_400), end: at), condition: "\(goal.kpi) > 5%",
            since: at, peak: 0.061)
    }

    private static func reading(_ unit: Goals.Unit, at: Date) -> Reading {
        Reading(
            at: at, outcome: .value,
            measurement: Measurement(
                value: 0.031, unit: unit, sample: 1243,
                window: TimeRange(start: at.addingTimeInterval(-30 * 86_400), end: at), now: at))
    }
}
