import ArgumentParser
import Dispatch
import Foundation

@main
struct CrmGoals: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crmgoals",
        abstract:
            "Watches the numbers that tell how your customers are doing, and tells the right people when a goal is in danger.",
        discussion: """
            Goals are declared in goals.json, the data comes from the CRM's exports.

              crmgoals init --demo acme    a sample company to look around in
              cd acme && crmgoals check    how its goals stand now
              crmgoals run                 watch them, and send notices
              crmgoals status              what stands, at any time

            Exit codes: 0 all is well; 1 a goal is at warning, 2 critical, 3 without data or failed (check and status);
            64 wrong usage, 70 a bug, 73 the folder is taken, 74 input or output failed, 78 wrong configuration.
            """,
        version: Version.text,
        subcommands: [
            Init.self, Validate.self, Check.self, Run.self, StatusCommand.self, HistoryCommand.self,
            RowsCommand.self, BacktestCommand.self,
            KPICommand.self, SourcesCommand.self, SchemaCommand.self, NotifyTest.self, OutboxCommand.self,
        ])

    /// Runs the command and ends the process with DESIGN 13's exit codes. Errors go to standard error: what, and what to do.
    ///
    /// Not `async` itself: `status` and others that only read would start threads they have no use for.
    static func main() {
        // A reader that closes the pipe is noticed where we write, and a channel that hangs up where we send.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            guard let command = command as? any AsyncParsableCommand else {
                try command.run()
                return
            }
            // Handed over: nobody here touches it any more.
            nonisolated(unsafe) let handed = command
            Task { await finish(handed) }
            dispatchMain()
        } catch {
            end(with: error)
        }
    }

    private static func finish(_ command: any AsyncParsableCommand) async -> Never {
        var command = command
        do {
            try await command.run()
            Foundation.exit(0)
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        if let failure = Failure(error) {
            failure.tell()
            Foundation.exit(failure.exitCode)
        }
        // Help, version, wrong usage (64), and the exit codes that commands ask for.
        exit(withError: error)
    }
}

enum Version {
    static let text = "0.1.0"
}
