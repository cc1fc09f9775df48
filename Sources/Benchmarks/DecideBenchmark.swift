import Foundation
import Goals
import KPIs

/// `decide()` on a goal of 1,000 series, of which some rise above the threshold and fall below it at each evaluation.
enum DecideBenchmark {
    private static let series = 1000
    private static let slots = 100

    static func microsecondsPerSeries() throws -> Double {
        let parser = ConditionParser(vocabulary: Catalogue.standard, currency: "EUR")
        let goal = Goal(
            id: "churn", kpi: "churn_rate", unit: .ratio, critical: try parser.parse("churn > 5%", defaultKPI: nil),
            warning: try parser.parse("churn > 4%", defaultKPI: nil), holdFor: .hours(2), by: ["segment"],
            recipients: Goal.Recipients(warning: ["team"], critical: ["team"], all: ["team"]))
        let evaluations = (0..<slots).map { evaluation(slot: $0) }
        var state = GoalState(goal: goal.id, kpi: goal.kpi, by: goal.by)
        var events = 0
        // The processor's time: what else runs on the machine does not count.
        let began = clock()
        for evaluation in evaluations {
            let decision = decide(state, evaluation, goal: goal, zone: .utc)
            state = decision.state
            events += decision.events.count
        }
        let seconds = Double(clock() - began) / Double(CLOCKS_PER_SEC)
        precondition(events > 0, "nothing was decided")
        return seconds * 1_000_000 / Double(series * slots)
    }

    private static func evaluation(slot: Int) -> Evaluation {
        let at = Date(timeIntervalSince1970: 1_800_000_000 + Double(slot) * 3600)
        var findings: [Labels: Finding] = [:]
        for number in 0..<series {
            let value = 0.03 + Double((number * 7 + slot * 3) % 40) / 1000
            let labels = Labels(["segment": "segment \(number)"])
            let measurement = Measurement(
                value: value, unit: .ratio, sample: 1000, numerator: value * 1000, denominator: 1000,
                window: TimeRange(start: at.addingTimeInterval(-30 * 86_400), end: at), labels: labels, now: at)
            findings[labels] = .value(
                measurement, Truth(warning: value > 0.04, critical: value > 0.05, recover: value <= 0.05))
        }
        return Evaluation(slot: at, outcome: .series(findings))
    }
}
