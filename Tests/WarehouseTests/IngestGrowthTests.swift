import Foundation
import Goals
import Testing

@testable import Warehouse

/// Files that grow: only what was added is read, and the tables are what reading everything would make them.
@Suite struct IngestGrowthTests {
    let fixture: IngestFixture

    init() throws {
        fixture = try IngestFixture()
    }

    @Test func ofAFileThatGrewOnlyWhatWasAddedIsRead() throws {
        let path = try fixture.write("tickets.csv", "id,opened_at,note\n1,2026-03-01,\"two\nlines\"\n2,2026-03-02,b\n")
        let source = fixture.source(files: [fixture.file("tickets", path)])
        #expect(try fixture.refresh(source)["tickets"]?.extent == .whole)
        try fixture.append("tickets.csv", "3,2026-03-03,c\r\n4,nonsense,d\n")
        let report = try #require(try fixture.refresh(source)["tickets"])
        #expect(report.extent == .added)
        #expect(report.bytesRead == 29)
        #expect(report.rows == 3)
        #expect(report.readRows == 4)
        #expect(report.bad.map(\.line) == [6])
        #expect(try fixture.rows("SELECT id, note FROM tickets") == ["1 | two\nlines", "2 | b", "3 | c"])
    }

    @Test func aCorrectionThatIsAddedReplacesTheRow() throws {
        let path = try fixture.write("tickets.csv", "id,opened_at,resolved_at\n1,2026-03-01,\n2,2026-03-02,\n")
        let source = fixture.source(files: [fixture.file("tickets", path)])
        _ = try fixture.refresh(source)
        try fixture.append("tickets.csv", "1,2026-03-01,2026-03-05\n3,2026-03-03,\n")
        let report = try #require(try fixture.refresh(source)["tickets"])
        #expect(report.rows == 3)
        #expect(report.replaced == 1)
        #expect(report.extent == .added)
        #expect(try fixture.rows("SELECT id FROM tickets ORDER BY _rowid_") == ["2", "1", "3"])
        #expect(try fixture.rows("SELECT id FROM tickets WHERE resolved_at IS NULL ORDER BY id") == ["2", "3"])
    }

    /// A file that sorts before another may not overrule it, however late it grows.
    @Test func theLastFileWinsEvenIfAnEarlierOneGrowsLater() throws {
        try fixture.write("t-1.csv", "id,opened_at,n\n1,2026-03-01,old\n")
        try fixture.write("t-2.csv", "id,opened_at,n\n2,2026-03-01,new\n")
        let source = fixture.source(files: [fixture.file("tickets", "t-*.csv")])
        _ = try fixture.refresh(source)
        try fixture.append("t-1.csv", "2,2026-03-01,old\n3,2026-03-01,old\n")
        #expect(try fixture.refresh(source)["tickets"]?.replaced == 1)
        #expect(try fixture.rows("SELECT id, n FROM tickets ORDER BY id") == ["1 | old", "2 | new", "3 | old"])
        try FileManager.default.removeItem(atPath: fixture.path("t-2.csv"))
        _ = try fixture.refresh(source)
        #expect(try fixture.rows("SELECT id, n FROM tickets ORDER BY id") == ["1 | old", "2 | old", "3 | old"])
    }

    @Test func aLastLineThatIsStillBeingWrittenWaits() throws {
        let path = try fixture.write("costs.csv", "spent_at,amount\n2026-03-01,10\n")
        let source = fixture.source(files: [fixture.file("costs", path)])
        _ = try fixture.refresh(source)
        try fixture.append("costs.csv", "2026-03-02,95")
        let half = try #require(try fixture.refresh(source)["costs"])
        #expect(half.rows == 1)
        #expect(half.waiting == [path])
        try fixture.append("costs.csv", ".20\n")
        let whole = try #require(try fixture.refresh(source)["costs"])
        #expect(whole.waiting.isEmpty)
        #expect(try fixture.rows("SELECT amount FROM costs") == ["10.0", "95.2"])
    }

    @Test func aLastLineThatNobodyEndsCountsOnceTheFileRests() throws {
        let path = try fixture.write("costs.csv", "spent_at,amount\n2026-03-01,10")
        let source = fixture.source(files: [fixture.file("costs", path)])
        #expect(try fixture.refresh(source)["costs"]?.rows == 1)
        try fixture.append("costs.csv", "\n2026-03-02,95")
        #expect(try fixture.refresh(source)["costs"]?.rows == 1)
        #expect(try fixture.refresh(source)["costs"]?.rows == 2)
        #expect(try fixture.refresh(source)["costs"]?.waiting == [])
        try fixture.append("costs.csv", ".20\n")
        #expect(try fixture.refresh(source)["costs"]?.rows == 2)
        #expect(try fixture.rows("SELECT amount FROM costs") == ["10.0", "95.2"])
    }

    /// The same size, the same place, other content, more behind it.
    @Test func whatWasReadIsComparedBeforeTheRestIsRead() throws {
        let filler = String(repeating: "2026-03-01,1.00\n", count: 20_000)
        let path = try fixture.write("costs.csv", "spent_at,amount\n" + filler)
        let source = fixture.source(files: [fixture.file("costs", path)])
        _ = try fixture.refresh(source)
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.seek(toOffset: 160_027)
        try handle.write(contentsOf: Data("2.00".utf8))
        try handle.close()
        try fixture.append("costs.csv", "2026-03-02,1.00\n")
        let report = try #require(try fixture.refresh(source)["costs"])
        #expect(report.extent == .whole)
        #expect(try fixture.rows("SELECT sum(amount) FROM costs") == ["20002.0"])
    }

