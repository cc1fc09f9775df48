import Foundation
import Goals
import Testing

@testable import Journal

@Suite struct DamageTests {
    /// Three records in three appends, the last of two records; no snapshot after the first.
    private func folder() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let journal = try folder.open()
        try journal.commit(Sample.opening(hour: 0))
        try journal.saveSnapshot()
        try journal.record(DeliveryOutcome("churn-0-opened-team", at: Sample.slot(0), .delivered))
        var both = Sample.resolving(hour: 1, opened: 0)
        let other = Sample.opening("csat", hour: 1)
        both.events += other.events
        both.deliveries += other.deliveries
        both.states += other.states
        both.readings += other.readings
        try journal.commit(both)
        return folder
    }

    /// The damage that `body` is stopped by.
    private func damage(
        _ body: () throws -> Void
    ) throws -> (file: String, line: Int?, reason: String, remedy: String)? {
        do {
            try body()
            return nil
        } catch let error as JournalError {
            guard case .damaged(let file, let line, let reason, let remedy) = error else { throw error }
            return (file, line, reason, remedy)
        }
    }

    @Test func aJournalCutAtAnyByteOfItsLastAppendGoesOnFromTheOneBefore() throws {
        let source = try folder()
        let journal = try source.data("journal.jsonl")
        let lines = journal.split(separator: 10)
        let appendStart = lines[..<2].reduce(0) { $0 + $1.count + 1 }
        let whole = try Journal.read(folder: source.path)
        #expect(whole.seq == 4)
        // Every byte round the ends, every eleventh between.
        let near = { (byte: Int) in min(byte - appendStart, journal.count - byte) < 40 }
        for length in appendStart..<journal.count where near(length) || length % 11 == 0 {
            let cut = try MemoryFolder(source, journal: Array(journal[..<length]))
            let (found, repairs) = try Journal.open(cut.state, now: Sample.start)
            #expect(found.state.seq == 2)
            #expect(found.state.goals["csat"] == nil)
            #expect(found.state.goals["churn"]?.whole.episode != nil)
            #expect(cut.journal?.count == appendStart)
            if length > appendStart {
                #expect(cut.contents("journal.torn-3") == Array(journal[appendStart..<length]))
                #expect(
                    repairs.contains {
                        if case .tornJournal(_, line: 3, bytes: length - appendStart, _) = $0 { true } else { false }
                    })
            }
            // The measurements of the commit that is no more do not count either.
            #expect(repairs.contains { if case .tornMeasurements = $0 { true } else { false } })
        }
    }

    @Test func aFlippedBitAnywhereBeforeTheLastRecordStopsTheStartWithLineAndRemedy() throws {
        let source = try folder()
        let journal = try source.data("journal.jsonl")
        let lines = journal.split(separator: 10)
        let first = lines[0].count + 1
        let last = journal.count - lines[3].count - 1
        var random = SeededRandom(seed: 3)
        for position in stride(from: first, to: last, by: 13) {
            var bytes = journal
            bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let damaged = try MemoryFolder(source, journal: bytes)
            let line = position < first + lines[1].count + 1 ? 2 : 3
            let found = try #require(
                try damage { _ = try Journal.open(damaged.state, now: Sample.start) }, "at \(position)")
            #expect(found.file == "/var/state/journal.jsonl")
            #expect(found.line == line)
            let remedy = "head -n \(line - 1) /var/state/journal.jsonl.damaged > /var/state/journal.jsonl"
            #expect(found.remedy.contains(remedy))
            #expect(damaged.journal == bytes)
        }
    }

    @Test func theRemedyWorks() throws {
        let source = try folder()
        var lines = try source.text("journal.jsonl").split(separator: "\n").map(String.init)
        lines[2] = lines[2].replacingOccurrences(of: "0.04", with: "0.03")
        try source.write("journal.jsonl", Array((lines.joined(separator: "\n") + "\n").utf8))
        let remedy = try #require(try damage { _ = try source.open() }).remedy
        let command = try #require(remedy.range(of: "cp ").map { String(remedy[$0.lowerBound...]) })
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", command]
        try shell.run()
        // Foundation's own waiting hangs now and then on a thread that runs tasks.
        while shell.isRunning { usleep(2_000) }
        #expect(try source.open().state.seq == 2)
    }

    @Test func aMissingAndARepeatedRecordAreDamage() throws {
        let source = try folder()
        let lines = try source.text("journal.jsonl").split(separator: "\n").map { $0 + "\n" }
        for text in [lines[0] + lines[2] + lines[3], lines[0] + lines[1] + lines[1] + lines[2] + lines[3]] {
            try source.write("journal.jsonl", Array(text.utf8))
            let found = try #require(try damage { _ = try source.open() })
            #expect(found.reason.contains("missing or repeated"))
        }
    }

    @Test func damageInOlderRecordsDoesNotStopTheStartAndIsFoundByVerification() throws {
        let source = try folder()
        do {
            try source.open().close()
        }
        var lines = try source.text("journal.jsonl").split(separator: "\n").map(String.init)
        lines[1] = lines[1].replacingOccurrences(of: "delivered", with: "dElivered")
        try source.write("journal.jsonl", Array((lines.joined(separator: "\n") + "\n").utf8))
        let journal = try source.open()
        #expect(journal.state.seq == 4)
        let damage = try journal.verifyOlder()
        #expect(damage.map(\.line) == [2])
        #expect(damage.first?.reason == "its checksum is wrong")
        #expect(try Journal.history(folder: source.path).damage.map(\.line) == [2])
    }

    @Test func aBrokenSnapshotCostsTimeAndNothingElse() throws {
        let source = try folder()
        let state = try Journal.read(folder: source.path)
        for broken in ["", "{", "{\"seq\":1,\"crc\":\"00000000\"}\n", "\u{0}\u{0}\u{0}"] {
            try source.write("snapshot.json", Array(broken.utf8))
            let (journal, repairs) = try Journal.open(folder: source.path, now: Sample.start)
            #expect(journal.state == state)
            #expect(repairs.count == 1)
            #expect(repairs.first?.description.contains("snapshot.json cannot be used") == true)
        }
    }

    @Test func aJournalThatIsNotTheSnapshotsStopsTheStart() throws {
        let source = try folder()
        let journal = try source.data("journal.jsonl")
        let other = TemporaryFolder()
        try other.open().commit(Sample.opening("other", hour: 5))
        for bytes in [[], Array(journal.prefix(100)), try other.data("journal.jsonl") + journal] {
            try source.write("journal.jsonl", bytes)
            let found = try #require(try damage { _ = try source.open() })
            #expect(found.reason.contains("not the journal that snapshot.json was made of"))
            #expect(found.remedy.contains("snapshot.json.old"))
        }
    }

    @Test func aNewerVersionIsRefusedAndNothingIsTouched() throws {
        let source = try folder()
        var journal = try source.data("journal.jsonl")
        Line.append(.members([("at", .time(Sample.start)), ("seq", .integer(5)), ("v", .integer(2))]), to: &journal)
        journal += Array("half a li".utf8)
        try source.write("journal.jsonl", journal)
        let snapshot = try source.data("snapshot.json")
        let before = try source.names()
        #expect(throws: JournalError.newer(file: source.path + "/journal.jsonl", version: 2)) { try source.open() }
        #expect(try source.data("journal.jsonl") == journal)
        #expect(try source.data("snapshot.json") == snapshot)
        #expect(try source.names() == before)
        try source.write("snapshot.json", Array("{\"v\":3,\"new\":\"form\"}".utf8))
        #expect(throws: JournalError.newer(file: source.path + "/snapshot.json", version: 3)) {
            try Journal.read(folder: source.path)
        }
    }

    @Test func recordsOfUnknownTypesAreKeptAndPassedOver() throws {
        let source = try folder()
        var journal = try source.data("journal.jsonl")
        let silence = JSONTree.members([
            ("at", .time(Sample.start)), ("seq", .integer(5)), ("type", .text("silenced")), ("v", .integer(1)),
        ])
        Line.append(silence, to: &journal)
        try source.write("journal.jsonl", journal)
        let open = try source.open()
        #expect(open.state.seq == 5)
        try open.commit(Sample.opening("more", hour: 3))
        #expect(try source.text("journal.jsonl").contains("\"type\":\"silenced\""))
        #expect(try Journal.read(folder: source.path).seq == 6)
    }

    @Test func aDamagedLineAmongTheMeasurementsIsPassedOverAndReported() throws {
        let source = TemporaryFolder()
        let journal = try source.open()
        for hour in 0..<4 { try journal.commit(Sample.quiet(hour: hour)) }
        var lines = try source.text("measurements-2026-11.jsonl").split(separator: "\n").map(String.init)
        lines[1] = String(lines[1].dropLast(30))
        try source.write("measurements-2026-11.jsonl", Array((lines.joined(separator: "\n") + "\n{\"half").utf8))
        let state = journal.state
        let copy = TemporaryFolder()
        try FileManager.default.copyItem(atPath: source.path, toPath: copy.path)
        let (open, repairs) = try Journal.open(folder: copy.path, now: Sample.start)
        #expect(open.state.goals == state.goals)
        #expect(
            repairs == [
                .damagedMeasurements(file: copy.path + "/measurements-2026-11.jsonl", lines: [2]),
                .tornMeasurements(
                    file: copy.path + "/measurements-2026-11.jsonl", bytes: 6,
                    keptAs: copy.path + "/measurements-2026-11.torn-0"),
            ])
    }
}

/// A copy of a state folder in memory, with another journal.
struct MemoryFolder {
    let fileSystem = MemoryFileSystem()
    var state: StateFolder { StateFolder(path: "/var/state", fileSystem: fileSystem) }
    var journal: [UInt8]? { contents("journal.jsonl") }

    init(_ source: TemporaryFolder, journal: [UInt8]) throws {
        try fileSystem.makeFolder("/var/state")
        for name in try source.names() {
            let bytes = name == "journal.jsonl" ? journal : try source.data(name)
            try fileSystem.make("/var/state/" + name, .new, bytes)
        }
        try fileSystem.syncFolder("/var/state")
    }

    func contents(_ name: String) -> [UInt8]? { fileSystem.contents(of: "/var/state/" + name) }
}
