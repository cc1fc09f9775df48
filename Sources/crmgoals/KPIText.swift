import KPIs
import Status

/// What a KPI is, for a person.
struct KPIText {
    let kpi: KPI
    let terminal: Terminal

    var lines: [TerminalText] {
        let language = terminal.language
        let names = ([kpi.id] + kpi.aliases).joined(separator: ", ")
        var lines = terminal.packed([TerminalText(kpi.name[language], .strong), TerminalText(names)], hanging: 2)
        lines += terminal.packed([TerminalText(kpi.meaning[language])], indent: 2)
        lines.append(TerminalText())
        let better: String
        switch kpi.better {
        case .higher: better = "higher is better"
        case .lower: better = "lower is better"
        case .none: better = "neither is better"
        }
        lines += fact("unit", "\(kpi.unit.rawValue), \(better)")
        lines += fact("window", "\(kpi.defaultWindow.text) unless the goal says otherwise")
        if kpi.unit == .duration, !kpi.variants.isEmpty {
            lines += fact(
                "measures",
                "the median; mean(\(kpi.id)) and p50(\(kpi.id)) to p99(\(kpi.id)) in a condition ask for others")
        }
        let ways = kpi.variants.map { $0.tables.map(\.text).joined(separator: " and ") }
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        lines += fact("needs", ways.joined(separator: "; or "))
        for parameter in kpi.parameters {
            let standard = parameter.standard.map { " (\($0))" } ?? ""
            lines += fact("parameter", "\(parameter.name)\(standard): \(parameter.meaning[language])")
        }
        if kpi.hasInterval { lines += fact("interval", "yes: where the true value lies; confidence of a goal uses it") }
        for remark in kpi.remarks { lines += fact("note", remark) }
        for (index, advice) in kpi.advice.enumerated() { lines += fact(index == 0 ? "try" : "", advice[language]) }
        return lines
    }

    private func fact(_ name: String, _ text: String) -> [TerminalText] {
        let label = TerminalText(name, .quiet).padded(to: 9) + "  "
        let room = terminal.width.map { max(20, $0 - 13) } ?? Int.max
        return TerminalText(text).wrapped(to: room).enumerated().map {
            "  " + ($0 == 0 ? label : .spaces(11)) + $1
        }
    }
}
