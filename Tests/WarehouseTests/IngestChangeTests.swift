import Foundation
import Goals
import Testing

@testable import Warehouse

@Suite struct IngestChangeTests {
    let fixture: IngestFixture

    init() throws {
        fixture = try IngestFixture()
    }

    /// When the file was opened last, as the file system has it, if it notes that at once.
    private func setTimes(_ path: String, read: Int, written: Int) {
        var times = [timespec(tv_sec: read, tv_nsec: 0), timespec(tv_sec: written, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    }

    /// A file that cannot be read any more, by anyone, with size, time and inode of the one that could: what opens it sees other
    /// rows.
    @Test func aFileThatDidNotChangeIsNotOpenedAgain() throws {
        let text = "id,opened_at\n1,2026-03-01\n"
        let path = try fixture.write("tickets.csv", text)
        setTimes(path, read: 1000, written: 2000)
        let source = fixture.source(files: [fixture.file("tickets", path)])
        let first = try #require(try fixture.refresh(source)["tickets"])
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.write(contentsOf: Data("id,opened_at\n2,2026-03-01\n".utf8))
        try handle.close()
        setTimes(path, read: 1000, written: 2000)
        let second = try #require(try fixture.refresh(source)["tickets"])
        #expect(second == first)
        #expect(try fixture.rows("SELECT id FROM tickets") == ["1"])
        setTimes(path, read: 1000, written: 2001)
        _ = try fixture.refresh(source)
        #expect(try fixture.rows("SELECT id FROM tickets") == ["2"])
    }

    @Test func onlyTablesWhoseFilesOrSettingsChangedAreMadeAgain() throws {
        let orders = try fixture.write("orders.csv", "customer_id,ordered_at,amount\na,2026-03-01,1\n")
        try fixture.write("visits.csv", "visited_at\n2026-03-01\n")
        let files = [fixture.file("orders", orders), fixture.file("visits", "visits.csv")]
        let first = try fixture.refresh(fixture.source(files: files))
        try fixture.write("orders.csv", "customer_id,ordered_at,amount\na,2026-03-01,1\nb,2026-03-01,2\n")
        let second = try fixture.refresh(fixture.source(files: files))
        #expect(second["orders"]?.rows == 2)
        #expect(second["visits"] == first["visits"])
        let third = try fixture.refresh(fixture.source(files: files, currency: "USD"))
        #expect(third["visits"]?.readAt != first["visits"]?.readAt)
    }

    @Test func aNewFileIsAddedAndAVanishedOneLeaves() throws {
        try fixture.write("v-1.csv", "visited_at,n\n2026-03-01,1\n")
        let source = fixture.source(files: [fixture.file("visits", "v-*.csv")])
        _ = try fixture.refresh(source)
        try fixture.write("v-0.csv", "visited_at,n\n2026-03-01,0\n")
        _ = try fixture.refresh(source)
        #expect(try fixture.rows("SELECT n FROM visits") == ["0", "1"])
        try FileManager.default.removeItem(atPath: fixture.path("v-1.csv"))
        _ = try fixture.refresh(source)
        #expect(try fixture.rows("SELECT n FROM visits") == ["0"])
    }

    @Test func aTableThatIsNoLongerFilledIsGone() throws {
        try fixture.write("visits.csv", "visited_at\n2026-03-01\n")
        _ = try fixture.refresh(fixture.source(folder: true))
        try FileManager.default.removeItem(atPath: fixture.path("visits.csv"))
        #expect(try fixture.refresh(fixture.source(folder: true)).isEmpty)
        #expect(try fixture.rows("SELECT name FROM sqlite_schema WHERE name = 'visits'") == [])
    }

    @Test func aFileOfAQueryThatChangedMakesItsTableAgain() throws {
        try fixture.write("a.csv", "x\n2026-03-01\n")
        try fixture.write("b.csv", "x\n2026-03-02\n")
        let files = [fixture.file("a", "a.csv"), fixture.file("b", "b.csv")]
        let query = TableMapping.query("visits", "SELECT x AS visited_at FROM a UNION ALL SELECT x FROM b")
        #expect(try fixture.refresh(fixture.source(files: files, tables: [query]))["visits"]?.rows == 2)
        try fixture.write("b.csv", "x\n2026-03-02\n2026-03-03\n")
        #expect(try fixture.refresh(fixture.source(files: files, tables: [query]))["visits"]?.rows == 3)
        _ = try fixture.refresh(fixture.source(files: files, tables: []))
        #expect(try fixture.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'raw:%'") == [])
    }

    @Test(.timeLimit(.minutes(1))) func whatIsNoFileIsRefusedAndDoesNotHang() throws {
        #expect(mkfifo(fixture.path("orders.csv"), 0o600) == 0)
        try FileManager.default.createDirectory(atPath: fixture.path("visits.csv"), withIntermediateDirectories: true)
        let reports = try fixture.refresh(
            fixture.source(files: [
                fixture.file("orders", "orders.csv"), fixture.file("visits", "visits.csv"),
                fixture.file("costs", "/dev/zero"),
            ]))
        #expect(reports["orders"]?.failure?.contains("is not a regular file") == true)
        #expect(reports["visits"]?.failure?.contains("is a folder") == true)
        #expect(reports["costs"]?.failure?.contains("is not a regular file") == true)
    }

    @Test func aFileReplacedWhileItIsReadIsReadAgain() throws {
        let path = try fixture.write("visits.csv", "visited_at,n\n2026-03-01,1\n")
        let open = try OpenFile(path)
        try open.checkUnchanged()
        try fixture.write("next.csv", "visited_at,n\n2026-03-01,2\n")
        #expect(rename(fixture.path("next.csv"), path) == 0)
        #expect {
            try open.checkUnchanged()
        } throws: { error in
            if case .changed? = error as? LoadFailure { true } else { false }
        }
    }

    /// The file is replaced while its rows are read: by the very callback that is asked every few thousand rows.
    @Test func aReplacedFileGivesOnlyTheNewRows() throws {
        func text(_ mark: String) -> String {
            "visited_at,n\n" + String(repeating: "2026-03-01,\(mark)\n", count: 50_000)
        }
        let path = try fixture.write("visits.csv", text("old"))
        let next = try fixture.write("next.csv", text("new"))
        let source = fixture.source(files: [fixture.file("visits", path)])
        let report = try source.refresh(now: fixture.now) {
            rename(next, path)
            return false
        }
        #expect(report.tables.map(\.rows) == [50_000])
        #expect(try fixture.rows("SELECT DISTINCT n FROM visits") == ["new"])
    }

    @Test func aFileThatNeverStopsChangingFailsItsTable() throws {
        let path = try fixture.write("visits.csv", "visited_at\n" + String(repeating: "2026-03-01\n", count: 50_000))
        let source = fixture.source(files: [fixture.file("visits", path)])
        let report = try source.refresh(now: fixture.now) {
            guard let handle = FileHandle(forWritingAtPath: path) else { return true }
            handle.write(Data("VISITED_AT\n2026-03-02\n".utf8))
            handle.closeFile()
            return false
        }
        #expect(report.tables[0].failure?.contains("kept changing while it was read") == true)
    }

    @Test func aFileThatGrowsWhileItIsReadGivesTheWholeLinesThatWereThere() throws {
        let path = try fixture.write(
            "visits.csv", "visited_at\n" + String(repeating: "2026-03-01\n", count: 50_000) + "2026-03")
        let source = fixture.source(files: [fixture.file("visits", path)])
        @Sendable func add(_ text: String) throws {
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        }
        let calls = Calls()
        let report = try source.refresh(now: fixture.now) {
            do { if calls.next() == 2 { try add("-01\n2026-") } } catch { return true }
            return false
        }
        #expect(report.tables.map(\.rows) == [50_000])
        #expect(report.tables.map(\.badRows) == [0])
        #expect(report.tables.map(\.waiting) == [[path]])
        #expect(try fixture.refresh(source)["visits"]?.rows == 50_001)
        try add("03-02\n")
        #expect(try fixture.refresh(source)["visits"]?.rows == 50_002)
    }

    @Test func aCancelledRefreshLeavesWhatWasThere() throws {
        let path = try fixture.write("visits.csv", "visited_at\n2026-03-01\n")
        let source = fixture.source(files: [fixture.file("visits", path)])
        _ = try fixture.refresh(source)
        try fixture.write("visits.csv", "visited_at\n" + String(repeating: "2026-03-01\n", count: 20_000))
        #expect(throws: IngestError.cancelled) { try source.refresh(now: fixture.now) { true } }
        let calls = Calls()
        #expect(throws: IngestError.cancelled) { try source.refresh(now: fixture.now) { calls.next() > 2 } }
        #expect(try fixture.rows("SELECT count(*) FROM visits") == ["1"])
        #expect(try fixture.refresh(source)["visits"]?.rows == 20_000)
    }

    /// Counts calls on one thread.
    private final class Calls: @unchecked Sendable {
        private var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }

    @Test func readersSeeTheOldRowsUntilTheNewOnesAreAllThere() throws {
        let path = try fixture.write("visits.csv", "visited_at\n2026-03-01\n")
        let source = fixture.source(files: [fixture.file("visits", path)])
        _ = try fixture.refresh(source)
        try fixture.write("visits.csv", "visited_at\n" + String(repeating: "2026-03-01\n", count: 20_000))
        let database = fixture.database
        _ = try source.refresh(now: fixture.now) {
            do {
                let reader = try SQLConnection(path: database) { false }
                return try reader.integer("SELECT count(*) FROM visits") != 1
            } catch {
                return true
            }
        }
        #expect(try fixture.rows("SELECT count(*) FROM visits") == ["20000"])
    }

    @Test func aWarehouseThatIsNoneOrOfAnotherVersionIsMadeAnew() throws {
        let path = try fixture.write("visits.csv", "visited_at\n2026-03-01\n")
        let source = fixture.source(files: [fixture.file("visits", path)])
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: fixture.database))
        #expect(try fixture.refresh(source)["visits"]?.rows == 1)
        do {
            let connection = try SQLConnection(path: fixture.database) { false }
            try connection.run("PRAGMA user_version = 99; CREATE TABLE other(x)")
        }
        #expect(try fixture.refresh(source)["visits"]?.rows == 1)
        #expect(try fixture.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'other'") == ["0"])
    }

    @Test func aWarehouseThatCannotBeWrittenIsSaid() throws {
        let source = CSVSource(
            SourceDeclaration(name: "crm", kind: .csv(folder: nil, files: [])), database: fixture.path("none/w.sqlite"),
            currency: nil)
        #expect {
            try source.refresh(now: fixture.now)
        } throws: { error in
            "\(error)".contains("none/w.sqlite: unable to open")
        }
    }
}
