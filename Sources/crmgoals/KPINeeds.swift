import KPIs
import Status

/// Which of the tables and columns that a KPI needs a source has.
struct KPINeeds {
    let kpi: KPI
    let layout: Layout
    let terminal: Terminal

    var lines: [TerminalText] {
        var ways: [[Variant.TableNeed]] = []
        for variant in kpi.variants where !ways.contains(variant.tables) { ways.append(variant.tables) }
        return ways.enumerated().flatMap { index, tables -> [TerminalText] in
            (index > 0 ? ["  or"] : []) + tables.flatMap(line)
        }
    }

    private func line(_ need: Variant.TableNeed) -> [TerminalText] {
        guard layout.has(need.table) else {
            return terminal.packed(
                [
                    TerminalText(need.table) + " " + TerminalText("is missing", .worrying)
                        + TerminalText(": " + need.columns.joined(separator: ", "))
                ], indent: 2, hanging: 2)
        }
        let columns = need.columns.map { column -> TerminalText in
            layout.column(column, of: need.table) == nil
                ? TerminalText(column) + " " + TerminalText("missing", .worrying)
                : TerminalText(column) + " " + TerminalText("there", .good)
        }
        return terminal.packed(
            [TerminalText(need.table + ":")] + columns, between: "  ", indent: 2, hanging: 2)
    }
}
