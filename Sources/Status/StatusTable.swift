import struct Foundation.Date
import Goals

/// A report as lines for a terminal: worst first, and what stands in the way said at the end.
public struct StatusTable {
    var report: StatusReport
    var terminal: Terminal
    var time: HumaneTime
    /// Every series has a line of its own, also where many are well.
    var expanded: Bool
    /// The measurements' notes are shown.
    var notes: Bool

    public init(
        _ report: StatusReport, for terminal: Terminal, zone: Zone, expanded: Bool = false, notes: Bool = false
    ) {
        self.report = report
        self.terminal = terminal
        self.expanded = expanded
        self.notes = notes
        time = HumaneTime(now: report.generatedAt, zone: zone, language: terminal.language)
    }

    public var lines: [TerminalText] {
        var lines = packed(headline) + [TerminalText()]
        lines += TableOfGoals(self).lines
        let ending = (notes ? noteLines : []) + troubleLines
        if !ending.isEmpty { lines += [TerminalText()] + ending }
        return lines
    }

    public func rendered() -> String { terminal.render(lines) }

    /// `Tue 24 Nov 10:00 UTC · 1 critical · 1 warning · 10 ok`
    private var headline: [TerminalText] {
        var facts = [TerminalText(time.full(report.generatedAt) + " " + time.zone.identifier, .quiet)]
        for state in State.worstFirst where report.count(state) > 0 {
            facts.append(TerminalText("\(report.count(state)) \(state.word(terminal.language))", state.style))
        }
        if report.entries.isEmpty { facts.append(TerminalText(say("no goals", "keine Ziele"))) }
        return facts
    }

    /// Each note once, with the goals whose numbers it is about.
    private var noteLines: [TerminalText] {
        var goals: [String: [String]] = [:]
        var order: [String] = []
        for entry in report.entries {
            for note in entry.measurement?.notes ?? [] {
                if goals[note] == nil { order.append(note) }
                if goals[note]?.last != entry.goal.id { goals[note, default: []].append(entry.goal.id) }
            }
        }
        return order.flatMap { note in
            let head = TerminalText(say("note ", "Hinweis "), .quiet)
            return wrapped(head + TerminalText((goals[note] ?? []).joined(separator: ", ") + ": " + note))
        }
    }

    private var troubleLines: [TerminalText] {
        guard let machinery = report.machinery else { return [] }
        var lines: [TerminalText] = []
        let outbox = machinery.outbox
        if outbox.deadLetters > 0 {
            let count = outbox.deadLetters
            let text = say(
                "\(count) \(count == 1 ? "message was" : "messages were") given up: crmgoals outbox list",
                "\(count) \(count == 1 ? "Nachricht wurde" : "Nachrichten wurden") aufgegeben: crmgoals outbox list")
            lines += wrapped(TerminalText(text, .bad))
        }
        if outbox.owed > 0 {
            let count = outbox.owed
            let text = say(
                "\(count) \(count == 1 ? "message is" : "messages are") waiting to be delivered",
                "\(count) \(count == 1 ? "Nachricht wartet" : "Nachrichten warten") auf Zustellung")
            lines += wrapped(TerminalText(text, .worrying))
        }
        for trouble in outbox.troubles {
            lines += wrapped(TerminalText("  \(trouble.channel): \(trouble.error)"))
        }
        if machinery.daemon == .stopped {
            let newest = report.entries.compactMap { $0.reading?.at }.max()
            let stand = newest.map {
                say("; what stands here is from \(time.full($0))", "; der Stand ist von \(time.full($0))")
            }
            let text = say("The daemon is not running", "Der Dienst läuft nicht") + (stand ?? "")
            lines += wrapped(
                TerminalText(text, .worrying) + ". " + TerminalText(say("Start it: ", "Starten mit: ")) + "crmgoals run"
            )
        }
        return lines
    }

    func packed(
        _ facts: [TerminalText], between: TerminalText? = nil, indent: Int = 0, hanging: Int = 0
    ) -> [TerminalText] {
        terminal.packed(facts, between: between, indent: indent, hanging: hanging)
    }

    func wrapped(_ text: TerminalText) -> [TerminalText] { packed([text]) }

    func say(_ english: String, _ german: String) -> String { terminal.language.say(english, german) }
}
