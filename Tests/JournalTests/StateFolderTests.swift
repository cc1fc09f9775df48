import Foundation
import Goals
import Testing

@testable import Journal

@Suite struct StateFolderTests {
    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    @Test func aMissingFolderIsMadeWithThoseAboveItAndNobodyElseMayReadIt() throws {
        let folder = TemporaryFolder()
        let deep = folder.path + "/a/b/state"
        let journal = try Journal.open(folder: deep, now: Sample.start).0
        try journal.commit(Sample.opening(hour: 0))
        try journal.close()
        #expect(try mode(folder.path + "/a") & 0o007 == 0)
        #expect(try mode(deep) & 0o777 == 0o750)
        for name in ["journal.jsonl", "lock", "measurements-2026-11.jsonl", "snapshot.json"] {
            #expect(try mode(deep + "/" + name) & 0o137 == 0)
        }
    }

    @Test func aSecondWriterHearsWhoHasTheFolder() throws {
        let folder = TemporaryFolder()
        let journal = try folder.open(Sample.slot(3))
        #expect(throws: JournalError.owned(folder: folder.path, pid: getpid(), since: Sample.slot(3))) {
            try folder.open()
        }
        #expect(JournalError.owned(folder: "state", pid: 4711, since: nil).exitCode == 73)
        #expect(JournalError.owned(folder: "state", pid: 4711, since: nil).what.contains("process 4711"))
        #expect(try Journal.owner(folder: folder.path) == .init(pid: getpid(), since: Sample.slot(3), purpose: .daemon))
        try journal.close()
        #expect(try Journal.owner(folder: folder.path) == nil)
        let command = try Journal.open(folder: folder.path, now: Sample.start, purpose: .command).0
        #expect(try Journal.owner(folder: folder.path)?.purpose == .command)
        try command.close()
    }

    @Test func aJournalThatIsLetGoGivesTheFolderBack() throws {
        let folder = TemporaryFolder()
        do {
            try folder.open().commit(Sample.opening(hour: 0))
        }
        #expect(try folder.open().state.seq == 1)
    }

    @Test func whatIsNoFolderIsSaidToBeNone() throws {
        let folder = TemporaryFolder()
        try folder.open().close()
        let file = folder.path + "/journal.jsonl"
        for path in [file, file + "/state"] {
            do {
                _ = try Journal.open(folder: path, now: Sample.start)
                Issue.record("a file was taken for a folder")
            } catch {
                #expect(error.what.contains("this is not a folder"))
                #expect(error.remedy.contains("--state"))
                #expect(error.exitCode == 74)
            }
        }
    }

    @Test(arguments: [(EROFS, "read-only"), (EACCES, "may not write there")])
    func aFolderThatCannotBeWrittenIsSaidToBeThat(code: Int32, words: String) throws {
        let fileSystem = MemoryFileSystem()
        try fileSystem.makeFolder("/var/state")
        fileSystem.fail { _ in code }
        do {
            _ = try Journal.open(StateFolder(path: "/var/state", fileSystem: fileSystem), now: Sample.start)
            Issue.record("it was opened")
        } catch {
            #expect(error.what.contains(words))
        }
    }

    @Test func readingAFolderThatIsNotThereFindsNothingAndMakesNothing() throws {
        let folder = TemporaryFolder()
        #expect(try Journal.read(folder: folder.path) == JournalState())
        #expect(try Journal.history(folder: folder.path).episodes.isEmpty)
        #expect(try Journal.owner(folder: folder.path) == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func aReaderLeavesOutWhatIsJustBeingWritten() throws {
        let folder = TemporaryFolder()
        let journal = try folder.open()
        try journal.commit(Sample.opening(hour: 0))
        let state = journal.state
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path + "/journal.jsonl"))
        try file.seekToEnd()
        try file.write(contentsOf: Data("{\"at\":\"2026-".utf8))
        try file.close()
        #expect(try Journal.read(folder: folder.path) == state)
        #expect(try folder.text("journal.jsonl").hasSuffix("2026-"))
    }

    @Test func whatWasKeptAsideIsNeverOverwritten() throws {
        let folder = TemporaryFolder()
        for _ in 1...3 {
            do {
                _ = try folder.open()
            }
            try folder.write("journal.jsonl", Array("torn".utf8))
        }
        _ = try folder.open()
        #expect(
            try folder.names().filter { $0.contains("torn") } == [
                "journal.torn-1", "journal.torn-1-2", "journal.torn-1-3",
            ])
    }

    @Test func nothingIsWrittenAfterClosing() throws {
        let folder = TemporaryFolder()
        let journal = try folder.open()
        try journal.close()
        #expect(throws: JournalError.self) { try journal.commit(Sample.opening(hour: 0)) }
        #expect(throws: JournalError.self) { try journal.saveSnapshot() }
        try journal.close()
    }
}
