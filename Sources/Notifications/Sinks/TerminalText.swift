/// Lines for a terminal or a log: no control characters, so no escape sequence of somebody's data works.
public struct TerminalText: Sendable, Hashable, CustomStringConvertible {
    public let lines: [String]

    init(_ lines: [String]) {
        self.lines = lines.map { VisibleText.line($0) }
    }

    /// Each line ended by LF.
    public var description: String { lines.map { $0 + "\n" }.joined() }
}
