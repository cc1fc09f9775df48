import Configuration
import Foundation
import Goals
import Testing

/// Fiscal years and holidays.
@Suite struct HolidaysTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func configuration(_ keys: String, goals: String = "") throws -> Configuration {
        try Configuration.load(
            path: folder.write(
                """
                { "timezone": "America/New_York", \(keys), "notify": [], "goals": [ \(goals) ],
                  "sources": { "crm": { "type": "csv", "folder": "data" } } }
                """))
    }

    private func holidays(_ events: String) throws -> Holidays {
        try folder.write(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(events.replacing("\n", with: "\r\n"))\r\nEND:VCALENDAR\r\n",
            to: "x.ics")
        return try configuration(#""holidays": { "file": "x.ics" }"#).holidays
    }

    private func event(_ lines: String) -> String { "BEGIN:VEVENT\n\(lines)\nEND:VEVENT" }

    /// The holidays of a year, as `12-25`.
    private func days(_ holidays: Holidays, _ year: Int) -> [String] {
        let first = CivilTime(year: year, month: 1, day: 1)
        return (0..<(CivilTime(year: year + 1, month: 1, day: 1).day - first.day)).map { first.adding(days: $0) }
            .filter(holidays.contains).map {
                String(format: "%02d-%02d", $0.month, $0.dayOfMonth)
            }
    }

    @Test func quartersAndYearsOfWindowsStartWhereTheFiscalYearDoes() throws {
        let configuration = try configuration(
            #""fiscal_year_start": 2"#,
            goals: #"""
                { "id": "a", "critical": "churn > 5%", "window": "last quarter" },
                { "id": "b", "critical": "churn[this year] > 5%", "window": "last month" }
                """#)
        #expect(configuration.fiscalYearStart == 2)
        #expect(configuration.goals.map(\.window) == [.last(.init(.quarter, yearStart: 2)), .last(.month)])
        #expect(configuration.goals[1].references.map(\.window) == [.this(.init(.year, yearStart: 2))])
    }

    @Test func aListOfDatesIsHolidays() throws {
        let found = try configuration(#""holidays": ["2026-12-25", "2026-12-26", "2026-12-25"]"#)
        #expect(days(found.holidays, 2026) == ["12-25", "12-26"])
        #expect(days(found.holidays, 2027) == [])
        #expect(found.warnings.map(\.message).contains("2026-12-25 is in the list twice"))
    }

    @Test func aCalendarFileIsWatchedAsPartOfTheConfiguration() throws {
        _ = try holidays(event("DTSTART;VALUE=DATE:20261225"))
        let files = try configuration(#""holidays": { "file": "x.ics" }"#).files
        #expect(files.map { URL(fileURLWithPath: $0).lastPathComponent } == ["goals.json", "x.ics"])
    }

    @Test func eventsCoverTheirDaysWithoutTheEnd() throws {
        let found = try holidays(
            event("UID:1\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227") + "\n"
                + event("DTSTART;VALUE=DATE:20260501") + "\n"
                + event("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260601") + "\n"
                + event("DTSTART;VALUE=DATE:20260701\nDURATION:P2D") + "\n"
                + event("DTSTART;VALUE=DATE:20260801\nSTATUS:CANCELLED") + "\n" + event("SUMMARY:Without a date"))
        #expect(days(found, 2026) == ["05-01", "06-01", "07-01", "07-02", "12-24", "12-25", "12-26"])
    }

    @Test func aTimeOfDayIsTakenByItsDateInTheZone() throws {
        let found = try holidays(
            // 23:00 of the day before in New York; then a whole day there, one of Tokyo, a floating one, and one of a zone nobody knows.
            event("DTSTART:20260102T040000Z\nDTEND:20260102T043000Z") + "\n"
                + event("DTSTART;TZID=America/New_York:20260202T000000\nDTEND;TZID=America/New_York:20260203T000000")
                + "\n"
                + event("DTSTART;TZID=Asia/Tokyo:20260303T080000\nDURATION:PT1H") + "\n"
                + event("DTSTART:20260404T000000\nDTEND:20260404T235900") + "\n"
                + event("DTSTART;TZID=\"Eastern; Standard:Time\":20260505T120000\nDURATION:P1DT12H"))
        #expect(days(found, 2026) == ["01-01", "02-02", "03-02", "04-04", "05-05", "05-06"])
    }

    @Test func yearlyEventsComeEveryYear() throws {
        let found = try holidays(
            event("DTSTART;VALUE=DATE:20241225\nRRULE:FREQ=YEARLY") + "\n"
                + event("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY") + "\n"
                + event("DTSTART;VALUE=DATE:20241231\nDTEND;VALUE=DATE:20250102\nRRULE:FREQ=YEARLY;INTERVAL=2") + "\n"
                + event("DTSTART;VALUE=DATE:20240601\nRRULE:FREQ=YEARLY;COUNT=2") + "\n"
                + event("DTSTART;VALUE=DATE:20240701\nRRULE:FREQ=YEARLY;UNTIL=20260701T000000Z") + "\n"
                + event("DTSTART;VALUE=DATE:20240801\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20250801,20260801") + "\n"
                + event("DTSTART;VALUE=DATE:20240903\nRDATE;VALUE=DATE:20270904"))
        #expect(days(found, 2024) == ["02-29", "06-01", "07-01", "08-01", "09-03", "12-25", "12-31"])
        #expect(days(found, 2025) == ["01-01", "06-01", "07-01", "12-25"])
        #expect(days(found, 2026) == ["12-25", "12-31"])
        #expect(days(found, 2027) == ["01-01", "08-01", "09-04", "12-25"])
        #expect(days(found, 2028) == ["02-29", "08-01", "12-25", "12-31"])
    }

    /// The United States' own: by weekday of a month. Dates as opm.gov lists them.
    @Test func weekdaysOfAMonthAreUnderstood() throws {
        let found = try holidays(
            event("DTSTART;VALUE=DATE:20200120\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=3MO;WKST=SU") + "\n"
                + event("DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO") + "\n"
                + event(
                    "DTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TH;BYMONTHDAY=22,23,24,25,26,27,28"
                )
                + "\n" + event("DTSTART;VALUE=DATE:20200704\nRRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4"))
        #expect(days(found, 2026) == ["01-19", "05-25", "07-04", "11-26"])
        #expect(days(found, 2027) == ["01-18", "05-31", "07-04", "11-25"])
    }

    @Test func anOccurrenceThatWasMovedIsAtItsNewPlaceOnly() throws {
        let found = try holidays(
            event("UID:a\nDTSTART;VALUE=DATE:20240501\nRRULE:FREQ=YEARLY") + "\n"
                + event("UID:a\nRECURRENCE-ID;VALUE=DATE:20260501\nDTSTART;VALUE=DATE:20260504") + "\n"
                + event("UID:a\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270501\nSTATUS:CANCELLED"))
        #expect(days(found, 2025) == ["05-01"])
        #expect(days(found, 2026) == ["05-04"])
        #expect(days(found, 2027) == [])
    }

    @Test func linesAreFoldedAndAlarmsAreNoHolidays() throws {
        let found = try holidays(
            event(
                "SUMMARY:Weihn\u{E4}\n chten\nDTSTART;VALUE=\n DATE:202\n\t61225\nBEGIN:VALARM\nDTSTART;VALUE=DATE:20260101\nEND:VALARM"
            ))
        #expect(days(found, 2026) == ["12-25"])
        try folder.write(
            [0xEF, 0xBB, 0xBF]
                + Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260103\nEND:VEVENT\nEND:VCALENDAR".utf8), to: "x.ics")
        #expect(days(try configuration(#""holidays": { "file": "x.ics" }"#).holidays, 2026) == ["01-03"])
    }

    @Test(arguments: [
        ("FREQ=MONTHLY", "RRULE with \"FREQ=MONTHLY\""), ("COUNT=3", "RRULE with \"no FREQ\""),
        ("FREQ=YEARLY;BYWEEKNO=20", "RRULE with \"BYWEEKNO=20\""),
        ("FREQ=YEARLY;BYDAY=MO", "RRULE with \"BYDAY=MO without BYMONTH\""),
        ("FREQ=YEARLY;BYMONTH=13", "RRULE with \"BYMONTH=13\""),
        ("FREQ=YEARLY;INTERVAL=0", "RRULE with \"INTERVAL=0\""),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=6XX", "RRULE with \"BYDAY=6XX\""),
    ])
    func otherRulesAreNamed(rule: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try holidays(event("DTSTART;VALUE=DATE:20260101\nRRULE:\(rule)"))
        }
        #expect(error?.problems.count == 1)
        #expect(error?.problems.first?.message == "x.ics, line 5: \(message) is not understood here")
    }

    @Test(arguments: [
        ("", "x.ics, line 1: this is not a calendar: there is no BEGIN:VCALENDAR in it"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "x.ics, line 1: there is no event in this calendar"),
    ])
    func whatIsNoCalendarIsSaid(text: String, message: String) throws {
        try folder.write(text, to: "x.ics")
        let error = #expect(throws: ConfigurationError.self) {
            try configuration(#""holidays": { "file": "x.ics" }"#)
        }
        #expect(error?.problems.map(\.message) == [message])
    }

    @Test func aCalendarThatIsMissingIsAProblemOfTheFile() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try configuration(#""holidays": { "file": "none.ics" }"#)
        }
        #expect(error?.problems.first?.path == "holidays.file")
        #expect(error?.problems.first?.message.hasSuffix("none.ics does not exist") == true)
    }
}
