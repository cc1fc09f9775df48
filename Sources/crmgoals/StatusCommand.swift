import ArgumentParser
import Configuration
import Daemon
import Foundation
import Goals
import Journal
import Status

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows how the goals stand, from the program's memory.",
        discussion: """
            Works with the daemon down, and says so. The exit code is 2 if a goal is critical, 1 if one is at warning, 3 if one \
            has no data or failed, else 0.

            Examples:
              crmgoals status
              crmgoals status churn --json
              crmgoals status --watch
            """)

    @Argument(help: "The goal to show, with each of its series; all goals if none is named.")
    var goal: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Show it again every two seconds, until Ctrl-C.")
    var watch = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        var report = try show()
        while watch {
            Thread.sleep(forTimeInterval: 2)
            report = try show()
        }
        throw ExitCode(report.exitCode)
    }

    private func show() throws -> StatusReport {
        let configuration = try global.load()
        let report = try report(configuration)
        let console = Console(noColor: global.noColor, language: configuration.language)
        if json {
            try console.write(try JSONText.text(report))
            return report
        }
        let lines = StatusTable(report, for: console.terminal, zone: configuration.zone, expanded: goal != nil).lines
        if watch, let height = console.height {
            try console.write(Self.redrawn(console.terminal, lines, height: height))
        } else {
            try console.write(lines)
        }
        return report
    }

    private func report(_ configuration: Configuration) throws -> StatusReport {
        var goals = configuration.goals
        if let goal {
            guard let found = configuration.goal(goal) else {
                throw Failure.unknown("goal", goal, known: goals.map(\.id), in: global.config)
            }
            guard found.enabled else {
                throw Failure.usage("the goal \(goal) is disabled", "nobody watches it: set \"enabled\" to true")
            }
            goals = [found]
        }
        let folder = global.stateFolder(configuration)
        let memory = try Journal.read(folder: folder)
        return StatusReport.status(
            goals: goals, states: memory.goals,
            machinery: Machinery(daemon: try .running(on: folder), outbox: .init(memory.outbox)),
            trends: memory.trends, at: WallClock.now, setting: configuration.statusSetting)
    }

    /// Drawn over what stood there before, line by line, so that nothing flickers; what does not fit below is left out.
    private static func redrawn(_ terminal: Terminal, _ lines: [TerminalText], height: Int) -> String {
        var shown = lines
        if lines.count >= height {
            shown = Array(lines.prefix(max(1, height - 2)))
            shown.append(TerminalText("... \(lines.count - shown.count) more lines"))
        }
        let text = terminal.render(shown).replacing("\n", with: "\u{1B}[K\n")
        return "\u{1B}[H" + text + "\u{1B}[J"
    }
}

extension Configuration {
    var statusSetting: StatusReport.Setting {
        StatusReport.Setting(currency: currency, language: language, zone: zone)
    }
}
