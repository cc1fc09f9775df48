import Foundation
import TestPeers
import Testing

/// What goes wrong in real life: a clear line, the right exit code, nothing lost.
@Suite struct BadInputTests {
    private static let minimal = """
        { "sources":  { "crm": { "type": "csv", "folder": "data" } },
          "channels": { "team": { "type": "console" } },
          "notify":   ["team"],
          "goals":    [ { "id": "churn", "critical": "churn > 5%" }, { "id": "resolution", "critical": "resolution > 24h" } ] }
        """

    @Test func aStatusThatIsWatchedGoesOnWithTheFileAsItWasAndSaysSo() throws {
        let folder = try Folder()
        try folder.write(Self.minimal, to: "goals.json")
        let watching = try Program.Running(["status", "--watch"], in: folder)
        try eventually("it shows the goals") { watching.outputText.contains("resolution") }
        try folder.write("{ \"goals\": 5 }", to: "goals.json")
        try eventually("it says that the file has a mistake") {
            watching.outputText.contains("goals.json has a mistake; this goes on with what it was before:")
        }
        let told = watching.outputText.components(separatedBy: "has a mistake").last ?? ""
        #expect(told.contains("a list of goals is expected"))
        try eventually("it goes on") {
            watching.outputText.components(separatedBy: "has a mistake").last?.contains("resolution") == true
        }
        #expect(watching.process.isRunning)
        try folder.write(Self.minimal, to: "goals.json")
        try watching.end()
    }

    private static let brokenFiles: [String: String?] = [
        "missing": nil, "empty": "", "a lone bracket": "[", "deep": String(repeating: "[", count: 10_000_000),
        "a list": "[]",
        "not text": "\u{0}\u{1}", "unknown key": #"{ "goal": [] }"#,
    ]

    @Test(arguments: ["missing", "empty", "a lone bracket", "deep", "a list", "not text", "unknown key"])
    func aBrokenGoalsFileIsAWrongConfiguration(what: String) throws {
        let folder = try Folder()
        if let text = try #require(Self.brokenFiles[what]) { try folder.write(text, to: "goals.json") }
        for command in ["validate", "check", "run", "status"] {
            let outcome = try Program.run(command, in: folder)
            #expect(outcome.exitCode == 78, "\(what): \(command): \(outcome.errors)")
            #expect(outcome.errors.contains("goals.json"), "\(what): \(command)")
            #expect(outcome.errors.utf8.count < 4000, "\(what): \(command)")
        }
    }

