import Foundation
import Goals
import Testing

@Suite struct ScheduleTests {
    static let berlin = Zone("Europe/Berlin") ?? .utc

    static func time(_ text: String) throws -> Date { try #require(Timestamp.parse(text, in: .utc)) }

    static func slots(_ schedule: Schedule, _ from: String, _ through: String, in zone: Zone = berlin) throws
        -> [String]
    {
        schedule.slots(from: try time(from), through: try time(through), in: zone).map(Timestamp.text)
    }

    @Test func hoursAndMinutesAreMultiplesSince1970InUTC() throws {
        #expect(
            try Self.slots(Schedule(every: "6h"), "2026-03-28T21:00:00Z", "2026-03-29T12:00:00Z")
                == ["2026-03-29T00:00:00Z", "2026-03-29T06:00:00Z", "2026-03-29T12:00:00Z"])
        #expect(
            try Schedule(every: "1h30m").latestSlot(atOrBefore: Self.time("1970-01-02T01:00:00Z"), in: Self.berlin)
                == Self.time("1970-01-02T00:00:00Z"))
        #expect(
            try Schedule(every: "7h").nextSlot(after: Self.time("1969-12-31T20:00:00Z"), in: .utc)
                == Self.time("1970-01-01T00:00:00Z"))
    }

    @Test func daysAreLocalMidnightsAndWeeksBeginOnMondays() throws {
        #expect(
            try Self.slots(Schedule(every: "1d"), "2026-03-28T00:00:00Z", "2026-03-30T22:00:00Z")
                == ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"])
        #expect(
            try Self.slots(Schedule(every: "1w"), "2026-03-20T00:00:00Z", "2026-04-06T00:00:00Z")
                == ["2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z", "2026-04-05T22:00:00Z"])
        // Seven days are counted from 1970-01-01, a Thursday.
        #expect(
            try Self.slots(Schedule(every: "7d"), "2026-06-01T00:00:00Z", "2026-06-07T00:00:00Z", in: .utc) == [
                "2026-06-04T00:00:00Z"
            ])
    }

    @Test func aSkippedTimeRunsAtTheNextInstantAndARepeatedOneOnce() throws {
        let at = try Schedule(at: "02:30")
        #expect(
            try Self.slots(at, "2026-03-28T00:00:00Z", "2026-03-30T23:00:00Z")
                == ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
        #expect(
            try Self.slots(at, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z")
                == ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])
        // 02:00, 02:15, 02:30, 02:45 and 03:00 are one instant, hence one slot.
        #expect(
            try Self.slots(Schedule(cron: "*/15 * * * *"), "2026-03-29T00:45:00Z", "2026-03-29T01:15:00Z")
                == ["2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:15:00Z"])
    }

    @Test func rareDaysAreFound() throws {
        let leap = try Schedule(cron: "0 0 29 2 *")
        #expect(
            try leap.nextSlot(after: Self.time("2096-03-01T00:00:00Z"), in: .utc) == Self.time("2104-02-29T00:00:00Z"))
        #expect(
            try leap.latestSlot(atOrBefore: Self.time("2026-01-01T00:00:00Z"), in: .utc)
                == Self.time("2024-02-29T00:00:00Z"))
        // The 29th by a step from `*`, and a Sunday as well.
        let both = try Schedule(cron: "0 0 */28 2 SUN")
        #expect(
            try both.nextSlot(after: Self.time("2026-02-02T00:00:00Z"), in: .utc) == Self.time("2032-02-01T00:00:00Z")
                || both.nextSlot(after: Self.time("2026-02-02T00:00:00Z"), in: .utc)
                    == Self.time("2032-02-29T00:00:00Z")
        )
    }

    @Test func countingSlotsStopsAtTheLimitAndLeavesOutBothEnds() throws {
        let hourly = try Schedule(every: "1h")
        let (begin, end) = (try Self.time("2026-01-01T00:00:00Z"), try Self.time("2026-01-01T05:00:00Z"))
        #expect(hourly.slotCount(after: begin, before: end, in: .utc, atMost: 100) == 4)
        #expect(hourly.slotCount(after: begin, before: end, in: .utc, atMost: 2) == 2)
        #expect(hourly.slotCount(after: begin, before: begin.addingTimeInterval(3600), in: .utc, atMost: 2) == 0)
        #expect(hourly.slots(from: end, through: begin, in: .utc).isEmpty)
    }

    @Test(
        arguments: [
            ("0s", "every is at least one second", nil),
            ("0.5s", "every is a whole number of seconds", nil),
            ("1 month", "every takes s, m, h, d and w; for months use \"cron\": \"0 0 1 * *\"", nil),
            ("1 quarter", "every takes s, m, h, d and w; for months use \"cron\": \"0 0 1 1,4,7,10 *\"", nil),
            ("1d12h", "days follow the local calendar and hours do not: write either, such as 1d or 36h", nil),
            ("1w2d", "weeks begin on Mondays and days do not: write 9d", "9d"),
            ("400d", "every is at most 366 days", nil),
        ] as [(String, String, String?)])
    func distancesThatHaveNoSlotsAreRefused(text: String, message: String, fix: String?) throws {
        let problem = try #require(throws: SyntaxProblem.self) { try Schedule(every: text) }
        #expect(problem.message == message)
        #expect(problem.fix == fix)
    }

    @Test(
        arguments: [
            ("7am", "07:00"), ("7 pm", "19:00"), ("24:00", "00:00"), ("7.30", "07:30"), ("0730", "07:30"),
            ("7:5", "07:05"), ("7:30:00", "07:30"),
            ("25:00", nil), ("noon", nil), ("", nil), ("-1:00", "01:00"), ("12:60", nil),
        ] as [(String, String?)])
    func atIsATimeOfDay(text: String, fix: String?) throws {
        let problem = try #require(throws: SyntaxProblem.self) { try Schedule(at: text) }
        #expect(problem.fix == fix)
        #expect(problem.message == "at is a time of day from 00:00 to 23:59: write \(fix ?? "07:00")")
    }

    @Test func aScheduleRemembersHowItWasWritten() throws {
        #expect(try Schedule(every: "90m").text == "90m")
        #expect(try Schedule(every: "1w").text == "1w")
        #expect(try Schedule(at: "7:00").text == "07:00")
        #expect(try Schedule(cron: "0 7 * * MON-FRI").text == "0 7 * * MON-FRI")
    }
}
