import Foundation
import Goals
import Testing

@Suite struct SpanTests {
    @Test(arguments: [
        ("30d", Span(days: 30, text: "")), ("1h30m", Span(seconds: 5400, text: "")), ("0s", .zero),
        ("1 month", Span(months: 1, text: "")), ("2 quarters", Span(months: 6, text: "")),
        ("1 year", Span(months: 12, text: "")),
        ("2w", Span(days: 14, text: "")), ("90 days", Span(days: 90, text: "")),
        (" 15 min ", Span(seconds: 900, text: "")),
        ("1 year 2 months", Span(months: 14, text: "")), ("1w2d3h4m5s", Span(days: 9, seconds: 11_045, text: "")),
        ("1.1h", Span(seconds: 3960, text: "")), (".5h", Span(seconds: 1800, text: "")),
        ("0.1s", Span(seconds: 0.1, text: "")),
        ("24H", Span(seconds: 86_400, text: "")), ("1 Year", Span(months: 12, text: "")),
    ])
    func aSpanIsReadAsPeopleSayIt(text: String, span: Span) throws {
        #expect(try Span(parsing: text) == span)
        #expect(try Span(parsing: text).text == text.trimmingCharacters(in: .whitespaces))
    }

    @Test(
        arguments: [
            ("", "a length of time is missing: write 30d, 1h30m or 1 month", nil),
            ("30", "30 has no unit: write 30s, 30m, 30h or 30d", "30d"),
            ("-1d", "a length of time cannot be negative", nil),
            ("1M", "M is not a unit of time: write 1 month", "1 month"),
            ("2y", "y is not a unit of time: write 2 year", "2 year"),
            ("3 hrs", "hrs is not a unit of time: write 3h", "3h"),
            ("1.5d", "days and weeks are whole numbers: write 36h", "36h"),
            ("0.5w", "days and weeks are whole numbers: write 84h", "84h"),
            ("1.5 months", "a length in months, quarters or years is a whole number of them", nil),
            ("30m1h", "write the longest unit first and each once, as in 1h30m", nil),
            ("1h1h", "write the longest unit first and each once, as in 1h30m", nil),
            ("2000 years", "a length of time is at most 1000 years", nil),
            ("999999999999999999d", "a length of time is at most 1000 years", nil),
            ("99999999999999999999s", "99999999999999999999 is not a number", nil),
            ("1.2.3h", "1.2.3 is not a number", nil),
            ("soon", "a length of time is a number and a unit: write 30d, 1h30m or 1 month", nil),
            ("5 parsecs", "parsecs is not a unit of time: use s, m, h, d, w, month, quarter or year", nil),
            ("7 tage", "tage is not a unit of time: use s, m, h, d, w, month, quarter or year", nil),
        ] as [(String, String, String?)])
    func whatIsNoSpanIsRefusedWithWhatToWrite(text: String, message: String, fix: String?) throws {
        let problem = try #require(throws: SyntaxProblem.self) { try Span(parsing: text) }
        #expect(problem.message == message)
        #expect(problem.fix == fix)
        if let fix { _ = try Span(parsing: fix) }
    }

    @Test func aMonthEndsWithTheMonthAndALeapDayWithFebruary() throws {
        let times = [
            ("2026-03-31T12:00:00Z", "1 month", -1, "2026-02-28T12:00:00Z"),
            ("2028-03-31T12:00:00Z", "1 month", -1, "2028-02-29T12:00:00Z"),
            ("2028-02-29T00:00:00Z", "1 year", -1, "2027-02-28T00:00:00Z"),
            ("2028-02-29T00:00:00Z", "4 years", -1, "2024-02-29T00:00:00Z"),
            ("2026-11-30T00:00:00Z", "1 quarter", 1, "2027-02-28T00:00:00Z"),
            ("1999-12-31T23:59:59Z", "1d", 1, "2000-01-01T23:59:59Z"),
            ("0001-01-01T00:00:00Z", "1 month", -1, "0000-12-01T00:00:00Z"),
        ]
        for (from, span, count, to) in times {
            let date = try #require(Timestamp.parse(from, in: .utc))
            #expect(Timestamp.text(try Span(parsing: span).added(to: date, times: count, in: .utc)) == to)
        }
    }
}
