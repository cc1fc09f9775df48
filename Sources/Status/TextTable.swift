/// Columns of text side by side, fitted to a width.
public struct TextTable: Sendable {
    /// A column: how it is aligned, and what may happen to it where there is too little room.
    public struct Column: Sendable {
        public var title: TerminalText
        public var alignsRight: Bool
        /// The fewest columns it may be cut to; `nil`: it is never cut.
        public var least: Int?
        /// Left out first where there is too little room, highest first; 0: never.
        public var dispensable: Int

        public init(_ title: TerminalText = "", alignsRight: Bool = false, least: Int? = nil, dispensable: Int = 0) {
            self.title = title
            self.alignsRight = alignsRight
            self.least = least
            self.dispensable = dispensable
        }
    }

    public var columns: [Column]
    public var rows: [[TerminalText]] = []
    /// Columns with nothing in them are shown, too: more rows are to come.
    var showsEmptyColumns = false

    public init(_ columns: [Column]) {
        self.columns = columns
    }

    /// The columns that are shown, with their widths.
    struct Layout {
        var widths: [(column: Int, width: Int)]
        var total: Int
        func shows(_ column: Int) -> Bool { widths.contains { $0.column == column } }
    }

    static let gap = 2

    /// `nil` where not even the columns that must be there fit.
    func layout(in room: Int?) -> Layout? {
        var shown = columns.indices.filter { column in showsEmptyColumns || rows.contains { !$0[column].isEmpty } }
        while true {
            let natural = shown.map(naturalWidth)
            let gaps = Self.gap * max(0, shown.count - 1)
            guard let room, natural.reduce(gaps, +) > room else { return layout(shown, natural) }
            let least = zip(shown, natural).map { min(columns[$0].least ?? $1, $1) }
            if least.reduce(gaps, +) <= room {
                return layout(shown, spread(room - gaps, least: least, natural: natural))
            }
            guard let goes = shown.max(by: { columns[$0].dispensable < columns[$1].dispensable }),
                columns[goes].dispensable > 0
            else { return nil }
            shown.removeAll { $0 == goes }
        }
    }

    private func naturalWidth(_ column: Int) -> Int {
        rows.reduce(columns[column].title.width) { max($0, $1[column].width) }
    }

    private func layout(_ shown: [Int], _ widths: [Int]) -> Layout {
        let gaps = Self.gap * max(0, shown.count - 1)
        return Layout(widths: Array(zip(shown, widths)).map { ($0.0, $0.1) }, total: widths.reduce(gaps, +))
    }

    /// What is left over goes to the columns that were cut, to each as much as it lacks in proportion.
    private func spread(_ room: Int, least: [Int], natural: [Int]) -> [Int] {
        var widths = least
        var left = room - least.reduce(0, +)
        while left > 0 {
            guard let neediest = widths.indices.max(by: { natural[$0] - widths[$0] < natural[$1] - widths[$1] }),
                natural[neediest] > widths[neediest]
            else { break }
            widths[neediest] += 1
            left -= 1
        }
        return widths
    }

    func line(_ cells: [TerminalText], _ layout: Layout, ellipsis: String) -> TerminalText {
        var line = TerminalText()
        for (index, (column, width)) in layout.widths.enumerated() {
            let cell = cells[column].truncated(to: width, ellipsis: ellipsis)
            let isLast = index == layout.widths.count - 1
            let alignsRight = columns[column].alignsRight
            line += isLast && !alignsRight ? cell : cell.padded(to: width, right: alignsRight)
            if !isLast { line += .spaces(Self.gap) }
        }
        return line.withoutTrailingBlanks
    }

    /// Title line (where there are titles) and rows; where the width is too small for a table, each row as `title: cell` lines.
    public func lines(for terminal: Terminal) -> [TerminalText] {
        guard let layout = layout(in: terminal.width) else { return stacked(terminal) }
        var lines = rows.map { line($0, layout, ellipsis: terminal.ellipsis) }
        if columns.contains(where: { !$0.title.isEmpty }) {
            lines.insert(line(columns.map { $0.title.styled(.quiet) }, layout, ellipsis: terminal.ellipsis), at: 0)
        }
        return lines
    }

    private func stacked(_ terminal: Terminal) -> [TerminalText] {
        rows.flatMap { row -> [TerminalText] in
            zip(columns, row).enumerated().flatMap { index, pair -> [TerminalText] in
                let (column, cell) = pair
                guard !cell.isEmpty else { return [] }
                let label = column.title.isEmpty ? cell : column.title.styled(.quiet) + " " + cell
                return label.wrapped(to: max(8, (terminal.width ?? 80) - 2)).map { index == 0 ? $0 : "  " + $0 }
            }
        }
    }
}

extension TerminalText {
    var withoutTrailingBlanks: TerminalText {
        var copy = self
        while let last = copy.runs.last {
            let trimmed = last.text.reversed().drop { $0 == " " }.reversed()
            if trimmed.count == last.text.count { break }
            if trimmed.isEmpty {
                copy.runs.removeLast()
            } else {
                copy.runs[copy.runs.count - 1].text = String(trimmed)
                break
            }
        }
        return copy
    }
}
