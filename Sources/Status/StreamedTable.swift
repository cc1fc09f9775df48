/// A table whose rows come one by one and are too many to be held: its columns are as wide as the first rows need.
public struct StreamedTable {
    /// How many rows decide how wide columns are.
    public static let leading = 200

    private var table: TextTable
    private let terminal: Terminal
    private var stage = Stage.measuring

    private enum Stage {
        case measuring
        case fitted(TextTable.Layout)
        /// There is too little room for a table.
        case stacked
    }

    public init(_ columns: [TextTable.Column], for terminal: Terminal) {
        table = TextTable(columns)
        table.showsEmptyColumns = true
        self.terminal = terminal
    }

    /// - Returns: the lines that can be written now.
    public mutating func add(_ row: [TerminalText]) -> [TerminalText] {
        switch stage {
        case .measuring:
            table.rows.append(row)
            return table.rows.count < Self.leading ? [] : end()
        case .fitted(let layout):
            return [line(row, layout)]
        case .stacked:
            table.rows = [row]
            return table.lines(for: terminal)
        }
    }

    /// - Returns: the lines of those rows that waited for others to be measured.
    public mutating func end() -> [TerminalText] {
        guard case .measuring = stage, !table.rows.isEmpty else { return [] }
        let lines = table.lines(for: terminal)
        stage = table.layout(in: terminal.width).map(Stage.fitted) ?? .stacked
        table.rows = []
        return lines
    }

    /// A cell that is wider than its column is cut on a terminal, where a line has an end, and pushes the others to the right elsewhere.
    private func line(_ row: [TerminalText], _ layout: TextTable.Layout) -> TerminalText {
        guard terminal.width == nil else { return table.line(row, layout, ellipsis: terminal.ellipsis) }
        var wider = layout
        for index in wider.widths.indices {
            wider.widths[index].width = max(wider.widths[index].width, row[wider.widths[index].column].width)
        }
        return table.line(row, wider, ellipsis: terminal.ellipsis)
    }
}
