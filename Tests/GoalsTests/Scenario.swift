import Foundation
import Goals
import Testing

/// A goal driven along a timetable: `series.at(day: 2, 0.055).emits(.opened(.critical))`.
struct Scenario {
    var goal: Goal
    var state: GoalState
    let zone: Zone
    let start: Date
    /// Whether the KPI is one whose measurements have an interval.
    var hasInterval = true

    init(
        _ critical: String? = nil, warning: String? = nil, recover: String? = nil, for holdFor: Span = .zero,
        recoverFor: Span = .zero, every: Span = .hours(1), window: Window = .rolling(.days(30)), by: [String] = [],
        noData: Goal.NoDataPolicy = .notify, remind: Span? = nil, zone: Zone = .utc,
        start: Date = Date(timeIntervalSince1970: 1_767_225_600),
        recipients: Goal.Recipients = .init(warning: ["team"], critical: ["team", "boss"], all: ["team", "boss"])
    ) {
        func parse(_ text: String?) -> Condition? {
            text.map { text in
                guard
                    let condition = try? ConditionParser(vocabulary: Vocabulary(), currency: "EUR").parse(
                        text, defaultKPI: "churn")
                else {
                    Issue.record("not a condition: \(text)")
                    return Condition(text: text, root: .comparison(.literal(0, .ratio), .less, .literal(0, .ratio)))
                }
                return condition
            }
        }
        goal = Goal(
            id: "churn", kpi: "churn_rate", unit: .ratio, critical: parse(critical), warning: parse(warning),
            recover: parse(recover), holdFor: holdFor, recoverFor: recoverFor, window: window, schedule: .every(every),
            by: by,
            noData: noData, remind: remind, recipients: recipients)
        state = GoalState(goal: goal.id, kpi: goal.kpi, by: by)
        self.zone = zone
        self.start = start
    }

    struct Vocabulary: KPIVocabulary {
        var kpiNames: [String] { ["churn_rate", "churn"] }
        func word(for name: String) -> KPIWord? {
            kpiNames.contains(name) ? KPIWord(id: "churn_rate", unit: .ratio, isSum: false) : nil
        }
    }

    /// What one evaluation led to.
    struct Step {
        let events: [Event]
        let state: GoalState

        var texts: [String] {
            events.map { event in
                var text = event.kind.rawValue
                if let level = event.level { text += "(\(level.rawValue))" }
                if let segment = event.labels["segment"] { text += "[\(segment)]" }
                return text
            }
        }

        /// The events, e.g. `opened(critical)`, in order; none is `""`.
        @discardableResult
        func emits(_ expected: String..., at location: SourceLocation = #_sourceLocation) -> Step {
            #expect(texts == expected, sourceLocation: location)
            return self
        }

        /// The channels that hear the only (or the last) event.
        @discardableResult
        func tells(_ channels: String..., at location: SourceLocation = #_sourceLocation) -> Step {
            #expect(events.last?.channels == channels, sourceLocation: location)
            return self
        }

        @discardableResult
        func `is`(_ expected: State, _ labels: Labels = .none, at location: SourceLocation = #_sourceLocation) -> Step {
            let series = labels.isEmpty ? state.whole : state.series[labels]
            #expect(series?.state == expected, sourceLocation: location)
            return self
        }

        @discardableResult
        func isQuiet(at location: SourceLocation = #_sourceLocation) -> Step {
            #expect(texts == [], sourceLocation: location)
            return self
        }
    }

    @discardableResult
    mutating func at(day: Int = 0, hour: Int = 0, _ value: Double) -> Step {
        step(slot(day, hour), .series([.none: finding(value)]))
    }

    /// A measurement with its interval, or with none.
    @discardableResult
    mutating func at(day: Int, _ value: Double, _ interval: ClosedRange<Double>?) -> Step {
        step(slot(day, 0), .series([.none: finding(value, interval)]))
    }

    @discardableResult
    mutating func noData(day: Int = 0, hour: Int = 0) -> Step {
        step(
            slot(day, hour), goal.by.isEmpty ? .series([.none: .noData(reason: "no rows")]) : .empty(reason: "no rows"))
    }

    @discardableResult
    mutating func fails(day: Int = 0, hour: Int = 0) -> Step {
        step(slot(day, hour), .failed(reason: "source down"))
    }

    @discardableResult
    mutating func insufficient(day: Int = 0, hour: Int = 0) -> Step {
        step(slot(day, hour), .series([.none: .insufficient(measurement(0.5), reason: "3 of at least 50")]))
    }

    /// A goal by segment: the series that came, and their values.
    @discardableResult
    mutating func at(hour: Int, _ values: [String: Double]) -> Step {
        var findings: [Labels: Finding] = [:]
        for (segment, value) in values { findings[Labels(["segment": segment])] = finding(value) }
        return step(slot(0, hour), .series(findings))
    }

    func slot(_ day: Int, _ hour: Int) -> Date {
        zone.instant(zone.civil(start).adding(days: day)).addingTimeInterval(Double(hour) * 3600)
    }

    @discardableResult
    mutating func step(_ slot: Date, _ outcome: Evaluation.Outcome) -> Step {
        let decision = decide(state, Evaluation(slot: slot, source: "crm", outcome: outcome), goal: goal, zone: zone)
        state = decision.state
        return Step(events: decision.events, state: decision.state)
    }

    private func measurement(_ value: Double, _ interval: ClosedRange<Double>? = nil) -> Goals.Measurement {
        Measurement(
            value: value, unit: .ratio, sample: 1000,
            interval: interval.map { .init(low: $0.lowerBound, high: $0.upperBound) },
            window: TimeRange(start: start, end: start.addingTimeInterval(1)),
            now: start)
    }

    private func finding(_ value: Double, _ interval: ClosedRange<Double>? = nil) -> Finding {
        let all = goal.references.map { ($0, measurement(value, interval)) }
        return goal.judge(
            .none, measured: Dictionary(uniqueKeysWithValues: all), missing: [:], isSum: { _ in false },
            hasInterval: { _ in hasInterval }, recorded: { _, _, _ in value })
    }
}
