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
        abstract: "Tells what each source holds, which rows could not be read, and how old the data are.",
        discussion: """
            Reads what changed since the last time. Ends with 74 where a source cannot be read.

            Examples:
              crmgoals sources
              crmgoals sources --json
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let application = try global.application()
        let configuration = application.configuration
        let now = WallClock.now
        let progress = Progress()
        var outcomes: [(SourceDeclaration, Result<SourceReport, WarehouseError>)] = []
        for source in configuration.sources {
            progress.show("reading \(source.name) ...")
            do throws(WarehouseError) {
                let report = try await application.warehouse.refresh(source.name, now: now, deadline: 3600)
                outcomes.append((source, .success(report)))
            } catch {
                outcomes.append((source, .failure(error)))
            }
        }
        let goals = await application.goalsBySource()
        progress.end()
        let standings = outcomes.map { source, outcome in
            SourceStanding(
                declaration: source, outcome: outcome, goals: goals[source.name] ?? [], now: now,
                zone: configuration.zone)
        }
        let console = Console(noColor: global.noColor, language: configuration.language)
        if json {
            try console.write(try JSONText.text(SourcesJSON(sources: standings)))
        } else {
            let time = HumaneTime(now: now, zone: configuration.zone, language: .english)
            let lines = standings.map { SourceLines(standing: $0, time: time, terminal: console.terminal).lines }
            try console.write(Array(lines.joined(separator: [TerminalText()])))
        }
        let isRead = standings.allSatisfy { if case .success = $0.outcome { true } else { false } }
        if !isRead { throw ExitCode(74) }
    }
}
