import ArgumentParser
import Configuration
import Daemon
import Foundation
import Goals
import Status
import Warehouse

struct SourcesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources",
        abstract: "Tells what each source holds, and which rows could not be read.",
        discussion: """
            Reads what changed since the last time.

            Example:
              crmgoals sources
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let application = try global.application()
        let configuration = application.configuration
        let console = Console(noColor: global.noColor, language: configuration.language)
        let time = HumaneTime(now: WallClock.now, zone: configuration.zone, language: .english)
        let progress = Progress()
        var failed = false
        for (index, source) in configuration.sources.enumerated() {
            if index > 0 { try console.write([TerminalText()]) }
            progress.show("reading \(source.name) ...")
            do {
                let report = try await application.warehouse.refresh(source.name, now: WallClock.now, deadline: 3600)
                progress.end()
                try console.write(SourceLines(report: report, time: time, terminal: console.terminal).lines)
            } catch {
                progress.end()
                failed = true
                try console.write([TerminalText(source.name, .strong)])
                try console.write(console.terminal.packed([TerminalText("\(error)", .bad)], indent: 2))
            }
        }
        if failed { throw ExitCode(74) }
    }
}
