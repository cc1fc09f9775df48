import Goals
import Testing

@Suite struct WindowTests {
    @Test(arguments: [
        ("30d", Window.rolling(Span(days: 30, text: ""))), ("1 month", .rolling(Span(months: 1, text: ""))),
        ("last month", .last(.month)), ("this week", .this(.week)), (" Last  Quarter ", .last(.quarter)),
        ("last day", .last(.day)),
        ("this year", .this(.year)),
    ])
    func aWindowIsASpanOrALastOrThisPeriod(text: String, window: Window) throws {
        #expect(try Window(parsing: text) == window)
        #expect(try Window(parsing: window.text.isEmpty ? text : window.text) == window)
    }

    @Test(
        arguments: [
            ("", "a length of time is missing: write 30d, 1h30m or 1 month", nil),
            ("0d", "a window has a length: write 30d", nil),
            ("last moth", "write last month", "last month"),
            ("last 30 days", "a rolling window is its length alone: write 30 days", "30 days"),
            ("previous month", "write last month", "last month"), ("current year", "write this year", "this year"),
            ("last", "last goes with day, week, month, quarter or year", nil),
            (
                "forever",
                "a window is a length of time (30d, 1 month), or last or this with day, week, month, quarter or year",
                nil
            ), ("30", "30 has no unit: write 30s, 30m, 30h or 30d", "30d"),
        ] as [(String, String, String?)])
    func whatIsNoWindowIsRefusedWithWhatToWrite(text: String, message: String, fix: String?) throws {
        let problem = try #require(throws: SyntaxProblem.self) { try Window(parsing: text) }
        #expect(problem.message == message)
        #expect(problem.fix == fix)
        if let fix { _ = try Window(parsing: fix) }
    }
}
