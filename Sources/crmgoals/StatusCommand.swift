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
        var configuration = try global.load()
        var goals = try goals(of: configuration)
        var report = try show(goals, configuration)
        while watch {
            Thread.sleep(forTimeInterval: 2)
            var failure: Failure?
            do {
                let loaded = try global.load()
                goals = try self.goals(of: loaded)
                configuration = loaded
            } catch {
                // As the daemon does: a goals.json with a mistake is taken no further.
                guard let known = Failure(error) else { throw error }
                failure = known
            }
            report = try show(goals, configuration, failure: failure)
        }
        throw ExitCode(report.exitCode)
    }

    /// - Parameter failure: why it is not the goals.json of now that this is shown by.
    private func show(_ goals: [Goal], _ configuration: Configuration, failure: Failure? = nil) throws -> StatusReport {
        let report = try report(goals, configuration)
        let console = Console(noColor: global.noColor, language: configuration.language)
        if json {
            try console.write(try JSONText.text(report))
            failure?.tell()
            return report
        }
        var lines = StatusTable(report, for: console.terminal, zone: configuration.zone, expanded: goal != nil).lines
        if let failure {
            let note = "\(global.config) has a mistake; this goes on with what it was before:"
            lines = console.terminal.packed([TerminalText(note, .worrying)]) + failure.texts + [TerminalText()] + lines
        }
        if watch, let height = console.height {
            try console.write(Self.redrawn(console.terminal, lines, height: height))
        } else {
            try console.write(lines)
        }
        return report
    }

    private func goals(of configuration: Configuration) throws -> [Goal] {
        guard let goal else { return configuration.goals }
        guard let found = configuration.goal(goal) else {
            throw Failure.unknown("goal", goal, known: configuration.goals.map(\.id), in: global.config)
        }
        guard found.enabled else {
            throw Failure.usage("the goal \(goal) is disabled", "nobody watches it: set \"enabled\" to true")
        }
        return [found]
    }

    private func report(_ goals: [Goal], _ configuration: Configuration) throws -> StatusReport {
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
