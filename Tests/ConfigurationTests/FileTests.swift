import Configuration
import Foundation
import Goals
import Testing

/// goals.json as a file, and the files it includes.
@Suite struct FileTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func problems(_ path: String) -> [String] {
        do {
            _ = try Configuration.load(path: path)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private var root: String { folder.url.standardizedFileURL.path }

    @Test func aFileThatCannotBeReadIsOneClearProblem() throws {
        #expect(
            problems(folder.path("goals.json"))
                == [
                    "goals.json: \(root)/goals.json does not exist\n"
                        + "  look at the path, or create the file (`crmgoals init` writes a goals.json)"
                ])
        try FileManager.default.createDirectory(atPath: folder.path("sub"), withIntermediateDirectories: true)
        #expect(problems(folder.path("sub")) == ["sub: \(root)/sub is a folder\n  name the file in it"])
        try FileManager.default.createSymbolicLink(atPath: folder.path("loop"), withDestinationPath: "loop")
        #expect(problems(folder.path("loop")).first?.hasPrefix("loop: \(root)/loop cannot be read: ") == true)
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(problems(folder.path("pipe")) == ["pipe: \(root)/pipe is not an ordinary file\n  name a file"])
    }

    @Test(arguments: ["", " \r\n\t", "\u{FEFF}"])
    func anEmptyFileIsOneClearProblem(_ text: String) throws {
        let path = try folder.write(text)
        #expect(
            problems(path) == [
                "goals.json: the file is empty (\(root)/goals.json)\n  write sources, channels and goals into it; crmgoals init writes one to begin with"
            ])
    }

    @Test func whatIsNoGoalsFileIsOneClearProblem() throws {
        #expect(
            try problems(folder.write([0xFF, 0xFE, 0x7B, 0x00])) == [
                "goals.json: the file is saved as UTF-16\n  save it as UTF-8"
            ])
        let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 10_000_000)
        #expect(
            try problems(folder.write(brackets)) == [
                "goals.json: brackets are nested more than 64 deep (line 1, column 66)\n  look for brackets that are not closed; goals.json needs about six levels"
            ])
        let spaces = [UInt8](repeating: UInt8(ascii: " "), count: 17 << 20)
        #expect(try problems(folder.write(spaces)).count == 1)
        #expect(try problems(folder.write("\u{7F}ELF\u{0}\u{1}")).count == 1)
    }

    @Test func aByteOrderMarkIsAccepted() throws {
        let path = try folder.write("\u{FEFF}{ \"goals\": [] }")
        #expect(problems(path).isEmpty)
    }

    // MARK: - include

    private func goals(_ ids: String...) -> String {
        let goals = ids.map { "{ \"id\": \"\($0)\", \"critical\": \"churn > 5%\" }" }
        return "{ \"goals\": [ \(goals.joined(separator: ", ")) ] }"
    }

    private func including(_ patterns: String, goals: String = "[]") -> String {
        """
        { "sources": { "crm": { "type": "csv", "folder": "data" } }, "channels": { "team": { "type": "console" } },
          "notify": ["team"], "include": \(patterns), "goals": \(goals) }
        """
    }

    @Test func includedGoalsFollowInTheOrderOfTheirFiles() throws {
        try folder.write(goals("b1", "b2"), to: "goals.d/b.json")
        try folder.write(goals("a1"), to: "goals.d/a.json")
        try folder.write("nothing", to: "goals.d/readme.txt")
        try folder.write("nothing", to: "goals.d/.hidden.json")
        try folder.write(goals("s1"), to: "teams/sales/goals.json")
        try folder.write(goals("last"), to: "last.json")
        let path = try folder.write(
            including(
                #"["goals.d/*.json", "teams/*/goals.json", "goals.d/a.json", "last.json"]"#,
                goals: #"[ { "id": "first", "critical": "churn > 5%" } ]"#))
        let configuration = try Configuration.load(path: path)
        #expect(configuration.goals.map(\.id) == ["first", "a1", "b1", "b2", "s1", "last"])
        #expect(
            configuration.files.map { $0.replacing(root + "/", with: "") } == [
                "goals.json", "goals.d/a.json", "goals.d/b.json", "teams/sales/goals.json", "last.json",
            ])
    }

    @Test func problemsNameTheIncludedFile() throws {
        try folder.write(goals("a"), to: "goals.d/a.json")
        try folder.write(
            #"{ "goals": [ { "id": "a", "critical": "churn > 5" } ], "channels": {} }"#, to: "goals.d/b.json")
        try folder.write("", to: "goals.d/c.json")
        try folder.write(#"{ "include": ["*.json"] }"#, to: "goals.d/d.json")
        let path = try folder.write(including(#"["goals.d/*.json", "missing.json", "*.json"]"#))
        let expected = """
            goals.json: include[2]: it matches goals.json itself (line 2, column 69)
              put the other files into a folder of their own and write "goals.d/*.json"
            goals.d/b.json: goals[0].id: the id "a" is taken: goals.d/a.json: goals[0].id (line 1) (line 1, column 22)
              write another id
            goals.d/b.json: goals[0].critical: churn_rate is a ratio: write 5% (line 1, column 48)
                churn > 5
                        ^
              write "churn > 5%"
            goals.d/b.json: channels: an included file has no such key (line 1, column 56)
              move it or delete it: it is a key of goals.json
            goals.d/c.json: the file is empty (\(root)/goals.d/c.json)
              write sources, channels and goals into it; crmgoals init writes one to begin with
            goals.d/d.json: there are no goals in it (line 1, column 1)
              write { "goals": [ ... ] }
            goals.d/d.json: include: an included file has no such key (line 1, column 3)
              move it or delete it: it is a key of goals.json
            missing.json: \(root)/missing.json does not exist
              look at the path, or create the file (`crmgoals init` writes a goals.json)
            """
        #expect(problems(path).joined(separator: "\n") == expected)
    }

    @Test func aPatternThatMatchesNothingIsAWarning() throws {
        let path = try folder.write(including(#"["goals.d/*.json"]"#))
        let warnings = try Configuration.load(path: path).warnings
        #expect(warnings.map(\.message).contains(#"no file matches "goals.d/*.json""#))
    }
}
