import Goals

/// What is written to, as far as rendering needs to know it.
public struct Terminal: Sendable, Hashable {
    /// Columns; `nil` where lines may be as long as they like, as in a pipe.
    public var width: Int?
    public var colour: Bool
    /// Whether signs beyond ASCII may be used for our own decoration. Data is shown as it is.
    public var unicode: Bool
    public var language: Language

    public init(width: Int?, colour: Bool, unicode: Bool, language: Language = .english) {
        self.width = width
        self.colour = colour
        self.unicode = unicode
        self.language = language
    }

    /// Whether the locale of `environment` writes UTF-8, in the order of POSIX: `LC_ALL`, `LC_CTYPE`, `LANG`.
    public static func writesUnicode(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        guard let locale = locale?.lowercased() else { return false }
        return locale.hasSuffix("utf-8") || locale.hasSuffix("utf8") || locale.contains("utf-8@")
    }

    var ellipsis: String { unicode ? "…" : "..." }
    var dot: String { unicode ? " · " : ", " }
    var dash: String { unicode ? "–" : "-" }

    /// Lines as they are printed, each with its line end; blanks at the end of a line go.
    public func render(_ lines: [TerminalText]) -> String {
        lines.map { $0.rendered(colour: colour) + "\n" }.joined()
    }

    /// Facts one after the other, as many on a line as fit; lines begin at `indent`, those after the first `hanging` further.
    /// - Parameter between: what stands between two facts on a line; a dot unless given.
    public func packed(
        _ facts: [TerminalText], between: TerminalText? = nil, indent: Int = 0, hanging: Int = 0
    ) -> [TerminalText] {
        let separator = between ?? TerminalText(dot, .quiet)
        let room = width.map { max(8, $0 - indent - hanging) } ?? Int.max
        var lines: [TerminalText] = []
        for fact in facts where !fact.isEmpty {
            if let last = lines.last, last.width + separator.width + fact.width <= room {
                lines[lines.count - 1] = last + separator + fact
            } else {
                lines += fact.wrapped(to: room)
            }
        }
        return lines.enumerated().map { .spaces($0 == 0 ? indent : indent + hanging) + $1 }
    }
}
