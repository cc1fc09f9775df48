import Goals

extension State {
    /// In the order in which somebody should look at them.
    static let worstFirst: [State] = [.critical, .warning, .failed, .noData, .pending, .insufficient, .ok]

    var rank: Int { Self.worstFirst.firstIndex(of: self) ?? Self.worstFirst.count }

    /// One word, or two.
    func word(_ language: Language) -> String {
        switch self {
        case .ok: "ok"
        case .pending: language.say("pending", "schwebend")
        case .warning: language.say("warning", "Warnung")
        case .critical: language.say("critical", "kritisch")
        case .noData: language.say("no data", "keine Daten")
        case .insufficient: language.say("too few", "zu wenige")
        case .failed: language.say("failed", "gescheitert")
        }
    }

    /// A sign that tells the states apart without colour; one column.
    func mark(unicode: Bool) -> String {
        switch self {
        case .ok: unicode ? "✓" : " "
        case .pending: "~"
        case .warning: unicode ? "▲" : "!"
        case .critical: unicode ? "✖" : "X"
        case .noData: "?"
        case .insufficient: unicode ? "·" : "-"
        case .failed: unicode ? "✗" : "#"
        }
    }

    var style: TerminalText.Style {
        switch self {
        case .ok: .good
        case .pending, .warning: .worrying
        case .critical: .bad
        case .noData, .failed, .insufficient: .unknown
        }
    }
}
