import Foundation
import Goals
import Testing

@testable import Warehouse

/// Whatever happens to the files of a source: its tables are those that reading everything anew makes.
@Suite struct IngestHistoryTests {
    @Test(arguments: 0..<12)
    func anyHistoryOfItsFilesGivesWhatReadingThemAnewGives(seed: UInt64) throws {
        var history = try FileHistory(seed: seed)
        for step in 0..<30 {
            let what = try history.happen()
            var reports = try history.fixture.refresh(history.source)
            if reports.values.contains(where: { !$0.waiting.isEmpty }) {
                reports = try history.fixture.refresh(history.source)
            }
            let fresh = try history.readAnew()
            let context = Comment(rawValue: "seed \(seed), step \(step): \(what)")
            for table in ["tickets", "visits"] {
                let (left, right) = (reports[table], fresh.reports[table])
                #expect(left?.rows == right?.rows, context)
                #expect(left?.readRows == right?.readRows, context)
                #expect(left?.bad == right?.bad, context)
                #expect(left?.replaced == right?.replaced, context)
                #expect(left?.failure == right?.failure, context)
                #expect(left?.newest == right?.newest, context)
                #expect(left?.columns == right?.columns, context)
                if left?.failure == nil || right?.rows != 0 {
                    #expect(try history.fixture.contents(of: table) == fresh.rows[table], context)
                }
            }
        }
    }
}

/// Random changes to the files of one source, two tables from them: one with ids, one of a query.
struct FileHistory {
    let fixture: IngestFixture
    let source: CSVSource
    private var random: SeededGenerator
    private var nextID = 1
    private let lineEnd: String
    private let isWindows: Bool

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        fixture = try IngestFixture()
        lineEnd = seed % 2 == 0 ? "\n" : "\r\n"
        isWindows = seed % 3 == 0
        let file = fixture.file("cases", "c-*.csv") { $0.delimiter = ";" }
        source = fixture.source(
            files: [file],
            tables: [
                .columns("tickets", from: "cases"),
                .query("visits", "SELECT opened_at AS visited_at, note FROM cases WHERE id <> '7'"),
            ], change: { $0.allowedBadRows = 1 })
        try write(0, header + row() + row())
    }

    private var header: String { "id;opened_at;note" + lineEnd }

    private func name(_ file: Int) -> String { "c-\(file).csv" }

    private func bytes(_ text: String) -> [UInt8] {
        isWindows ? text.unicodeScalars.map { UInt8($0.value) } : Array(text.utf8)
    }

    private func write(_ file: Int, _ text: String) throws {
        try fixture.write(name(file), bytes(text))
        fixture.touch(name(file))
    }

    private mutating func row() -> String {
        let notes = ["a", "\"two\nlines\"", "M\u{FC}ller", "\"say \"\"hi\"\"\"", "", "\"a;b\""]
        if !random.chance(3) { nextID += 1 }
        let id = random.chance(4) ? "" : "\(random.chance(5) ? random.below(nextID) + 1 : nextID)"
        let time = random.chance(9) ? "never" : "2026-03-0\(1 + random.below(9))"
        return "\(id);\(time);\(notes[random.below(notes.count)])\(lineEnd)"
    }

    private var existing: [Int] {
        (0..<8).filter { FileManager.default.fileExists(atPath: fixture.path(name($0))) }
    }

    /// - Returns: what happened, for the message of a failure.
    mutating func happen() throws -> String {
        let files = existing
        guard let file = files.isEmpty ? nil : files[random.below(files.count)] else {
            try write(random.below(8), header + row())
            return "a first file"
        }
        switch random.below(11) {
        case 0...3:
            let rows = (0...random.below(4)).map { _ in row() }.joined()
            try fixture.append(name(file), bytes(rows))
            return "\(name(file)) grew by \(rows.debugDescription)"
        case 4, 5:
            let row = row()
            let part = String(
                String.UnicodeScalarView(row.unicodeScalars.prefix(random.below(row.unicodeScalars.count))))
            try fixture.append(name(file), bytes(part))
            return "\(name(file)) grew by \(part.debugDescription)"
        case 6:
            try write(file, header + row() + row() + row())
            return "\(name(file)) was rewritten"
        case 7:
            try FileManager.default.removeItem(atPath: fixture.path(name(file)))
            return "\(name(file)) vanished"
        case 8:
            let new = random.below(8)
            try write(new, header + row() + row())
            return "\(name(new)) is there"
        case 9:
            var held = Array(try Data(contentsOf: URL(fileURLWithPath: fixture.path(name(file)))))
            let place = held.indices.dropFirst(header.utf8.count).randomElement(using: &random)
            if let place, held[place] >= 0x30, held[place] < 0x39 { held[place] += 1 }
            try fixture.write(name(file), held + bytes(random.chance(2) ? row() : ""))
            fixture.touch(name(file))
            return "a digit of \(name(file)) was changed"
        default:
            fixture.touch(name(file))
            return "\(name(file)) was touched"
        }
    }

    func readAnew() throws -> (reports: [String: TableReport], rows: [String: [String]]) {
        let other = fixture.folder + "/anew.sqlite"
        for suffix in ["", "-wal", "-shm"] { unlink(other + suffix) }
        let fresh = CSVSource(source.declaration, database: other, currency: "EUR")
        let report = try fresh.refresh(now: fixture.now)
        let reports = Dictionary(uniqueKeysWithValues: report.tables.map { ($0.table, $0) })
        var rows: [String: [String]] = [:]
        for table in report.tables { rows[table.table] = try fixture.contents(of: table.table, in: other) }
        return (reports, rows)
    }
}

extension SeededGenerator {
    fileprivate mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    /// True one time in so many.
    fileprivate mutating func chance(_ count: Int) -> Bool { below(count) == 0 }
}
