import Foundation
import Goals
import Status
import Warehouse

/// Rows as a table to read.
struct RowsTable: RowSink {
    private let terminal: Terminal
    private var table: StreamedTable
    private var output = BlockOutput()
    private var tally = RowsTally()
    private let counted: Int?

    init(_ heading: RowsHeading, terminal: Terminal, time: HumaneTime) throws {
        self.terminal = terminal
        counted = heading.columns.firstIndex { $0.name == "counted" }
        table = StreamedTable(
            heading.columns.enumerated().map { index, column in
                // What tells a row from others and whether it counted stays; what describes it goes from the right.
                let isDescription = index > 1
                return TextTable.Column(
                    TerminalText(column.name), alignsRight: column.kind == .number,
                    least: column.kind == .text && isDescription ? 8 : nil, dispensable: isDescription ? index : 0)
            }, for: terminal)
        try write(
            terminal.packed(
                [
                    TerminalText(heading.kpi, .strong),
                    TerminalText("\(time.full(heading.window.start)) to \(time.full(heading.window.end))"),
                    TerminalText("source \(heading.source)", .quiet),
                ], hanging: 2) + [TerminalText()])
    }

    mutating func add(_ row: [RowCell]) throws {
        tally.rows += 1
        if let counted, row[counted] == .flag(true) { tally.counted += 1 }
        try write(table.add(row.map(Self.text)))
    }

    mutating func end() throws {
        try write(table.end())
        let count = tally.rows == 1 ? "1 row" : "\(Self.count(tally.rows)) rows"
        let sum = tally.rows == 0 ? "No row." : "\(count), \(Self.count(tally.counted)) counted"
        try write((tally.rows == 0 ? [] : [TerminalText()]) + [TerminalText(sum, .quiet)])
        try output.flush()
    }

    private mutating func write(_ lines: [TerminalText]) throws {
        if !lines.isEmpty { try output.write(terminal.render(lines)) }
    }

    private static func text(_ cell: RowCell) -> TerminalText {
        switch cell {
        case .null: TerminalText()
        case .text(let text): TerminalText(text)
        case .number(let number): TerminalText(JSONScalar(number).text)
        case .flag(let flag): flag ? TerminalText("yes", .strong) : TerminalText("no", .quiet)
        }
    }

    private static func count(_ number: Int) -> String {
        ValueText.text(Double(number), .count, currency: "", language: .english)
    }
}
