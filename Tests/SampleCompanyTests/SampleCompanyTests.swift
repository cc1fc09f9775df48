import Foundation
import Goals
import Testing

@testable import SampleCompany

@Suite struct SampleCompanyTests {
    static let days = [
        (2026, 11, 24), (2027, 1, 1), (2027, 2, 28), (2027, 6, 20), (2028, 2, 29), (2026, 3, 29), (2026, 10, 25),
    ]

    @Test func theRepositorysGoalsAreTheSampleCompanys() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let text = try String(contentsOf: root.appendingPathComponent("goals.json"), encoding: .utf8)
        #expect(text == SampleCompany.goals)
    }

    @Test(arguments: [SampleCompany.goals, SampleCompany.minimalGoals])
    func whatIsWrittenIsStrictJSON(text: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect((object?["goals"] as? [Any])?.isEmpty == false)
    }

    @Test func theSameDayGivesTheSameBytes() throws {
        try inFolder { first in
            try inFolder { second in
                try SampleCompany.write(to: first, asOf: Self.noon(2026, 11, 24))
                try SampleCompany.write(to: second, asOf: Self.noon(2026, 11, 24).addingTimeInterval(3600))
                for table in CanonicalTable.all {
                    let name = "/data/\(table.name).csv"
                    #expect(FileManager.default.contents(atPath: first + name) != nil)
                    #expect(
                        FileManager.default.contents(atPath: first + name)
                            == FileManager.default.contents(atPath: second + name))
                }
            }
        }
    }

    @Test(arguments: [(2026, 11, 24), (2027, 1, 1), (2028, 2, 29)])
    func theNewestRowIsFromYesterdayAndNothingIsLater(year: Int, month: Int, day: Int) throws {
        let today = CivilTime.days(year: year, month: month, day: day)
        try inFolder { folder in
            try SampleCompany.write(to: folder, asOf: Self.noon(year, month, day))
            for table in CanonicalTable.all {
                let text = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/data/\(table.name).csv"))
                let header = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).split(
                    separator: ",")
                for column in table.columns {
                    #expect(header.contains(Substring(column.name)), "\(table.name).csv has no \(column.name)")
                }
                let newest = Self.newestDay(in: [UInt8](text))
                let daily = !["customers", "leads", "orders", "subscriptions"].contains(table.name)
                #expect(daily ? newest == today - 1 : newest < today, "\(table.name).csv")
            }
        }
    }

    @Test func thereAreAboutTwoThousandCustomers() throws {
        let tables = SampleCompany.tables(asOf: Self.noon(2026, 11, 24))
        #expect(tables.map(\.name).sorted() == CanonicalTable.all.map(\.name).sorted())
        for table in tables where table.name == "customers" { #expect((1900...2300).contains(table.rows)) }
    }

    @Test(arguments: days)
    func theHolidaysAreLongOverAndWithinTheYear(year: Int, month: Int, day: Int) {
        let today = CivilTime.days(year: year, month: month, day: day)
        let holidays = Stories(today: today).holidays
        #expect(holidays.upperBound + 60 <= today)
        #expect(holidays.lowerBound > today - 365)
    }

    @Test func nothingIsOverwritten() throws {
        try inFolder { folder in
            try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/goals.json"))
            #expect(throws: SampleCompanyError.self) {
                try SampleCompany.write(to: folder, asOf: Self.noon(2026, 11, 24))
            }
            #expect(FileManager.default.contents(atPath: folder + "/goals.json") == Data("mine".utf8))
            #expect(!FileManager.default.fileExists(atPath: folder + "/data"))
        }
    }

    @Test func anErrorNamesWhatIsThere() throws {
        try inFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: false)
            do throws(SampleCompanyError) {
                try SampleCompany.write(to: folder, asOf: Self.noon(2026, 11, 24))
                Issue.record("data/ was written into")
            } catch {
                #expect(error.description.contains(folder + "/data is already there"))
            }
        }
    }

    @Test func workIsDoneInOfficeHours() {
        // 2026-11-20 is a Friday.
        let friday = CivilTime.days(year: 2026, month: 11, day: 20)
        let cases = [
            (Moment(day: friday, minute: 9 * 60), 30, Moment(day: friday, minute: 9 * 60 + 30)),
            (Moment(day: friday, minute: 6 * 60), 30, Moment(day: friday, minute: 8 * 60 + 30)),
            (Moment(day: friday, minute: 17 * 60 + 50), 30, Moment(day: friday + 3, minute: 8 * 60 + 20)),
            (Moment(day: friday + 1, minute: 700), 700, Moment(day: friday + 4, minute: 8 * 60 + 100)),
        ]
        for (start, minutes, end) in cases { #expect(start.afterWork(minutes: minutes) == end) }
    }

    @Test func fieldsAreQuotedWhereTheyMustBe() throws {
        var table = CSVTable("t", "a", "b")
        table.add([.text("Löwe, \"Bau\""), .money(-12.3)])
        table.add([.empty, .moment(Moment(day: 0, minute: 61))])
        try inFolder { folder in
            try table.write(to: folder)
            let text = try String(contentsOfFile: folder + "/t.csv", encoding: .utf8)
            #expect(text == "a,b\n\"Löwe, \"\"Bau\"\"\",-12.30\n,1970-01-01 01:01:00\n")
        }
    }

    private static func noon(_ year: Int, _ month: Int, _ day: Int) -> Date {
        Zone.utc.instant(CivilTime(year: year, month: month, day: day, hour: 12))
    }

    /// The latest date at the beginning of a field.
    private static func newestDay(in text: [UInt8]) -> Int {
        var newest = 0
        text.withUnsafeBufferPointer { bytes in
            for start in 1..<max(1, bytes.count - 10) where bytes[start - 1] == UInt8(ascii: ",") {
                guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-") else { continue }
                let date = String(decoding: bytes[start..<start + 10], as: UTF8.self).split(separator: "-")
                let numbers = date.compactMap { Int($0) }
                guard numbers.count == 3 else { continue }
                newest = max(newest, CivilTime.days(year: numbers[0], month: numbers[1], day: numbers[2]))
            }
        }
        return newest
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("crmgoals-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
        }
        try body(folder)
    }
}
