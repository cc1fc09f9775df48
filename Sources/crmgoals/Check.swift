import ArgumentParser
import Daemon
import Foundation
import Goals
import Status

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Evaluates goals now and prints what it found.",
        discussion: """
            Sends nothing and leaves the memory alone, unless --notify is given. The exit code is 2 if a goal is critical, 1 if \
            one is at warning, 3 if one has no data or failed, else 0.

            Examples:
              crmgoals check
              crmgoals check churn --at 2026-11-01
              crmgoals check --notify    from cron, where no daemon runs
            """)

    @Argument(help: "The goals to evaluate; all if none is named.")
    var goals: [String] = []

    @Option(help: "Evaluate as of this time, knowing nothing of later.")
    var at: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Send what is due, and remember it, as the daemon would.")
    var notify = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let application = try global.application()
        let configuration = application.configuration
        let asked = try application.goals(goals)
        let time = try at.map { try TimeArgument.time($0, option: "--at", in: configuration.zone) }
        let now = time ?? WallClock.now
        let progress = Progress()
        progress.show("reading the data ...")
        let checked =
            notify ? try await application.checkAndNotify(asked, at: time) : await application.check(asked, now: now)
        progress.end()
        let readings = checked.map { goal in
            (goal.goal, Dictionary(uniqueKeysWithValues: goal.series.map { ($0.labels, $0.reading) }))
        }
        let report = StatusReport.check(
            goals: asked, readings: Dictionary(uniqueKeysWithValues: readings), at: now,
            setting: configuration.statusSetting)
        let console = Console(noColor: global.noColor, language: configuration.language)
        if json {
            try console.write(try JSONText.text(report))
        } else {
            let table = StatusTable(
                report, for: console.terminal, zone: configuration.zone, expanded: !goals.isEmpty, notes: true)
            try console.write(table.lines)
        }
        throw ExitCode(report.exitCode)
    }
}
