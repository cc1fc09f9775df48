import Foundation
import Goals
import Testing

/// Local times, windows and slots round changes of the clock, as Python's zoneinfo has them: Fixtures/zones.tsv, made by zones.py beside it.
@Suite struct ZoneTableTests {
    struct Row {
        var zone: Zone
        var fields: [String]
        var line: Int

        func time(_ index: Int, in zone: Zone = .utc) throws -> Date {
            try #require(Timestamp.parse(fields[index], in: zone))
        }
    }

    static func rows(_ kind: String) throws -> [Row] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/zones.tsv")
        var zones: [String: Zone] = [:]
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").enumerated().compactMap {
            index, line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields[0] == kind else { return nil }
            let zone = try zones[fields[1]] ?? #require(Zone(fields[1]))
            zones[fields[1]] = zone
            return Row(zone: zone, fields: fields, line: index + 1)
        }
    }

    static func civil(_ text: String) throws -> CivilTime {
        CivilTime(utc: try #require(Timestamp.parse(text, in: .utc)))
    }

    @Test func aLocalTimeIsTheInstantThatZoneinfoSays() throws {
        let rows = try Self.rows("local")
        #expect(rows.count > 1000)
        for row in rows {
            let civil = try Self.civil(row.fields[2])
            #expect(try row.zone.instant(civil) == row.time(3), "line \(row.line), the next instant")
            #expect(try row.zone.instant(civil, gap: .shifted) == row.time(4), "line \(row.line), shifted")
            #expect(try row.time(2, in: row.zone) == row.time(4), "line \(row.line), as data")
        }
    }

    @Test func theClockShowsWhatZoneinfoSays() throws {
        let rows = try Self.rows("clock")
        #expect(rows.count > 100)
        for row in rows {
            #expect(try row.zone.civil(row.time(2)) == Self.civil(row.fields[3]), "line \(row.line)")
        }
    }

    @Test func aWindowBeginsAndEndsWhereZoneinfoSays() throws {
        let rows = try Self.rows("window")
        #expect(rows.count > 1000)
        for row in rows {
            let range = try Window(parsing: row.fields[2]).range(asOf: row.time(3), in: row.zone)
            #expect(try range == TimeRange(start: row.time(4), end: row.time(5)), "line \(row.line): \(row.fields)")
        }
    }

    @Test func slotsAreWhereZoneinfoSays() throws {
        let rows = try Self.rows("slots")
        #expect(rows.count > 150)
        for row in rows {
            let words = row.fields[2].split(separator: " ", maxSplits: 1).map(String.init)
            let schedule =
                switch words[0] {
                case "every": try Schedule(every: words[1])
                case "cron": try Schedule(cron: words[1])
                default: try Schedule(at: words[1])
                }
            let (begin, end) = try (row.time(3), row.time(4))
            let wanted = row.fields[5].split(separator: " ").map(String.init)
            let found = schedule.slots(from: begin, through: end, in: row.zone)
            #expect(found.map(Timestamp.text) == wanted, "line \(row.line): \(row.fields[1]) \(row.fields[2])")
            for (slot, next) in zip(found, found.dropFirst()) {
                let between = slot.addingTimeInterval(next.timeIntervalSince(slot) / 2)
                #expect(schedule.latestSlot(atOrBefore: slot, in: row.zone) == slot)
                #expect(schedule.latestSlot(atOrBefore: between, in: row.zone) == slot)
                #expect(schedule.nextSlot(after: slot, in: row.zone) == next)
                #expect(schedule.nextSlot(after: between, in: row.zone) == next)
            }
            guard let first = found.first, let last = found.last else { continue }
            #expect(
                schedule.slotCount(after: first, before: last, in: row.zone, atMost: .max) == max(0, found.count - 2))
            #expect(
                schedule.slotCount(after: first, before: last, in: row.zone, atMost: 2)
                    == min(2, max(0, found.count - 2)))
        }
    }
}
