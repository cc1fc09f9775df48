import Goals
import Status
import Warehouse

/// One source, table by table.
struct SourceLines {
    let standing: SourceStanding
    let time: HumaneTime
    let terminal: Terminal

    var lines: [TerminalText] {
        switch standing.outcome {
        case .success(let report): lines(report)
        case .failure(let error):
            terminal.packed([name] + facts, hanging: 2) + terminal.packed([TerminalText("\(error)", .bad)], indent: 2)
        }
    }

    private var name: TerminalText { TerminalText(standing.declaration.name, .strong) }

    private var facts: [TerminalText] {
        [TerminalText(standing.type, .quiet), TerminalText(standing.place ?? "", .quiet)].filter { !$0.isEmpty }
    }

    private func lines(_ report: SourceReport) -> [TerminalText] {
        var head = [name] + facts + [TerminalText("read in \(Self.seconds(report.seconds))", .quiet)]
        if standing.canWrite == true { head.append(TerminalText("its role may write (allow_write_role)", .worrying)) }
        var lines = terminal.packed(head, hanging: 2)
        if !standing.goals.isEmpty {
            lines += terminal.packed(
                [TerminalText("goals: " + standing.goals.joined(separator: ", "))], indent: 2, hanging: 2)
        }
        guard !report.tables.isEmpty else { return lines + ["  no table of it is filled"] }
        lines += table(report).lines(for: terminal) + age(report)
        for one in report.tables { lines += troubles(one) }
        return lines
    }

    private func table(_ report: SourceReport) -> TextTable {
        var table = TextTable([
            .init("  table"), .init("rows", alignsRight: true), .init("newest"), .init("bad", alignsRight: true),
            .init("replaced", alignsRight: true, dispensable: 2), .init("last read", dispensable: 1),
            .init("took", alignsRight: true, dispensable: 4), .init("files", least: 12, dispensable: 3),
        ])
        table.rows = report.tables.map { one in
            [
                TerminalText("  " + one.table), Self.count(one.rows),
                TerminalText(one.newest.map(time.full) ?? "", standing.isStale(one) == true ? .worrying : .plain),
                one.badRows > 0 ? Self.count(one.badRows).styled(.worrying) : TerminalText(),
                one.replaced > 0 ? Self.count(one.replaced) : TerminalText(), TerminalText(time.full(one.readAt)),
                TerminalText(Self.seconds(one.seconds), .quiet),
                TerminalText(
                    one.files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: ", ")),
            ]
        }
        return table
    }

    /// What `max_age` says.
    private func age(_ report: SourceReport) -> [TerminalText] {
        guard let maxAge = standing.declaration.maxAge else { return [] }
        let stale = report.tables.filter { standing.isStale($0) == true }.map(\.table)
        guard !stale.isEmpty else {
            return terminal.packed([TerminalText("max_age \(maxAge.text): kept", .good)], indent: 2)
        }
        return terminal.packed(
            [
                TerminalText(
                    "max_age \(maxAge.text): no newer row of \(stale.joined(separator: ", ")): is the export stuck? A goal "
                        + "whose tables are all that old has no data", .worrying)
            ], indent: 2, hanging: 2)
    }

    private func troubles(_ table: TableReport) -> [TerminalText] {
        var lines: [TerminalText] = []
        if let failure = table.failure {
            lines += terminal.packed([TerminalText("\(table.table): \(failure)", .bad)], indent: 2, hanging: 2)
        }
        for remark in table.remarks ?? [] { lines += terminal.packed([TerminalText(remark)], indent: 2, hanging: 2) }
        for row in table.bad { lines += terminal.packed([TerminalText("\(row)")], indent: 2, hanging: 2) }
        for path in table.waiting {
            let why = "\(path): its last line has no line end yet and is not counted: it may still be being written"
            lines += terminal.packed([TerminalText(why)], indent: 2, hanging: 2)
        }
        let rest = table.badRows - table.bad.count
        if rest > 0, !table.bad.isEmpty { lines.append(TerminalText("  and \(rest) more in \(table.table)")) }
        return lines
    }

    private static func count(_ number: Int) -> TerminalText {
        TerminalText(ValueText.text(Double(number), .count, currency: "", language: .english))
    }

    private static func seconds(_ seconds: Double) -> String {
        ValueText.text((seconds * 100).rounded() / 100, .duration, currency: "", language: .english)
    }
}
