import Foundation
import Goals
import Testing

@testable import Warehouse

@Suite struct IngestDateFormatTests {
    static let cases: [(format: String, cell: String, utc: String)] = [
        ("dd.MM.yyyy HH:mm", "01.03.2026 09:30", "2026-03-01T09:30:00Z"),
        ("dd.MM.yyyy HH:mm", "1.3.2026 9:30", "2026-03-01T09:30:00Z"),
        ("dd-MM-yyyy HH:mm", "29-02-2016 01:16", "2016-02-29T01:16:00Z"),
        ("M/d/yy H:mm", "3/1/26 9:05", "2026-03-01T09:05:00Z"),
        ("M/d/yy", "12/31/68", "2068-12-31T00:00:00Z"),
        ("M/d/yy", "12/31/69", "1969-12-31T00:00:00Z"),
        ("yyyyMMdd", "20260301", "2026-03-01T00:00:00Z"),
        ("yyyyMMddHHmmss", "20260301093059", "2026-03-01T09:30:59Z"),
        ("M/d/yyyy h:mm a", "3/1/2026 12:05 AM", "2026-03-01T00:05:00Z"),
        ("M/d/yyyy h:mm a", "3/1/2026 12:05 pm", "2026-03-01T12:05:00Z"),
        ("M/d/yyyy h:mm a", "3/1/2026 11:05 p.m.", "2026-03-01T23:05:00Z"),
        ("d MMM yyyy", "5 may 2012", "2012-05-05T00:00:00Z"),
        ("d. MMM yyyy", "5. Okt. 2012", "2012-10-05T00:00:00Z"),
        ("d. MMMM yyyy", "5. März 2012", "2012-03-05T00:00:00Z"),
        ("d. MMMM yyyy", "5. MÄRZ 2012", "2012-03-05T00:00:00Z"),
        ("EEE, d MMM yyyy HH:mm:ss Z", "Sun, 1 Mar 2026 09:30:00 +0200", "2026-03-01T07:30:00Z"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSS", "2026-03-01T09:30:00.250", "2026-03-01T09:30:00.250000Z"),
        ("dd.MM.yyyy 'um' H 'o''clock'", "01.03.2026 um 9 o'clock", "2026-03-01T09:00:00Z"),
        ("dd.MM.yyyy HH:mm:ss.SSS", "31.12.1899 23:59:59.999999", "1899-12-31T23:59:59.999999Z"),
    ]

    @Test(arguments: cases) func aFormatReadsItsForm(_ row: (format: String, cell: String, utc: String)) throws {
        let format = try DateFormat(parsing: row.format)
        #expect(micros(row.cell) { format.parse($0) } == row.utc)
    }

    @Test(arguments: [
        ("dd.MM.yyyy", "31.02.2026"), ("dd.MM.yyyy", "01.03.26"), ("dd.MM.yyyy", "01.03.2026 10:00"),
        ("dd.MM.yyyy HH:mm", "01.03.2026"), ("dd.MM.yyyy", "01/03/2026"), ("dd.MM.yyyy", ""),
        ("M/d/yyyy h:mm a", "3/1/2026 13:05 PM"), ("dd.MM.yyyy HH:mm", "01.03.2026 24:01"), ("yyyyMMdd", "2026031"),
        ("d MMM yyyy", "5 foo 2012"), ("M/d/yy", "3/1/2026"),
    ])
    func whatDoesNotHaveTheFormIsNoTime(format: String, cell: String) throws {
        let format = try DateFormat(parsing: format)
        #expect(micros(cell) { format.parse($0) } == nil)
    }

    @Test(arguments: [
        ("YYYY-MM-dd", "Y is the year of the week"), ("dd.mm.yyyy", "no month; write MM"), ("dd.MM", "needs one year"),
        ("MM/yyyy", "needs one day"), ("dd.MM.yyyy hh:mm", "needs a for am or pm"),
        ("dd.MM.yyyy HH:mm a", "goes with h"),
        ("yyyy-MM-ddTHH:mm", "in quotes"), ("dd.MM.yyyy 'um", "not closed"), ("yyyy-DDD", "day of the year"),
        ("dd.MM.yyyy mm", "no hour"), ("", "needs one year"), ("%d.%m.%Y", "Y is the year of the week"),
    ])
    func aFormatThatCannotBeReadIsRefusedWithWhatToWrite(format: String, advice: String) {
        #expect {
            try DateFormat(parsing: format)
        } throws: { error in
            "\(error)".contains(advice)
        }
    }

    @Test(arguments: [
        ("2026-03-01", "2026-03-01T00:00:00Z"), ("20260301", "2026-03-01T00:00:00Z"),
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"), ("2026-03-01 09:30:00", "2026-03-01T09:30:00Z"),
        ("2026-03-01 09:30", "2026-03-01T09:30:00Z"), ("2026-03-01t09:30:00.5z", "2026-03-01T09:30:00.500000Z"),
        ("2026-03-01T09:30:00+02:00", "2026-03-01T07:30:00Z"), ("2026-03-01 09:30:00-0530", "2026-03-01T15:00:00Z"),
        ("2026-03-01 09:30:00+02", "2026-03-01T07:30:00Z"), ("2026-03-01 09:30:00 UTC", "2026-03-01T09:30:00Z"),
        ("20260301T093000Z", "2026-03-01T09:30:00Z"), ("2026-03-01T24:00:00", "2026-03-02T00:00:00Z"),
        (" 2026-03-01 ", "2026-03-01T00:00:00Z"), ("2026-03-01 09:30:00,123456789", "2026-03-01T09:30:00.123456Z"),
    ])
    func everyFormOfISO8601IsRead(cell: String, utc: String) {
        #expect(micros(cell, ISOTime.parse) == utc)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-3-1", "2026-03", "2026-03-01T", "2026-03-01T25:00", "2026-03-01T09:30:00+2",
        "2026-03-01x", "0001", "2026-03-01T09:30:00Zx", "-2026-03-01", "2026-03-01T09:60",
    ])
    func whatIsNotISO8601IsNoTime(cell: String) {
        #expect(micros(cell, ISOTime.parse) == nil)
    }

    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"])
    func theCachedClockSaysWhatTheZoneSays(identifier: String) throws {
        let zone = try #require(Zone(identifier))
        var clock = LocalClock(zone: zone)
        let first = CivilTime.days(year: 2011, month: 10, day: 1)
        for day in first..<first + 800 {
            for minute in stride(from: 0, to: 1440, by: 30) {
                let expected = zone.instant(CivilTime(day: day, second: Double(minute * 60)), gap: .shifted)
                let time = WrittenTime(day: day, microsecond: minute * 60_000_000)
                #expect(clock.microseconds(time) == Int(expected.timeIntervalSince1970) * 1_000_000)
            }
        }
    }

    /// The cell in UTC, as text.
    private func micros(_ text: String, _ parse: (Cell) -> WrittenTime?) -> String? {
        var clock = LocalClock(zone: .utc)
        return withCell(text) { cell in
            parse(cell).map { Timestamp.text(Date(timeIntervalSince1970: Double(clock.microseconds($0)) / 1e6)) }
        }
    }
}

/// `text` as a reader hands it out.
func withCell<Result>(_ text: String, _ body: (Cell) throws -> Result) rethrows -> Result {
    var bytes = Array(text.utf8)
    bytes.append(0)
    return try bytes.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else {
            return try body(Cell(start: UnsafePointer(bitPattern: 1)!, count: 0))
        }
        return try body(Cell(start: start, count: buffer.count - 1))
    }
}
