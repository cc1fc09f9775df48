import Foundation
import Goals
import Testing

/// Fiscal years, leap days and weeks over New Year, as Python's zoneinfo has them at the moment of the test: Fixtures/dates.py. All dates lie
/// before 2026, where zone databases do not differ.
@Suite struct DateJudgeTests {
    private static let zones = [
        "Europe/Berlin", "America/New_York", "Australia/Sydney", "Pacific/Apia", "Asia/Kathmandu", "UTC",
    ]

    /// Instants near what is hard: ends of months and years, changes of the clock, leap days.
    private static let moments: [Date] = {
        let days = [
            "2011-12-29", "2011-12-31", "2012-02-29", "2012-03-31", "2015-10-04", "2016-02-29", "2019-12-30",
            "2020-01-01",
            "2020-02-29", "2020-12-31", "2021-01-03", "2021-01-04", "2023-03-26", "2023-04-01", "2023-04-02",
            "2023-11-05",
            "2024-02-29", "2024-03-01", "2024-03-10", "2024-03-31", "2024-10-01", "2024-10-06", "2024-10-27",
            "2024-11-03",
            "2025-01-01", "2025-02-28", "2025-04-01", "2025-07-01",
        ]
        let hours = [-14.0, -11, -5.75, -1, 0, 0.5, 2.5, 4, 10, 13, 23.999]
        return days.compactMap { Timestamp.parse($0, in: .utc) }.flatMap { day in
            hours.map { Date(timeIntervalSince1970: (day.timeIntervalSince1970 + $0 * 3600).rounded()) }
        }
    }()

    private static func zone(_ name: String) throws -> Zone { try #require(Zone(name)) }

    @Test func quartersAndYearsBeginWherePythonSays() throws {
        var cases: [[Any]] = []
        var found: [[Int]] = []
        for name in Self.zones {
            let zone = try Self.zone(name)
            for moment in Self.moments {
                for text in ["last quarter", "this quarter", "last year", "this year", "last month"] {
                    for first in text == "last month" ? [1] : [1, 2, 4, 6, 7, 10, 12] {
                        let range = try Window(parsing: text, fiscalYearStart: first).range(asOf: moment, in: zone)
                        cases.append(["window", name, text, first, moment.second])
                        found.append([range.start.second, range.end.second])
                    }
                }
            }
        }
        try Self.compare(cases, found)
    }

    /// `previous(kpi, 1 year)` moves now back by so much, and measures the window there.
    @Test func aYearAMonthAndAQuarterBackIsWherePythonSays() throws {
        var cases: [[Any]] = []
        var found: [[Int]] = []
        for name in Self.zones {
            let zone = try Self.zone(name)
            for moment in Self.moments {
                for (text, months) in [("1 year", 12), ("1 quarter", 3), ("1 month", 1), ("4 year", 48)] {
                    cases.append(["earlier", name, months, moment.second])
                    found.append([try Span(parsing: text).added(to: moment, times: -1, in: zone).second])
                }
            }
        }
        try Self.compare(cases, found)
    }

    @Test func weeksBeginOnMondayOverNewYearToo() throws {
        var cases: [[Any]] = []
        var found: [[Int]] = []
        for name in Self.zones {
            let zone = try Self.zone(name)
            for moment in Self.moments {
                let this = Window.this(.week).range(asOf: moment, in: zone)
                let last = Window.last(.week).range(asOf: moment, in: zone)
                let thursday = zone.civil(this.start).adding(days: 3)
                let first = CivilTime(year: thursday.year, month: 1, day: 1)
                cases.append(["week", name, moment.second])
                found.append([thursday.year, (thursday.day - first.day) / 7 + 1, last.start.second, this.start.second])
                #expect(last.end == this.start)
            }
        }
        try Self.compare(cases, found)
    }

    /// The quarter that ends with the change of the clock is an hour shorter or longer than its days.
    @Test func theLastQuarterOfSpringInBerlinHasAnHourLess() throws {
        let berlin = try Self.zone("Europe/Berlin")
        let now = try #require(Timestamp.parse("2024-04-01T00:00:00", in: berlin))
        #expect(Window.last(.quarter).range(asOf: now, in: berlin).length == 91 * 86_400 - 3600)
        let before = now.addingTimeInterval(-1)
        #expect(
            Window.last(.quarter).range(asOf: before, in: berlin).end
                == Timestamp.parse("2024-01-01T00:00:00", in: berlin))
    }

    private static func compare(_ cases: [[Any]], _ found: [[Int]]) throws {
        let answers = try judge(cases)
        try #require(answers.count == found.count)
        #expect(found.count > 500)
        for (index, answer) in answers.enumerated() where answer != found[index] {
            Issue.record("\(cases[index]): Python says \(answer), we say \(found[index])")
        }
    }

    private static func judge(_ cases: [[Any]]) throws -> [[Int]] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/dates.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [ProcessInfo.processInfo.environment["CRMGOALS_TEST_PYTHON"] ?? "python3", script.path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // Python reads all before it writes, so that neither waits for the other.
        try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: cases))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        return try #require(
            try JSONSerialization.jsonObject(with: answer) as? [[Int]],
            "this test needs Python 3.9 or later with zoneinfo ($CRMGOALS_TEST_PYTHON)")
    }
}

extension Date {
    fileprivate var second: Int { Int(timeIntervalSince1970) }
}
