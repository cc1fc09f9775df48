import Foundation
import Goals
import Status

/// Goals and states of a small company, as they stand on Tuesday 24 November 2026 at 10:00 UTC.
enum Company {
    static let now = Date(timeIntervalSince1970: 1_795_514_400)
    static let setting = StatusReport.Setting(currency: "EUR", language: .english, zone: .utc)

    static func hours(_ hours: Double) -> Date { now.addingTimeInterval(hours * 3600) }

    static func above(_ kpi: String, _ threshold: Double, _ unit: Goals.Unit, written: String) -> Condition {
        Condition(
            text: written,
            root: .comparison(.kpi(Expression.Reference(kpi: kpi)), .greater, .literal(threshold, unit)))
    }

    static let churn = Goal(
        id: "churn-smb", title: "Churn of small businesses", owner: "Anna Weiß", kpi: "churn_rate", unit: .ratio,
        critical: above("churn_rate", 0.05, .ratio, written: "churn > 5%"),
        warning: above("churn_rate", 0.04, .ratio, written: "churn > 4%"))
    static let resolution = Goal(
        id: "resolution", kpi: "time_to_resolution", unit: .duration,
        critical: above("time_to_resolution", 86_400, .duration, written: "resolution > 24h"), by: ["priority"])
    static let answers = Goal(
        id: "nps", title: "Net promoter score", kpi: "net_promoter_score", unit: .score,
        critical: above("net_promoter_score", 10, .score, written: "nps < 10"), holdFor: .days(2), minSample: 50)

    static func measurement(
        _ value: Double, _ unit: Goals.Unit, sample: Int? = nil, labels: Labels = .none, notes: [String] = []
    ) -> Goals.Measurement {
        Goals.Measurement(
            value: value, unit: unit, sample: sample, window: TimeRange(start: hours(-720), end: now), labels: labels,
            now: now, notes: notes)
    }

    static func value(
        _ value: Double, _ unit: Goals.Unit, _ verdict: Reading.Verdict = .ok, sample: Int? = nil, notes: [String] = []
    ) -> Reading {
        Reading(
            at: now, outcome: .value, measurement: measurement(value, unit, sample: sample, notes: notes),
            verdict: verdict)
    }

    static func series(
        _ reading: Reading?, since: Date? = nil, open level: Level? = nil, openedAt: Date = hours(-72),
        peak: Double = 0.064
    ) -> SeriesState {
        var state = SeriesState()
        state.reading = reading
        state.since = since
        state.episode = level.map {
            Episode(id: "e1", level: $0, openedAt: openedAt, peak: peak, heard: ["team"], lastNoticeAt: openedAt)
        }
        return state
    }

    static func goalState(_ goal: Goal, _ whole: SeriesState, series: [Labels: SeriesState] = [:]) -> GoalState {
        var state = GoalState(goal: goal.id, kpi: goal.kpi, by: goal.by)
        state.whole = whole
        state.series = series
        state.lastSlot = now
        return state
    }

    static func trend(_ values: Double...) -> [Labels: [TrendPoint]] {
        [.none: values.enumerated().map { TrendPoint(at: hours(Double($0 - values.count)), value: $1) }]
    }

    static func report(
        _ states: [GoalState], goals: [Goal] = [churn, resolution, answers], daemon: Machinery.Daemon = .stopped,
        outbox: [Delivery] = [], trends: [String: [Labels: [TrendPoint]]] = [:],
        setting: StatusReport.Setting = Company.setting
    ) -> StatusReport {
        StatusReport.status(
            goals: goals, states: Dictionary(uniqueKeysWithValues: states.map { ($0.goal, $0) }),
            machinery: Machinery(daemon: daemon, outbox: .init(outbox)), trends: trends, at: now, setting: setting)
    }
}
