import ArgumentParser
import Configuration
import Foundation
import Goals
import Journal
import Status

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tells the breaches of the past, and who was told of them when.",
        discussion: """
            Examples:
              crmgoals history
              crmgoals history churn --since 90d
              crmgoals history --csv > breaches.csv
            """)

    @Argument(help: "The goal to tell of; also one that is no longer in goals.json. All if none is named.")
    var goal: String?

    @Option(help: "Only what was open then or opened later: a time, or a span back such as 7d.")
    var since: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print a table for a spreadsheet, one line a breach.")
    var csv = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if json, csv { throw ValidationError("Ask for --json or for --csv, not for both.") }
    }

    func run() throws {
        let configuration = try global.load()
        let now = WallClock.now
        let start = try since.map {
            try TimeArgument.timeOrSpanBack($0, option: "--since", from: now, in: configuration.zone)
        }
        let history = try Journal.history(folder: global.stateFolder(configuration), goal: goal, since: start)
        if let goal, configuration.goal(goal) == nil, history.episodes.isEmpty {
            throw Failure.unknown("goal", goal, known: configuration.goals.map(\.id), in: global.config)
        }
        let console = Console(noColor: global.noColor, language: configuration.language)
        if json {
            try console.write(try JSONText.text(HistoryJSON(episodes: history.episodes)))
        } else if csv {
            try console.write(HistoryTable.text(history.episodes, configuration: configuration))
        } else {
            try console.write(
                EventLines(configuration: configuration, now: now, terminal: console.terminal).lines(history.episodes))
        }
        StandardError.write(history.damage.map { TerminalText("\($0)") })
    }
}
