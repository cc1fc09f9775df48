import Foundation
import Goals
import Status
import Testing

@Suite("The report of status and check") struct StatusReportTests {
    private func report(_ states: State...) -> StatusReport {
        let entries = states.enumerated().compactMap { index, state -> StatusEntry? in
            let goal = Goal(id: "g\(index)", kpi: "churn_rate", unit: .ratio)
            var entry = Company.report([], goals: [goal]).entries.first
            entry?.state = state
            entry?.obstacle =
                switch state {
                case .noData: .noData(since: nil, detail: nil)
                case .failed: .failed(detail: nil)
                case .ok, .pending, .warning, .critical, .insufficient: nil
                }
            return entry
        }
        return StatusReport(generatedAt: Company.now, entries: entries)
    }

    @Test func exitsAsMonitoringPluginsDo() {
        #expect(report().exitCode == 0)
        #expect(report(.ok, .pending, .insufficient).exitCode == 0)
        #expect(report(.ok, .noData).exitCode == 3)
        #expect(report(.ok, .failed).exitCode == 3)
        #expect(report(.failed, .warning, .noData).exitCode == 1)
        #expect(report(.ok, .warning, .critical, .failed).exitCode == 2)
    }

    @Test func aPendingSeriesThatLostItsDataIsNotWell() {
        var series = Company.series(Reading(at: Company.now, outcome: .noData))
        series.criticalHeld = SeriesState.Held(since: Company.hours(-3))
        let report = Company.report([Company.goalState(Company.churn, series)], goals: [Company.churn])
        #expect(report.entries.map(\.state) == [.pending])
        #expect(report.exitCode == 3)
    }

    @Test func goalsStandInTheFilesOrderAndDisabledOnesAreLeftOut() {
        var off = Company.resolution
        off.enabled = false
        let report = Company.report([], goals: [Company.answers, off, Company.churn])
        #expect(report.entries.map(\.goal.id) == ["nps", "churn-smb"])
    }

