import Foundation
import Goals
import Status
import Testing

@Suite("The state of a series") struct StandingTests {
    private func entry(_ series: SeriesState, goal: Goal = Company.churn) throws -> StatusEntry {
        try #require(Company.report([Company.goalState(goal, series)], goals: [goal]).entries.first)
    }

    @Test func isTheOpenEpisodesLevelWhateverTheLastEvaluationFound() throws {
        let outcomes: [(Reading, String?)] = [
            (Company.value(0.03, .ratio), nil),
            (Reading(at: Company.now, outcome: .noData, reason: "no customers"), "no data: no customers"),
            (Reading(at: Company.now, outcome: .failed, reason: "crm is gone"), "check failed: crm is gone"),
            (
                Reading(
                    at: Company.now, outcome: .insufficient,
                    measurement: Company.measurement(0.2, .ratio, sample: 12)), "sample of 12, needs 1"
            ),
        ]
        for (reading, reason) in outcomes {
            let found = try entry(Company.series(reading, open: .critical))
            #expect(found.state == .critical)
            #expect(try Self.json(found)["reason"] as? String == reason)
        }
    }

    @Test func saysSinceWhenAnOpenEpisodeHasHadNoData() throws {
        let reading = Reading(at: Company.now, outcome: .noData, reason: "no customers")
        let state = Company.goalState(Company.churn, Company.series(reading, open: .warning))
        let report = Company.report([state], goals: [Company.churn], trends: ["churn-smb": Company.trend(0.04, 0.06)])
        let reason = try Self.json(try #require(report.entries.first))["reason"] as? String
        #expect(reason == "no data since 2026-11-24T09:00:00Z: no customers")
    }

    @Test func isPendingWhileAConditionHoldsWithoutAnEpisode() throws {
        var series = Company.series(Company.value(0.045, .ratio, .warning))
        series.warningHeld = SeriesState.Held(since: Company.hours(-3))
        #expect(try entry(series).state == .pending)
        #expect(try entry(series).condition == "churn > 4%")
        series.criticalHeld = SeriesState.Held(since: Company.now)
        #expect(try entry(series).condition == "churn > 5%")
    }

    @Test func isWhatTheLastEvaluationFoundOtherwise() throws {
        #expect(try entry(Company.series(Company.value(0.01, .ratio))).state == .ok)
        #expect(try entry(Company.series(Reading(at: Company.now, outcome: .noData))).state == .noData)
        #expect(try entry(Company.series(Reading(at: Company.now, outcome: .failed))).state == .failed)
        #expect(try entry(Company.series(Reading(at: Company.now, outcome: .insufficient))).state == .insufficient)
    }

    @Test func isNoDataWithAReasonBeforeTheFirstEvaluation() throws {
        let report = Company.report([], goals: [Company.churn])
        let entry = try #require(report.entries.first)
        #expect(entry.state == .noData)
        #expect(try Self.json(entry)["reason"] as? String == "never evaluated")
        #expect(report.exitCode == 3)
    }

    @Test func belongsToAHistoryThatEndsWithItsKPIAndItsSplit() {
        var moved = Company.goalState(Company.churn, Company.series(Company.value(0.06, .ratio), open: .critical))
        moved.kpi = "customer_retention_rate"
        #expect(Company.report([moved], goals: [Company.churn]).entries.map(\.state) == [.noData])
        moved.kpi = Company.churn.kpi
        moved.by = ["segment"]
        #expect(Company.report([moved], goals: [Company.churn]).entries.map(\.state) == [.noData])
    }

    @Test func ofAGoalWithSeriesFollowsTheGoalsOwnFailureWhereThatIsNewer() {
        let before = Company.hours(-1)
        var calm = Company.value(3600, .duration)
        calm.at = before
        var series = Company.series(calm, since: Company.hours(-50), open: .critical)
        let whole = Company.series(
            Reading(at: Company.now, outcome: .failed, reason: "crm is gone"), since: Company.now)
        let high = Labels(["priority": "high"])
        let low = Labels(["priority": "low"])
        let state = Company.goalState(Company.resolution, whole, series: [high: series, low: Company.series(calm)])
        let entries = Company.report([state], goals: [Company.resolution]).entries
        #expect(entries.map(\.labels) == [high, low])
        #expect(entries.map(\.state) == [.critical, .failed])
        #expect(entries.map(\.since) == [Company.hours(-50), Company.now])
        #expect(entries.allSatisfy { $0.obstacle == .failed(detail: "crm is gone") })

        series.reading = Company.value(3600, .duration)
        let later = Company.goalState(
            Company.resolution, Company.series(Reading(at: before, outcome: .failed)), series: [high: series])
        #expect(Company.report([later], goals: [Company.resolution]).entries.map(\.obstacle) == [nil])
    }

    static func json(_ value: some Encodable) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(try JSONText.text(value).utf8))
        return try #require(object as? [String: Any])
    }
}
