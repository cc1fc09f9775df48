import ArgumentParser
import Configuration
import Daemon
import Foundation
import Goals
import KPIs
import Status
import Warehouse

struct KPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kpi",
        abstract: "Lists the KPIs, or explains one: its definition, its SQL, and whether the data has what it needs.",
        discussion: """
            Works without a goals.json too; then it knows nothing of your data.

            Examples:
              crmgoals kpi
              crmgoals kpi churn_rate
            """)

    @Argument(help: "A KPI, by id or alias.")
    var name: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let isThere = FileManager.default.fileExists(atPath: global.config)
        let application = isThere ? try global.application() : nil
        let catalogue = application?.configuration.catalogue ?? .standard
        let console = Console(noColor: global.noColor, language: application?.configuration.language ?? .english)
        guard let name else {
            try console.write(Self.list(catalogue, console.terminal))
            return
        }
        guard let kpi = catalogue.kpi(named: name) else {
            throw Failure.usage(
                "no KPI \(name)",
                (nearest(name, in: catalogue.kpiNames).map { "did you mean \($0)? " } ?? "")
                    + "`crmgoals kpi` lists them")
        }
        try console.write(KPIText(kpi: kpi, terminal: console.terminal).lines)
        if let application { try await showData(kpi, application, console) }
    }

    private static func list(_ catalogue: Catalogue, _ terminal: Terminal) -> [TerminalText] {
        var table = TextTable([
            .init("kpi"), .init("unit"), .init("better", dispensable: 2), .init("aliases", least: 8, dispensable: 3),
            .init("meaning", least: 24, dispensable: 1),
        ])
        table.rows = catalogue.all.map { kpi in
            [
                TerminalText(kpi.id, .strong), TerminalText(kpi.unit.rawValue),
                TerminalText(kpi.better.rawValue), TerminalText(kpi.aliases.joined(separator: ", ")),
                TerminalText(kpi.meaning[terminal.language], .quiet),
            ]
        }
        return table.lines(for: terminal)
    }

    /// For each source: which of the columns that the KPI needs are there, and the SQL that would run.
    private func showData(_ kpi: KPI, _ application: Application, _ console: Console) async throws {
        let terminal = console.terminal
        let progress = Progress()
        for source in application.configuration.sources {
            progress.show("reading \(source.name) ...")
            let found: Result<Layout, WarehouseError>
            do throws(WarehouseError) {
                _ = try await application.warehouse.refresh(source.name, now: WallClock.now, deadline: 3600)
                found = .success(try await application.warehouse.layout(of: source.name))
            } catch {
                found = .failure(error)
            }
            progress.end()
            try console.write([TerminalText(), TerminalText("In source \(source.name)", .strong)])
            switch found {
            case .failure(let error):
                try console.write(terminal.packed([TerminalText("\(error)", .bad)], indent: 2))
            case .success(let layout):
                try console.write(KPINeeds(kpi: kpi, layout: layout, terminal: terminal).lines + [TerminalText()])
                let request = MeasurementRequest(kpi: kpi.id, source: source.name, window: kpi.defaultWindow)
                let sql = application.warehouse.sql(for: request)
                try console.write(sql.split(separator: "\n").map { TerminalText("  " + $0) })
            }
        }
    }
}
