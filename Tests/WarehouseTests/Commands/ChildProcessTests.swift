import Foundation
import Testing

@testable import Warehouse

@Suite struct ChildProcessTests {
    private func limit(_ seconds: Double = 30) -> TimeLimit { TimeLimit(seconds: seconds) }

    private func text(_ child: ChildProcess, saying words: String, until end: String) throws -> String {
        var heard = ""
        let talk = try child.talk(Array(words.utf8), until: limit()) { _, bytes in
            heard += String(decoding: bytes, as: UTF8.self)
            return !heard.hasSuffix(end)
        }
        #expect(talk == .enough)
        return heard
    }

    @Test func aKeptChildIsTalkedWithAgainAndAgain() throws {
        let child = try ChildProcess(ChildCommand(arguments: ["cat"], hasInput: true))
        for word in ["one\n", "two\n", "three\n"] { #expect(try text(child, saying: word, until: "\n") == word) }
        child.end(politely: true)
        #expect(kill(child.process, 0) == -1, "it was waited for: no zombie stays")
    }

    /// Both pipes are full before either side is done.
    @Test func muchIsWrittenAndReadAtOnce() throws {
        let child = try ChildProcess(ChildCommand(arguments: ["cat"], hasInput: true))
        let line = String(repeating: "x", count: 3_000_000) + "\n"
        #expect(try text(child, saying: line, until: "\n") == line)
    }

    @Test func aChildThatDiedIsToldAsOver() throws {
        let child = try ChildProcess(ChildCommand(arguments: ["sh", "-c", "read x; exit 4"], hasInput: true))
        let talk = try child.talk(Array("x\n".utf8), until: limit()) { _, _ in true }
        #expect(talk == .over)
        #expect(child.ended(until: limit()) == .exited(4))
        // Nobody reads any more, and nothing happens to this program.
        #expect(try child.talk(Array("y\n".utf8), until: limit()) { _, _ in true } == .over)
    }

    @Test func aCallerThatGoesAwayStopsTheTalk() throws {
        let child = try ChildProcess(ChildCommand(arguments: ["sleep", "300"]))
        let deadline = Deadline(after: 300)
        deadline.pass()
        #expect(try child.talk(until: TimeLimit(deadline)) { _, _ in true } == .late)
        #expect(child.end(politely: true) == .killed(SIGTERM))
    }

    @Test func aChildHasNoDescriptorsButItsThree() throws {
        let leaky = open("/dev/null", O_RDONLY)
        defer { close(leaky) }
        let run = try ProgramRun(
            ChildCommand(arguments: ["ls", "/proc/self/fd"]), until: limit(), outputLimit: 1000)
        // The fourth is the folder that ls reads.
        #expect(String(decoding: run.output, as: UTF8.self).split(separator: "\n") == ["0", "1", "2", "3"])
    }

    @Test func aChildLeadsItsGroupAndHasSignalsAsAShellGivesThem() throws {
        let run = try ProgramRun(
            ChildCommand(arguments: ["grep", "-hE", "^(Sig(Ign|Blk)|Pid|NSpgid):", "/proc/self/status"]),
            until: limit(), outputLimit: 1000)
        let lines = String(decoding: run.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(Set(lines.prefix(2).map { $0.split(separator: "\t").last }).count == 1)
        for line in lines.suffix(2) {
            let mask = try #require(UInt64(line.split(separator: "\t").last ?? "", radix: 16))
            // Beyond 31 are the C library's own.
            #expect(mask & 0x7fff_ffff == 0)
        }
    }

    @Test func descriptorsOfThisProgramAreClosedAgain() throws {
        func open() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let before = try open()
        for _ in 0..<100 {
            _ = try ProgramRun(ChildCommand(arguments: ["true"]), until: limit(), outputLimit: 10)
        }
        // Other tests open some meanwhile.
        #expect(try open() < before + 150)
    }

    @Test func whatNoProgramCanBeGivenIsRefused() {
        for command in [
            ChildCommand(arguments: []), ChildCommand(arguments: ["true", "a\0b"]),
            ChildCommand(arguments: ["true"], environment: ["X": "\0"]),
            ChildCommand(arguments: ["true"], folder: "/nowhere/at/all"),
        ] {
            #expect(throws: ChildFault.self) { try ChildProcess(command) }
        }
    }
}
