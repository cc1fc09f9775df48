import Foundation
import Testing

/// How the command line behaves, whatever the goals: help, wrong usage, pipes, JSON.
@Suite struct CommandLineTests {
    private static let commands = [
        "init", "validate", "check", "run", "status", "history", "backtest", "kpi", "sources", "schema", "notify-test",
        "outbox list", "outbox retry", "outbox drop",
    ]

    private func company() throws -> Folder {
        let folder = try Folder()
        try folder.write(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "console" } },
              "notify":   ["team"],
              "goals":    [ { "id": "churn", "critical": "churn > 5%" }, { "id": "nps", "warning": "nps < 10" } ] }
            """, to: "goals.json")
        return folder
    }

    @Test(arguments: commands)
    func everyCommandExplainsItselfWithAnExample(_ command: String) throws {
        let outcome = try Program.run(command.split(separator: " ").map(String.init) + ["--help"], in: try Folder())
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("crmgoals \(command.split(separator: " ")[0])"))
        #expect(outcome.output.contains("--config"))
        #expect(outcome.output.contains("--state"))
        #expect(outcome.output.contains("Example"))
    }

    @Test(
        arguments: [
            (["frobnicate"], "frobnicate"), (["status", "--jsn"], "--json"), (["status", "chrun"], "churn"),
            (["check", "chrun"], "churn"), (["history", "chrun"], "churn"), (["notify-test", "taem"], "team"),
            (["check", "--at", "yesterday"], "--at"), (["history", "--since", "soon"], "--since"),
            (["backtest", "--from", "2026-02-01", "--to", "2026-01-01"], "--to"), (["backtest"], "--from"),
            (["backtest", "--from", "30d", "--every", "sometimes"], "--every"), (["kpi", "chrun"], "churn"),
            (["outbox", "drop"], "ids"), (["outbox", "drop", "nothing"], "nothing"),
            (["history", "--json", "--csv"], "--csv"),
        ])
    func wrongUsageIsSaidAndWhatToWriteInstead(_ arguments: [String], _ hint: String) throws {
        let outcome = try Program.run(arguments, in: try company())
        #expect(outcome.exitCode == 64, "\(arguments): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(hint), "\(arguments): \(outcome.errors)")
    }

    @Test func theVersionIsOneLine() throws {
        let outcome = try Program.run("--version", in: try Folder())
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func shellsAreToldHowToComplete(_ shell: String) throws {
        let outcome = try Program.run("--generate-completion-script", shell, in: try Folder())
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("notify-test"))
    }

    @Test func statusBeforeTheFirstEvaluationIsNoDataAndMakesNothing() throws {
        let folder = try company()
        let outcome = try Program.run("status", in: folder)
        #expect(outcome.exitCode == 3)
        #expect(outcome.output.contains("never evaluated"))
        #expect(outcome.output.contains("crmgoals run"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("state")))
        let json = try Program.run("status", "churn", "--json", in: folder).json()
        #expect((json["goals"] as? [Any])?.count == 1)
        #expect((json["daemon"] as? [String: Any])?["running"] as? Bool == false)
        #expect((json["outbox"] as? [String: Any])?["owed"] as? Int == 0)
    }

    @Test func thePastIsEmptyBeforeThereIsOne() throws {
        let folder = try company()
        #expect(try Program.run("history", in: folder).output == "No breaches.\n")
        #expect((try Program.run("history", "--json", in: folder).json()["episodes"] as? [Any])?.isEmpty == true)
        #expect(try Program.run("history", "--csv", in: folder).output.split(separator: "\n").count == 1)
        #expect(try Program.run("outbox", "--state", "elsewhere", in: folder).output.contains("Nothing"))
    }

    @Test func initOverwritesNothing() throws {
        let folder = try Folder()
        #expect(try Program.run("init", in: folder).exitCode == 0)
        let written = try folder.read("goals.json")
        let again = try Program.run("init", in: folder)
        #expect(again.exitCode == 73)
        #expect(again.errors.contains("goals.json"))
        #expect(try Program.run("init", "--demo", in: folder).exitCode == 73)
        #expect(try folder.read("goals.json") == written)
        #expect(try Program.run("init", "there", in: folder).exitCode == 0)
        #expect(try folder.read("there/goals.json") == written)
    }

    @Test func kpisAreExplainedWithoutAGoalsFile() throws {
        let folder = try Folder()
        let list = try Program.run("kpi", in: folder)
        #expect(list.exitCode == 0)
        #expect(list.output.contains("churn_rate"))
        let churn = try Program.run("kpi", "churn", in: folder)
        #expect(churn.exitCode == 0)
        #expect(churn.output.contains("subscriptions (customer_id, started_at"))
    }

    @Test func aPipeGetsNoColoursAndATerminalsWidthIsKept() throws {
        let folder = try company()
        let piped = try Program.run("status", in: folder)
        #expect(!piped.output.contains("\u{1B}"))
        let narrow = try Program.run(["status"], in: folder, environment: ["COLUMNS": "30"])
        #expect(narrow.output.split(separator: "\n").allSatisfy { $0.count <= 30 })
        let plain = try Program.run(["status"], in: folder, environment: ["LANG": "C"])
        #expect(plain.output.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func aReaderThatHasSeenEnoughChangesNothing() throws {
        let folder = try company()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.currentDirectoryURL = folder.url
        // The program's exit code, not the reader's, and what it says of the broken pipe.
        let program = "'\(Program.path)' schema 2>errors; echo $? >code"
        shell.arguments = ["-c", "{ \(program); } | true"]
        try shell.run()
        // Foundation's own waiting hangs now and then on a thread that runs tasks.
        while shell.isRunning { usleep(2_000) }
        #expect(try folder.read("errors").isEmpty)
        #expect(try folder.read("code") == "0\n")
    }
}
