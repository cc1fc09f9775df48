import Foundation
import Goals
import Status
import Testing

/// How sure a number is, as `status` and `check` say it.
@Suite struct IntervalTests {
    private func checked(_ reading: Reading) -> StatusReport { checked(Company.churn, reading) }

    private func checked(_ goal: Goal, _ reading: Reading) -> StatusReport {
        StatusReport.check(
            goals: [goal], readings: [goal.id: [.none: reading]], at: Company.now, setting: Company.setting)
    }

    private func reading(_ verdict: Reading.Verdict = .critical, doubted: Level? = nil) -> Reading {
        var reading = Company.value(0.0612, .ratio, verdict, sample: 1243)
        reading.measurement?.interval = .init(low: 0.0491, high: 0.0761)
        reading.doubted = doubted
        return reading
    }

    private func rendered(
        _ report: StatusReport, expanded: Bool = false, language: Language = .english
    ) -> [String] {
        let terminal = Terminal(width: 100, colour: false, unicode: true, language: language)
        return StatusTable(report, for: terminal, zone: .utc, expanded: expanded).rendered()
            .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private var sure: Goal {
        var goal = Company.churn
        goal.confidence = 0.95
        return goal
    }

    private func json(_ report: StatusReport) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(try JSONText.text(report).utf8)) as? [String: Any]
        return try #require((object?["goals"] as? [[String: Any]])?.first)
    }

    @Test func programsReadItsEnds() throws {
        let json = try json(checked(reading()))
        #expect(json["interval"] as? [Double] == [0.0491, 0.0761])
        #expect(json["reason"] is NSNull)
        #expect(try self.json(checked(Company.value(0.0612, .ratio)))["interval"] is NSNull)
    }

    @Test func aGoalsOwnViewShowsItAndTheTableOfAllDoesNot() {
        let all = rendered(checked(reading()))
        #expect(!all.contains { $0.contains("interval") })
        let own = rendered(checked(reading()), expanded: true)
        #expect(own.contains("Churn of small businesses · 95 % interval 4.9 to 7.6 % · owner Anna Weiß"))
        let well = rendered(checked(reading(.ok)), expanded: true)
        #expect(well.contains("95 % interval 4.9 to 7.6 %"))
    }

    @Test func aGoalWithConfidenceAlwaysShowsIt() {
        #expect(rendered(checked(sure, reading())).contains { $0.contains("95 % interval 4.9 to 7.6 %") })
        // The report's numbers have the setting's language, the words the terminal's.
        #expect(rendered(checked(sure, reading(.ok))).contains { $0.contains("interval") } == false)
    }

    @Test func aValuePastItsThresholdThatIsNotSureIsOkAndSaysWhy() throws {
        let report = checked(sure, reading(.ok, doubted: .critical))
        #expect(report.entries.map(\.state) == [.ok])
        #expect(report.exitCode == 0)
        #expect(try json(report)["reason"] as? String == "critical holds of the value, but not with 95 % confidence")
        let lines = rendered(report).joined(separator: " ")
        #expect(lines.contains("critical holds of the value, but not with 95 % confidence"))
        #expect(lines.contains("95 % interval 4.9 to 7.6 %"))
        #expect(
            rendered(report, language: .german).contains {
                $0.contains("Kritisch trifft auf den Wert zu, aber nicht mit 95 % Sicherheit")
            })
    }

    @Test func noDataIsSaidOnceByStateAndReason() throws {
        let missing = Reading(at: Company.now, outcome: .noData, reason: "no order yet")
        #expect(try json(checked(missing))["reason"] as? String == "no order yet")
        #expect(try json(checked(Reading(at: Company.now, outcome: .noData)))["reason"] as? String == "no data")
    }
}
