extension TerminalText {
    /// Cut to `width` columns, with `ellipsis` at the end where something was cut off.
    public func truncated(to width: Int, ellipsis: String = "…") -> TerminalText {
        guard self.width > width else { return self }
        let room = width - DisplayWidth.of(ellipsis)
        guard room > 0 else { return prefix(max(0, width)) }
        var cut = prefix(room)
        cut.runs.append(Run(text: ellipsis, style: cut.runs.last?.style ?? .plain))
        return cut
    }

    /// Filled up with blanks to `width` columns.
    public func padded(to width: Int, right: Bool = false) -> TerminalText {
        let fill = TerminalText.spaces(width - self.width)
        return right ? fill + self : self + fill
    }

    /// Broken between words into lines of at most `width` columns; a word is broken only if it is longer than a line.
    public func wrapped(to width: Int) -> [TerminalText] {
        guard width > 0, self.width > width else { return [self] }
        var lines: [TerminalText] = []
        var line = TerminalText()
        for var word in words {
            let gap = line.isEmpty ? 0 : 1
            if line.width + gap + word.width <= width {
                line += gap == 1 ? " " + word : word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while word.width > width {
                let head = word.prefix(width, atLeastOne: true)
                lines.append(head)
                word = word.dropping(head)
            }
            line = word
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// The pieces between blanks; a word may change its style within.
    private var words: [TerminalText] {
        var words: [TerminalText] = []
        var word = TerminalText()
        for run in runs {
            for (index, piece) in run.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                if index > 0 {
                    if !word.isEmpty { words.append(word) }
                    word = TerminalText()
                }
                if !piece.isEmpty { word.runs.append(Run(text: String(piece), style: run.style)) }
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// As many whole characters as fit into `width` columns; with `atLeastOne`, one that is too wide rather than none.
    private func prefix(_ width: Int, atLeastOne: Bool = false) -> TerminalText {
        var room = width
        var cut = TerminalText()
        for run in runs {
            var text = ""
            for character in run.text {
                let columns = DisplayWidth.of(character)
                if columns > room, !(atLeastOne && cut.isEmpty && text.isEmpty) {
                    if !text.isEmpty { cut.runs.append(Run(text: text, style: run.style)) }
                    return cut
                }
                room -= columns
                text.append(character)
            }
            if !text.isEmpty { cut.runs.append(Run(text: text, style: run.style)) }
        }
        return cut
    }

    /// What is left after `head`, which is a prefix of it.
    private func dropping(_ head: TerminalText) -> TerminalText {
        var count = head.runs.reduce(0) { $0 + $1.text.count }
        var rest = TerminalText()
        for run in runs {
            let taken = min(count, run.text.count)
            count -= taken
            let text = String(run.text.dropFirst(taken))
            if !text.isEmpty { rest.runs.append(Run(text: text, style: run.style)) }
        }
        return rest
    }
}
