import Goals
import Status
import Warehouse

/// One source, table by table.
struct SourceLines {
    let report: SourceReport
    let time: HumaneTime
    let terminal: Terminal

    var lines: [TerminalText] {
        var lines = terminal.packed([
            TerminalText(report.source, .strong),
            TerminalText("read in \(Self.seconds(report.seconds))", .quiet),
        ])
        guard !report.tables.isEmpty else { return lines + ["  no table of it is filled"] }
        var table = TextTable([
            .init("  table"), .init("rows", alignsRight: true), .init("newest"), .init("bad", alignsRight: true),
            .init("replaced", alignsRight: true, dispensable: 2), .init("last read", dispensable: 1),
            .init("files", least: 12, dispensable: 3),
        ])
        table.rows = report.tables.map { one in
            [
                TerminalText("  " + one.table), Self.count(one.rows), TerminalText(one.newest.map(time.full) ?? ""),
                one.badRows > 0 ? Self.count(one.badRows).styled(.worrying) : TerminalText(),
                one.replaced > 0 ? Self.count(one.replaced) : TerminalText(), TerminalText(time.full(one.readAt)),
                TerminalText(
                    one.files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: ", ")),
            ]
        }
        lines += table.lines(for: terminal)
        for one in report.tables {
            if let failure = one.failure {
                lines += terminal.packed([TerminalText("\(one.table): \(failure)", .bad)], indent: 2, hanging: 2)
            }
            for row in one.bad { lines += terminal.packed([TerminalText("\(row)")], indent: 2, hanging: 2) }
            let rest = one.badRows - one.bad.count
            if rest > 0, !one.bad.isEmpty { lines.append(TerminalText("  and \(rest) more in \(one.table)")) }
        }
        return lines
    }

    private static func count(_ number: Int) -> TerminalText {
        TerminalText(ValueText.text(Double(number), .count, currency: "", language: .english))
    }

    private static func seconds(_ seconds: Double) -> String {
        ValueText.text((seconds * 100).rounded() / 100, .duration, currency: "", language: .english)
    }
}
