import Foundation
import TestPeers
import Testing

/// README and the pages in Documentation say what is true: README's goals fit the sample company, each command is run.
/// (That every JSON block is a valid configuration is tested in ConfigurationTests.)
@Suite struct ReadmeTests {
    @Test(arguments: MarkdownBlock.all.filter { $0.language == "json" && $0.page == "README.md" })
    func eachJSONBlockIsLoaded(block: MarkdownBlock) throws {
        let text = block.attributes["fragment"] == nil ? block.text : "{ \(block.text) }"
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(block.testDescription)")
        let goals: String
        if object["goals"] != nil {
            goals = text
        } else if object["id"] != nil, block.attributes["later"] == nil {
            goals = """
                { "timezone": "Europe/Berlin", "currency": "EUR",
                  "sources": { "crm": { "type": "csv", "folder": "data" } },
                  "channels": { "team": { "type": "console" } }, "notify": ["team"],
                  "goals": [ \(text) ] }
                """
        } else {
            return
        }
        let folder = try Self.folder(block.attributes["folder"] ?? "demo")
        try folder.write(goals, to: "goals.json")
        let outcome = try Program.run("validate", "--no-secrets", in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }

    @Test func theGermanExampleIsTheOneInTheReadme() throws {
        let file = MarkdownBlock.repository.appendingPathComponent("Examples/german-export/goals.json")
        let example = try String(contentsOf: file, encoding: .utf8)
        #expect(MarkdownBlock.all.contains { $0.page == "README.md" && $0.text == example })
    }

    @Test func eachCommandBlockSaysWhereItRuns() {
        for block in MarkdownBlock.all where block.language == "sh" {
            #expect(block.attributes["folder"] != nil, "\(block.testDescription)")
        }
    }

    @Test(arguments: MarkdownBlock.all.filter { $0.language == "sh" })
    func eachCommandIsRun(block: MarkdownBlock) throws {
        var name = block.attributes["folder"] ?? "demo"
        var folder = try Self.folder(name)
        if let file = Self.configuration(before: block) { try folder.write(file, to: "goals.json") }
        let receiver = block.attributes["channels"] == "loopback" ? try Peer("http_receiver.py") : nil
        let environment = [
            "SLACK_WEBHOOK_URL": "http://127.0.0.1:\(receiver?.port ?? 9)/slack", "MAIL_PASSWORD": "a secret",
        ]
        for line in block.text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words.contains(">") || words[0] == "duckdb" {
                let outcome = try Tool.run("bash", "-c", String(line), in: folder, environment: Program.onPath)
                #expect(outcome.exitCode == 0, "\(block.testDescription): \(line)\n\(outcome.errors)")
                continue
            }
            switch words[0] {
            case "cd":
                name = words[1]
                folder = try Self.folder(name)
            case "crmgoals":
                try run(Array(words.dropFirst()), in: folder, environment, "\(block.testDescription): \(line)")
            case "jq":
                if !FileManager.default.fileExists(atPath: folder.path("state")) {
                    try Program.run("check", "--notify", in: folder)
                }
                let outcome = try Tool.run("bash", "-c", String(line), in: folder)
                #expect(outcome.exitCode == 0, "\(block.testDescription): \(line)\n\(outcome.errors)")
            default:
                // Scripts are tested on their own, and Scripts/test is what runs this.
                let script = words[0] == "sudo" ? words[1] : words[0]
                let path = MarkdownBlock.repository.appendingPathComponent(script).path
                #expect(FileManager.default.isExecutableFile(atPath: path), "\(block.testDescription): \(line)")
            }
        }
    }

    private func run(
        _ arguments: [String], in folder: Folder, _ environment: [String: String], _ comment: String
    ) throws {
        if arguments[0] == "run" {
            let daemon = try Program.Running(arguments, in: folder, environment: environment)
            try eventually("the daemon runs") {
                try Program.run("status", "--json", in: folder).output.contains(#""running" : true"#)
                    || Program.run("status", "--json", in: folder).output.contains(#""running":true"#)
            }
            #expect(try daemon.end().exitCode == 0, "\(comment)")
            return
        }
        let outcome = try Program.run(arguments, in: folder, environment: environment)
        let fine: ClosedRange<Int32> = ["check", "status"].contains(arguments[0]) ? 0...3 : 0...0
        #expect(fine.contains(outcome.exitCode), "\(comment)\n\(outcome.output)\(outcome.errors)")
        #expect(!outcome.output.isEmpty, "\(comment)")
    }

    /// The file that the reader has written by then: the last whole goals.json above the block, in the same folder.
    private static func configuration(before block: MarkdownBlock) -> String? {
        MarkdownBlock.all.last {
            $0.page == block.page && $0.line < block.line && $0.language == "json" && $0.text.contains("\"goals\"")
                && $0.attributes["folder"] == block.attributes["folder"]
        }?.text
    }

    /// A copy of the sample company, or of an example in the repository.
    private static func folder(_ name: String) throws -> Folder {
        let folder = try Folder()
        if name == "demo" {
            let sample = try Self.sample.get()
            for file in ["goals.json", "data"] {
                try FileManager.default.copyItem(
                    at: sample.url.appendingPathComponent(file), to: folder.url.appendingPathComponent(file))
            }
        } else if name != "." {
            let example = MarkdownBlock.repository.appendingPathComponent(name)
            for file in try FileManager.default.contentsOfDirectory(atPath: example.path) {
                try FileManager.default.copyItem(
                    at: example.appendingPathComponent(file), to: folder.url.appendingPathComponent(file))
            }
        }
        return folder
    }

    /// Made once for all tests, which only copy it.
    nonisolated(unsafe) private static let sample = Result {
        let folder = try Folder()
        let outcome = try Program.run("init", "--demo", in: folder)
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        return folder
    }
}