    @Test func everyProblemIsToldAtOnceWithItsPlace() throws {
        let folder = try Folder()
        try folder.write(
            """
            { "sources": { "crm": { "type": "csv", "folder": "data" } },
              "notify": ["taem"], "channels": { "team": { "type": "console" } },
              "goals": [ { "id": "churn", "critical": "chrun > 5%" },
                         { "id": "resolution", "critical": "resolution > 24" },
                         { "id": "churn", "critical": "churn > 5", "evry": "1h" } ] }
            """, to: "goals.json")
        let errors = try Program.run("check", in: folder).errors
        for expected in [
            "goals[0].critical", "churn", "goals[1].critical", "24h", "goals[2].critical", "5%", "goals[2].evry",
            "every",
            "goals[2].id", "team",
        ] { #expect(errors.contains(expected), "\(expected)\n\(errors)") }
    }

    @Test(
        arguments: [
            ("missing", nil), ("empty", ""), ("binary", "\u{0}\u{1}\u{2}PK\u{3}\u{4}"),
            ("without the column", "id,name\n1,a\n"),
            ("cut inside a quoted field", "id,opened_at,resolved_at\n1,2026-02-01,\"2026-02"),
        ] as [(String, String?)])
    func oneBrokenExportFailsTheGoalsThatNeedItAndNoOther(what: String, tickets: String?) throws {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200)).write(leaving: 8)
        try folder.write(Self.minimal, to: "goals.json")
        if let tickets {
            try folder.write(tickets, to: "data/tickets.csv")
        } else {
            try FileManager.default.removeItem(atPath: folder.path("data/tickets.csv"))
        }
        let outcome = try Program.run("check", "--json", "--at", "2026-03-01", in: folder)
        #expect(outcome.exitCode == 2, "\(what)")
        let goals = try #require(try outcome.json()["goals"] as? [[String: Any]])
        #expect(goals[0]["state"] as? String == "critical", "\(what)")
        #expect(goals[1]["state"] as? String == "failed", "\(what): \(goals[1])")
        #expect((goals[1]["reason"] as? String)?.contains("tickets") == true, "\(what): \(goals[1]["reason"] ?? "")")
        #expect(try Program.run("validate", in: folder).exitCode == 78, "\(what)")
    }

    @Test func aHeaderWithoutRowsIsNoData() throws {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200)).write(leaving: 8)
        try folder.write("id,opened_at,resolved_at\n", to: "data/tickets.csv")
        try folder.write(Self.minimal, to: "goals.json")
        let outcome = try Program.run("check", "resolution", "--json", "--at", "2026-03-01", in: folder)
        #expect(outcome.exitCode == 3)
        let goals = try #require(try outcome.json()["goals"] as? [[String: Any]])
        #expect(goals[0]["state"] as? String == "no_data")
    }

    @Test func anUnknownGoalOrChannelIsWrongUsage() throws {
        let folder = try Folder()
        try folder.write(Self.minimal, to: "goals.json")
        let check = try Program.run("check", "chrun", in: folder)
        #expect(check.exitCode == 64)
        #expect(check.errors.contains("churn"))
        #expect(try Program.run("notify-test", "taem", in: folder).exitCode == 64)
        #expect(try Program.run("frobnicate", in: folder).exitCode == 64)
    }

    @Test func initOverwritesNothing() throws {
        let folder = try Folder()
        #expect(try Program.run("init", in: folder).exitCode == 0)
        let text = try folder.read("goals.json")
        #expect(try Program.run("init", in: folder).exitCode == 73)
        #expect(try Program.run("init", "--demo", in: folder).exitCode == 73)
        #expect(try folder.read("goals.json") == text)
    }

    @Test func aSecondDaemonSaysWhoHasTheStateFolder() throws {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date()).write(leaving: 1)
        try folder.write(Self.minimal, to: "goals.json")
        let first = try Program.Running(["run"], in: folder)
        try eventually("the first runs") {
            let status = try Program.run("status", "--json", in: folder).json()["daemon"] as? [String: Any]
            return status?["running"] as? Bool == true
        }
        let second = try Program.run("run", in: folder)
        #expect(second.exitCode == 73)
        #expect(second.errors.contains("\(first.process.processIdentifier)"))
        #expect(try first.end().exitCode == 0)
    }

    @Test func aBrokenReloadKeepsTheOldConfigurationAndAGoodOneIsTaken() throws {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date()).write(leaving: 1)
        try folder.write(Self.minimal, to: "goals.json")
        let daemon = try Program.Running(["run"], in: folder)
        try eventually("it runs") { daemon.errorText.contains("watching 2 goals") }
        try folder.write(Self.minimal.replacingOccurrences(of: "churn > 5%", with: "churn > 5"), to: "goals.json")
        try eventually("it says why it does not reload") { daemon.errorText.contains("5%") }
        try folder.write(
            Self.minimal.replacingOccurrences(of: "\"id\": \"resolution\"", with: "\"id\": \"solved\""),
            to: "goals.json")
        kill(daemon.process.processIdentifier, SIGHUP)
        try eventually("it reloads") { daemon.errorText.contains("reloaded: watching 2 goals") }
        #expect(try daemon.end().exitCode == 0)
    }

    @Test func namesWithMarkupAndControlCharactersReachNoSinkUnescaped() throws {
        let folder = try Folder()
        let slack = try Peer("http_receiver.py")
        try folder.write(
            """
            id,created_at,churned_at,segment
            1,2025-01-01,2026-02-20,"<script>alert(1)</script> & ""x"" \u{1B}[31m <!channel>"
            2,2025-01-01,2026-02-20,=HYPERLINK("http://evil")
            3,2025-01-01,,=HYPERLINK("http://evil")
            """, to: "data/customers.csv")
        try folder.write(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "slack", "url": "http://127.0.0.1:\(slack.port)/slack" }, "out": { "type": "console" } },
              "notify":   ["team", "out"],
              "goals":    [ { "id": "churn", "title": "<b>\\u001b[2J</b>\\r\\nBcc: x 🙂", "critical": "churn > 5%", "by": ["segment"] } ] }
            """, to: "goals.json")
        let outcome = try Program.run("check", "--notify", "--at", "2026-03-01T00:00:00Z", in: folder)
        #expect(outcome.exitCode == 2, "\(outcome.errors)")
        #expect(!outcome.output.contains("\u{1B}"))
        let body = try #require(try slack.log(ReceivedRequest.self).first?.body)
        #expect(!body.contains("<!channel>"))
        for arguments in [["status"], ["history"], ["history", "--csv"]] {
            let text = try Program.run(arguments, in: folder).output
            #expect(!text.contains("\u{1B}"), "\(arguments)")
            #expect(!text.contains("\n=HYPERLINK") && !text.contains(",=HYPERLINK"), "\(arguments)")
        }
    }

    @Test func aStateFolderOfANewerVersionIsRefusedAndLeftAlone() throws {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date()).write(leaving: 1)
        try folder.write(Self.minimal, to: "goals.json")
        let snapshot = #"{"v":2,"crc":"00000000"}"# + "\n"
        try folder.write(snapshot, to: "state/snapshot.json")
        let outcome = try Program.run("run", in: folder)
        #expect(outcome.exitCode == 74, "\(outcome.errors)")
        #expect(outcome.errors.contains("newer"))
        #expect(try folder.read("state/snapshot.json") == snapshot)
    }
}
