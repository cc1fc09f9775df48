import Goals
import Testing

@Suite struct CronTests {
    @Test(arguments: [
        ("* * * * *", 0...59, 0...23, 1...31, 1...12, 0...6), ("0 7 * * MON-FRI", 0...0, 7...7, 1...31, 1...12, 1...5),
        ("0 7 * * mon-fri", 0...0, 7...7, 1...31, 1...12, 1...5),
        ("5 4 1-7 jan-mar *", 5...5, 4...4, 1...7, 1...3, 0...6),
        ("0 0 * * 0-6", 0...0, 0...0, 1...31, 1...12, 0...6), ("0 0 * * 1-7", 0...0, 0...0, 1...31, 1...12, 0...6),
        ("0 0 * * MON-SUN", 0...0, 0...0, 1...31, 1...12, 0...6), ("0 0 29 2 *", 0...0, 0...0, 29...29, 2...2, 0...6),
    ])
    func fieldsAreNumbersNamesAndRanges(
        text: String, minutes: ClosedRange<Int>, hours: ClosedRange<Int>, days: ClosedRange<Int>,
        months: ClosedRange<Int>,
        weekdays: ClosedRange<Int>
    ) throws {
        let cron = try Cron(parsing: text)
        #expect(cron.minutes == Set(minutes))
        #expect(cron.hours == Set(hours))
        #expect(cron.days == Set(days))
        #expect(cron.months == Set(months))
        #expect(cron.weekdays == Set(weekdays))
    }

    @Test func listsStepsAndSevenForSundayAreRead() throws {
        #expect(try Cron(parsing: "*/15 8-18/5 * * *").minutes == [0, 15, 30, 45])
        #expect(try Cron(parsing: "*/15 8-18/5 * * *").hours == [8, 13, 18])
        #expect(try Cron(parsing: "0,10,50-52 0 * * *").minutes == [0, 10, 50, 51, 52])
        #expect(try Cron(parsing: "0 0 * * 7").weekdays == [0])
        #expect(try Cron(parsing: "0 0 * * SUN").weekdays == [0])
        #expect(try Cron(parsing: "0 0 * * SAT-SUN").weekdays == [6, 0])
        #expect(try Cron(parsing: "0 0 * * SUN-TUE").weekdays == [0, 1, 2])
        #expect(try Cron(parsing: "0 0 * * 7-2").weekdays == [0, 1, 2])
        #expect(try Cron(parsing: "0 0 * JAN,JUL FRI,SUN").months == [1, 7])
        #expect(try Cron(parsing: "  0   0 * *  *\t").text == "0 0 * * *")
    }

    @Test func twoRestrictedDayFieldsAreEitherAndAStarNarrows() throws {
        #expect(try Cron(parsing: "0 0 13 * FRI").daysRestricted)
        #expect(try Cron(parsing: "0 0 13 * FRI").weekdaysRestricted)
        #expect(try !Cron(parsing: "0 0 */2 * FRI").daysRestricted)
    }

    @Test(
        arguments: [
            ("61 * * * *", "the minute is 0 to 59, not 61", "61", nil),
            ("0 24 * * *", "the hour is 0 to 23, not 24", "24", nil),
            ("0 0 0 * *", "the day of the month is 1 to 31, not 0", "0", nil),
            ("0 0 1 13 *", "the month is 1 to 12 or JAN to DEC, not 13", "13", nil),
            ("0 0 * * 8", "the day of the week is 0 to 7 or SUN to SAT, not 8", "8", nil),
            ("0 0 * * MONDAY", "the day of the week is 0 to 7 or SUN to SAT, not MONDAY", "MONDAY", "0 0 * * MON"),
            ("0 0 31 2 *", "this never happens: FEB has no day 31", "31", nil),
            ("0 0 31 4,6,9,11 *", "this never happens: APR, JUN, SEP, NOV has no day 31", "31", nil),
            ("0 0 30 2 MON", "this never happens: FEB has no day 30", "30", nil),
            ("*/0 * * * *", "the step after / is a whole number from 1, not 0", "*/0", nil),
            (
                "*/90 * * * *",
                "a step of 90 in 0-59 would only ever give 0; use every for distances that cross the hour", "*/90",
                "0 * * * *"
            ), ("5/10 * * * *", "a step needs a range or *: write 5-59/10", "5/10", "5-59/10 * * * *"),
            ("0 0 * * FRI-MON", "FRI-MON runs backwards: write FRI-SAT,SUN-MON", "FRI-MON", "0 0 * * FRI-SAT,SUN-MON"),
            ("50-10 * * * *", "50-10 runs backwards: write 50-59,0-10", "50-10", "50-59,0-10 * * * *"),
            ("0,,5 * * * *", "an entry of the list for the minute is empty", ",", nil),
            ("0 0 L * *", "the day of the month is 1 to 31, not L (?, L, W and # are not supported)", "L", nil),
            ("-5 * * * *", "the minute is 0 to 59, not nothing", "-", nil),
            ("1.5 * * * *", "the minute is 0 to 59, not 1.5", "1.5", nil),
            ("* * * *", "a cron line has five fields (minute, hour, day, month, weekday), this has 4", "* * * *", nil),
            (
                "0 0 7 * * MON",
                "a cron line has five fields (minute, hour, day, month, weekday), this has 6; there is no field for seconds",
                "MON", nil
            ), ("", "a cron line has five fields (minute, hour, day, month, weekday), this has 0", "", nil),
            ("@daily", "a cron line has five fields: write 0 0 * * *", "@daily", "0 0 * * *"),
            ("@reboot", "a cron line has five fields, as in 0 7 * * MON-FRI", "@reboot", nil),
        ] as [(String, String, String, String?)])
    func nonsenseIsRefusedWithTheReason(text: String, message: String, marked: String, fix: String?) throws {
        let problem = try #require(throws: SyntaxProblem.self) { try Cron(parsing: text) }
        #expect(problem.message == message)
        #expect(text.dropFirst(problem.offset).hasPrefix(marked))
        #expect(problem.fix == fix)
        if let fix { _ = try Cron(parsing: fix) }
    }
}
