import ArgumentParser
import Daemon
import Foundation
import Goals
import Status

struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Runs goals over past data: which notices there would have been.",
        discussion: """
            Decides as the daemon would, slot by slot, knowing at each only what was known then. Sends and remembers nothing.

            Examples:
              crmgoals backtest --from 2026-01-01 --to 2026-06-30
              crmgoals backtest churn --from 2026-01-01 --to 2026-06-30 --every 1d --json
            """)

    @Argument(help: "The goals to run; all if none is named.")
    var goals: [String] = []

    @Option(help: "The first slot is at or after this time; a span such as 365d counts back from now.")
    var from: String

    @Option(help: "The last slot is at or before this time; default: now.")
    var to: String?

    @Option(help: "Evaluate this often, instead of as each goal says: 1d, 1h.")
    var every: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let application = try global.application()
        let configuration = application.configuration
        let asked = try application.goals(goals)
        let now = WallClock.now
        let start = try TimeArgument.timeOrSpanBack(from, option: "--from", from: now, in: configuration.zone)
        let end = try to.map { try TimeArgument.time($0, option: "--to", in: configuration.zone) } ?? now
        guard start <= end else { throw Failure.usage("--from is after --to", "exchange them") }
        let schedule = try every.map(Self.schedule)
        let progress = Progress()
        let report = await application.backtest(asked, from: start, through: end, every: schedule) { done, all in
            progress.show("slot \(done) of \(all)")
        }
        progress.end()
        let console = Console(noColor: global.noColor, language: configuration.language)
        if json {
            try console.write(try JSONText.text(BacktestJSON(report: report)))
        } else {
            let story = EventLines(configuration: configuration, now: now, terminal: console.terminal)
            try console.write(story.lines(report))
        }
    }

    private static func schedule(_ text: String) throws -> Schedule {
        do throws(SyntaxProblem) {
            return try Schedule(every: text)
        } catch {
            throw Failure.usage("--every \(text): \(error.message)", error.fix ?? "write 1h, 1d or 1w")
        }
    }
}
