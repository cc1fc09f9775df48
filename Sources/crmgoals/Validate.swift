import ArgumentParser
import Configuration
import Daemon
import Foundation
import Goals
import Status

struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Finds everything that is wrong with goals.json, its data and its secrets, at once.",
        discussion: """
            Ends with 78 if there is a problem. Warnings are none.

            Example:
              crmgoals validate --config goals.json
            """)

    @Flag(help: "Do not read secrets: for a machine that does not have them.")
    var noSecrets = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let application = try global.application()
        let configuration = application.configuration
        for warning in configuration.warnings { Self.tell("warning: \(warning)") }
        var count = 0
        let progress = Progress()
        progress.show("reading the data ...")
        // Without secrets such a source cannot be looked into, nor a goal that may be measured in it.
        let hidden = noSecrets ? configuration.sources.filter(\.needsSecret).map(\.name) : []
        for source in configuration.sources where !hidden.contains(source.name) {
            do {
                _ = try await application.warehouse.refresh(source.name, now: WallClock.now, deadline: 3600)
            } catch {
                count += 1
                progress.end()
                Self.tell("\(global.config): sources.\(source.name): \(error)")
            }
        }
        for goal in configuration.goals where goal.enabled {
            if goal.source.map(hidden.contains) ?? !hidden.isEmpty { continue }
            let problems = await application.warehouse.problems(of: goal)
            progress.end()
            for problem in problems {
                count += 1
                Self.tell("\(global.config): goal \(goal.id): \(problem)")
            }
        }
        progress.end()
        if !noSecrets {
            let secrets = Secrets(
                environment: ProcessInfo.processInfo.environment, folder: configuration.folder)
            for problem in configuration.secretProblems(secrets) {
                count += 1
                Self.tell("\(problem)")
            }
        }
        guard count == 0 else { throw ExitCode(78) }
        let goals = configuration.goals.count
        try Console(noColor: global.noColor).write([
            TerminalText("\(global.config) is fine: ", .good)
                + TerminalText(
                    [
                        Self.counted(goals, "goal"), Self.counted(configuration.sources.count, "source"),
                        Self.counted(configuration.channels.count, "channel"),
                    ].joined(separator: ", "))
        ])
    }

    private static func tell(_ text: String) {
        StandardError.write(
            text.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalText(String($0)) })
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