    /// Of a large file not all is compared at once: a change in its middle is found by one of the readings that follow.
    @Test func aChangeInTheMiddleOfALargeFileIsFoundSoon() throws {
        let line = "2026-03-01,1.00," + String(repeating: "x", count: 4079) + "\n"
        let path = try fixture.write("costs.csv", "spent_at,amount,note\n" + String(repeating: line, count: 5_280))
        let source = fixture.source(files: [fixture.file("costs", path)])
        _ = try fixture.refresh(source)
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        let changed = 258 * ContentProof.chunk + 4096
        try handle.seek(toOffset: UInt64(changed + 21 + 11))
        try handle.write(contentsOf: Data("2.00".utf8))
        try handle.close()
        try fixture.append("costs.csv", line)
        _ = try fixture.refresh(source)
        let later = try #require(try fixture.refresh(source)["costs"])
        #expect(later.rows == 5_281)
        #expect(try fixture.rows("SELECT sum(amount) FROM costs") == ["5282.0"])
    }

    @Test(arguments: [CSVFile.Encoding.windows1252, .utf16, .utf8])
    func everyEncodingGoesOnWhereItEnded(_ encoding: CSVFile.Encoding) throws {
        func bytes(_ text: String, mark: Bool = false) -> [UInt8] {
            switch encoding {
            case .utf8: (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
            case .windows1252: text.unicodeScalars.map { UInt8($0.value) }
            case .utf16:
                ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            }
        }
        let start = "id;visited_at;city\r\n1;2026-03-01;\"K\u{F6}ln \"\"am\"\" Rhein\"\r\n2;2026-03-02;M\u{FC}n"
        let path = try fixture.write("visits.csv", bytes(start, mark: true))
        let source = fixture.source(files: [fixture.file("visits", path)])
        _ = try fixture.refresh(source)
        try fixture.append("visits.csv", bytes("chen\r\n3;2026-03-03;\"Z\u{FC}rich\r\n"))
        #expect(try fixture.refresh(source)["visits"]?.extent == .added)
        try fixture.append("visits.csv", bytes("See\"\r\n4;2026-03-04;Graz\r"))
        let report = try #require(try fixture.refresh(source)["visits"])
        #expect(report.extent == .added)
        try fixture.append("visits.csv", bytes("\n5;x;Wien\r\n"))
        let last = try #require(try fixture.refresh(source)["visits"])
        #expect(last.extent == .added)
        #expect(last.bad.map(\.line) == [7])
        #expect(
            try fixture.rows("SELECT id, city FROM visits") == [
                "1 | K\u{F6}ln \"am\" Rhein", "2 | M\u{FC}nchen", "3 | Z\u{FC}rich\r\nSee", "4 | Graz",
            ])
    }

    /// ASCII so far, then a byte that is no UTF-8: the file was Windows-1252 all the time.
    @Test func aFileThatTurnsOutNotToBeUTF8IsReadAnew() throws {
        let path = try fixture.write("visits.csv", "visited_at,city\n2026-03-01,K\u{F6}ln\n")
        let source = fixture.source(files: [fixture.file("visits", path)])
        _ = try fixture.refresh(source)
        try fixture.append("visits.csv", Array("2026-03-02,".utf8) + [0xDC] + Array("lm\n".utf8))
        #expect(try fixture.refresh(source)["visits"]?.extent == .whole)
        #expect(try fixture.rows("SELECT city FROM visits") == ["K\u{C3}\u{B6}ln", "\u{DC}lm"])
    }

    @Test func aTableOfAQueryFollowsItsFiles() throws {
        try fixture.write("a.csv", "x,y\n2026-03-01,1\n")
        let query = TableMapping.query("costs", "SELECT x AS spent_at, y AS amount FROM a")
        let source = fixture.source(files: [fixture.file("a", "a.csv")], tables: [query])
        let first = try #require(try fixture.refresh(source)["costs"])
        try fixture.append("a.csv", "2026-03-02,2\n2026-03-03,")
        #expect(try fixture.refresh(source)["costs"]?.rows == 2)
        #expect(try fixture.refresh(source)["costs"]?.rows == 3)
        fixture.touch("a.csv")
        let rested = try fixture.refresh(source)["costs"]
        #expect(rested?.rows == 3)
        #expect(rested?.readAt != first.readAt)
    }

    /// What a process leaves that is killed while it reads: the file system's view in the middle of the transaction.
    @Test func aCrashInTheMiddleLeavesTheOldRowsAndTheNextRunGoesOn() throws {
        let path = try fixture.write("visits.csv", "visited_at\n2026-03-01\n")
        let source = fixture.source(files: [fixture.file("visits", path)])
        _ = try fixture.refresh(source)
        try fixture.append("visits.csv", String(repeating: "2026-03-01\n", count: 20_000))
        let image = fixture.folder + "/image.sqlite"
        let database = fixture.database
        let report = try source.refresh(now: fixture.now) {
            for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: database + suffix) {
                do {
                    try Data(contentsOf: URL(fileURLWithPath: database + suffix))
                        .write(to: URL(fileURLWithPath: image + suffix))
                } catch { return true }
            }
            return false
        }
        #expect(report.tables.map(\.rows) == [20_001])
        let crashed = CSVSource(source.declaration, database: image, currency: "EUR")
        #expect(try SQLConnection(path: image) { false }.integer("SELECT count(*) FROM visits") == 1)
        let again = try crashed.refresh(now: fixture.now)
        #expect(again.tables.map(\.rows) == [20_001])
        #expect(again.tables.map(\.extent) == [.added])
    }
}
