import Foundation
import GRDB
import Goals
import KPIs
import Testing

@testable import Warehouse

/// The words of SQLite's dialect that it does not have by itself.
@Suite struct SQLiteWordsTests {
    private func database() throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.prepareDatabase { SQLiteFunctions.register(on: $0.sqliteConnection) }
        return try DatabaseQueue(configuration: configuration)
    }

    private func rows(_ sql: KPIs.SQL, on database: Database) throws -> [Row] {
        let (text, bound) = sql.rendered(placeholder: SQLiteDialect().placeholder)
        return try Row.fetchAll(database, sql: text, arguments: SQLiteValues.arguments(bound))
    }

    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "Australia/Sydney", "Pacific/Apia", "Asia/Kathmandu", "America/Sao_Paulo",
        "UTC",
    ])
    func theLocalDayIsWhatTheClockInTheZoneShows(name: String) throws {
        let zone = try #require(Zone(name))
        let end = time("2027-01-01")
        var random = SeededGenerator(seed: 7)
        var times = (0..<4_000).map { _ in
            Double.random(in: -200_000_000..<end.timeIntervalSince1970, using: &random).rounded()
        }
        // Just before, at and after each change of the offset and each midnight of a year.
        for change in zone.offsetChanges(from: Date(timeIntervalSince1970: 0), through: end).changes {
            times += [-1, 0, 1, 3600].map { Double(change.second) + $0 }
        }
        for day in 0..<366 {
            let midnight = zone.instant(CivilTime(day: 15_200 + day)).timeIntervalSince1970
            times += [midnight - 0.000001, midnight]
        }
        try database().read { database throws in
            try database.execute(sql: "SELECT 1")
            for seconds in times {
                let date = Date(timeIntervalSince1970: seconds)
                let place = KPIs.SQL.bound(Bound("t", .time(date)))
                let found = try rows("SELECT \(SQLiteDialect().localDay(place, in: zone, before: end))", on: database)
                // Before 1970 the offset of 1970 is used.
                if seconds >= 0 || name == "UTC" {
                    #expect(found[0][0] as Int? == zone.civil(date).day, "\(name) \(Timestamp.text(date))")
                }
            }
        }
    }

    @Test func theVarianceKeepsItsDigitsFarFromZero() throws {
        try database().read { database throws in
            func variance(_ values: [Double?]) throws -> Double? {
                let list = values.map { $0.map { "(\($0))" } ?? "(NULL)" }.joined(separator: ", ")
                return try Row.fetchOne(
                    database, sql: "SELECT \(SQLiteFunctions.variance)(column1) FROM (VALUES \(list))")?[0]
            }
            #expect(try variance([nil]) == nil)
            #expect(try variance([5, nil]) == nil)
            #expect(try variance([100.1, 100.1, 100.1]) == 0)
            #expect(try variance([1, 2, nil, 3, 4]) == 5.0 / 3)
            let far = try #require(try variance([1_000_000_001, 1_000_000_002, 1_000_000_003, 1_000_000_004]))
            #expect(abs(far - 5.0 / 3) < 1e-9)
        }
    }

    @Test func theFirstValueIsThatOfTheLeastDayEvenIfItIsNull() throws {
        try database().read { database throws in
            func first(_ rows: String) throws -> Double? {
                try Row.fetchOne(
                    database, sql: "SELECT \(SQLiteFunctions.first)(column1, column2) FROM (VALUES \(rows))")?[0]
            }
            #expect(try first("(7, 3), (5, 1), (6, 2)") == 5)
            #expect(try first("(7, 3), (NULL, 1), (6, 2)") == nil)
            #expect(try first("(7, -3), (5, 1)") == 7)
        }
    }
}