    @Test func statusAsJSONHasEveryKeyOfTheDesign() throws {
        var reading = Company.value(0.0612, .ratio, .critical, sample: 1243)
        reading.measurement?.numerator = 76
        reading.measurement?.denominator = 1243
        let series = Company.series(reading, since: Company.hours(-80), open: .critical)
        let delivery = Delivery(id: "1", channel: "team", events: [], queuedAt: Company.now)
        let report = Company.report(
            [Company.goalState(Company.churn, series)], goals: [Company.churn],
            daemon: .running(pid: 4711, since: Company.hours(-1)), outbox: [delivery])
        #expect(
            try JSONText.text(report).replacing(" : ", with: ": ") == """
                {
                  "daemon": {
                    "pid": 4711,
                    "running": true,
                    "since": "2026-11-24T09:00:00Z"
                  },
                  "generated_at": "2026-11-24T10:00:00Z",
                  "goals": [
                    {
                      "condition": "churn > 5%",
                      "denominator": 1243,
                      "display": "6.1 %",
                      "episode": {
                        "acknowledged_by": null,
                        "id": "e1",
                        "level": "critical",
                        "opened_at": "2026-11-21T10:00:00Z",
                        "peak": 0.064
                      },
                      "evaluated_at": "2026-11-24T10:00:00Z",
                      "id": "churn-smb",
                      "interval": null,
                      "kpi": "churn_rate",
                      "labels": {

                      },
                      "numerator": 76,
                      "reason": null,
                      "sample": 1243,
                      "since": "2026-11-21T02:00:00Z",
                      "state": "critical",
                      "target": null,
                      "title": "Churn of small businesses",
                      "unit": "ratio",
                      "value": 0.0612,
                      "window": {
                        "end": "2026-11-24T10:00:00Z",
                        "start": "2026-10-25T10:00:00Z"
                      }
                    }
                  ],
                  "outbox": {
                    "dead_letters": 0,
                    "owed": 1
                  },
                  "summary": {
                    "critical": 1,
                    "failed": 0,
                    "insufficient": 0,
                    "no_data": 0,
                    "ok": 0,
                    "pending": 0,
                    "warning": 0
                  }
                }

                """)
    }

    @Test func everyKeyIsThereAlsoWhereNothingIsKnown() throws {
        let json = try StandingTests.json(try #require(Company.report([], goals: [Company.answers]).entries.first))
        let known: [String: String] = [
            "id": "nps", "title": "Net promoter score", "kpi": "net_promoter_score", "state": "no_data",
            "unit": "score", "condition": "nps < 10", "reason": "never evaluated",
        ]
        let unknown = [
            "value", "display", "sample", "numerator", "denominator", "interval", "window", "since", "evaluated_at",
            "episode", "target",
        ]
        #expect(Set(json.keys) == Set(known.keys).union(unknown).union(["labels"]))
        for (key, value) in known { #expect(json[key] as? String == value) }
        for key in unknown { #expect(json[key] is NSNull) }
    }

    @Test func numbersHaveTheFewestDigitsThatReadBackTheSame() throws {
        let text = try JSONText.text([0.1, 0.1 + 0.2, 76, 1e300, 1 / 3, .leastNonzeroMagnitude, -0.0612])
        let numbers = text.split { " ,[]\n".contains($0) }.map(String.init)
        #expect(numbers == ["0.1", "0.30000000000000004", "76", "1e+300", "0.3333333333333333", "5e-324", "-0.0612"])
    }

    @Test func checkHasNoMemory() throws {
        let readings: [String: [Labels: Reading]] = [
            "churn-smb": [.none: Company.value(0.045, .ratio, .warning)],
            "resolution": [
                Labels(["priority": "low"]): Company.value(90_000, .duration, .critical),
                Labels(["priority": "high"]): Company.value(3600, .duration),
            ],
            "nps": [
                .none: Reading(
                    at: Company.now, outcome: .insufficient, measurement: Company.measurement(8, .score, sample: 9))
            ],
        ]
        let report = StatusReport.check(
            goals: [Company.churn, Company.resolution, Company.answers], readings: readings, at: Company.now,
            setting: Company.setting)
        #expect(report.entries.map(\.state) == [.warning, .ok, .critical, .insufficient])
        #expect(report.entries.map(\.condition) == ["churn > 4%", "resolution > 24h", "resolution > 24h", "nps < 10"])
        #expect(report.entries.allSatisfy { $0.since == nil && $0.episode == nil })
        #expect(report.exitCode == 2)
        let json = try StandingTests.json(report)
        #expect(Set(json.keys) == ["generated_at", "goals", "summary"])
    }

    @Test func aMeasurementThatGaveNothingShowsTheWindowThatWasAskedFor() {
        let reading = Reading(at: Company.now, outcome: .noData)
        let report = StatusReport.check(
            goals: [Company.churn], readings: ["churn-smb": [.none: reading]], at: Company.now, setting: Company.setting
        )
        let window = TimeRange(start: Company.hours(-720), end: Company.now)
        #expect(report.entries.map(\.window) == [window])
    }

    @Test func namesTheChannelsThatDoNotAnswerWithTheirNewestError() {
        func delivery(_ id: String, _ channel: String, _ status: Delivery.Status, _ error: String?) -> Delivery {
            Delivery(
                id: id, channel: channel, events: [], queuedAt: Company.now, lastError: error, status: status)
        }
        let outbox = Machinery.Outbox([
            delivery("1", "team", .owed, "HTTP 500"), delivery("2", "mail", .deadLetter, "550 no such user"),
            delivery("3", "team", .owed, "HTTP 503"), delivery("4", "hook", .owed, nil),
        ])
        #expect(outbox.owed == 3)
        #expect(outbox.deadLetters == 1)
        #expect(outbox.troubles.map(\.channel) == ["mail", "team"])
        #expect(outbox.troubles.map(\.error) == ["550 no such user", "HTTP 503"])
    }
}
