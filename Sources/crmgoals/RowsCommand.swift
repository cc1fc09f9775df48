import ArgumentParser
import Daemon
import Foundation
import Goals
import Status

struct RowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rows",
        abstract: "Lists the rows behind a goal's number: which customers left, which tickets took so long.",
        discussion: """
            The column counted says whether a row counts (of a ratio: whether it is in the numerator). Sends and remembers nothing.

            Examples:
              crmgoals rows churn
              crmgoals rows churn --at 2026-11-01 --label segment=smb
              crmgoals rows churn --csv > churn.csv
            """)

    @Argument(help: "The goal.")
    var goal: String

    @Option(help: "The rows that counted at this time, knowing nothing of later.")
    var at: String?

    @Option(help: "Only this series of a goal that is split: column=value; again for each column.")
    var label: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print a table for a spreadsheet.")
    var csv = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if json, csv { throw ValidationError("Ask for --json or for --csv, not for both.") }
    }

    func run() async throws {
        let application = try global.application()
        let configuration = application.configuration
        guard let asked = try application.goals([goal]).first else { return }
        let now = try at.map { try TimeArgument.time($0, option: "--at", in: configuration.zone) } ?? WallClock.now
        if let subject = asked.leading?.subject, let first = asked.references.first, subject != .kpi(first) {
            StandardError.write([
                TerminalText(
                    "the condition \(asked.leading?.text ?? "") is of more than one number: these are the rows of \(first.kpi)"
                )
            ])
        }
        let terminal = Console(noColor: global.noColor, language: configuration.language).terminal
        let time = HumaneTime(now: now, zone: configuration.zone, language: .english)
        let progress = Progress()
        progress.show("reading the data ...")
        defer { progress.end() }
        let (goal, json, csv) = (goal, json, csv)
        _ = try await application.rows(of: asked, series: try series(), now: now) { heading in
            progress.end()
            StandardError.write(heading.remarks.map { TerminalText($0) })
            if json { return try RowsJSON(heading, goal: goal) }
            if csv { return try RowsCSV(heading) }
            return try RowsTable(heading, terminal: terminal, time: time)
        }
    }

    private func series() throws -> [String: String] {
        var series: [String: String] = [:]
        for text in label {
            guard let sign = text.firstIndex(of: "=") else {
                throw Failure.usage("--label \(text) has no =", "write column=value, such as segment=smb")
            }
            let column = String(text[..<sign])
            guard series.updateValue(String(text[text.index(after: sign)...]), forKey: column) == nil else {
                throw Failure.usage("--label \(column) is given twice", "leave one of them out")
            }
        }
        return series
    }
}
