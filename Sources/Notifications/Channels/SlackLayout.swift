/// A message as Slack's blocks, within its limits.
struct SlackLayout {
    let blocks: [SlackBody.Block]

    init(_ message: Message) {
        let mark =
            switch message.severity {
            case .critical: "🔴 "
            case .warning: "🟠 "
            case .good: "🟢 "
            case .neutral: ""
            }
        var blocks: [SlackBody.Block] = [
            .header(
                Self.unmentioned(VisibleText.line(mark + message.headline).shortened(to: SlackChannel.Limit.header)))
        ]
        if message.headline.count + mark.count > SlackChannel.Limit.header {
            blocks.append(
                .section(Self.fitted([SlackText("\(message.headline)")], SlackChannel.Limit.section, message)))
        }
        for section in message.sections {
            var lines: [SlackText] = []
            if let heading = section.heading { lines.append("*\(heading)*") }
            lines += section.facts.map { "*\($0.label):* \($0.text)" }
            if let trend = section.trend { lines.append("*\(trend.label):* \(trend.text)") }
            if !lines.isEmpty { blocks.append(.section(Self.fitted(lines, SlackChannel.Limit.section, message))) }
            if !section.advice.isEmpty {
                let advice = ["*\(section.adviceLabel)*" as SlackText] + section.advice.map { "• \($0)" }
                blocks.append(.section(Self.fitted(advice, SlackChannel.Limit.section, message)))
            }
            var closing: [SlackText] = []
            if let command = section.command { closing.append("\(command.label): `\(command.text)`") }
            if let runbook = section.runbook {
                if let target = LinkTarget(runbook.text) {
                    closing.append("\(runbook.label): \(link: target, runbook.text)")
                } else {
                    closing.append("\(runbook.label): \(runbook.text)")
                }
            }
            if !closing.isEmpty { blocks.append(.context(Self.fitted(closing, SlackChannel.Limit.context, message))) }
        }
        if let more = message.more {
            blocks.append(.context(Self.fitted(["\(more)"], SlackChannel.Limit.context, message)))
        }
        self.blocks = Array(blocks.prefix(SlackChannel.Limit.blocks))
    }

    /// Plain text has no mentions; this holds where somebody copies it into a text that has.
    private static func unmentioned(_ text: String) -> String {
        ["!", "@", "#"].reduce(text) { $0.replacing("<\($1)", with: "‹\($1)") }
    }

    /// Whole lines as far as they fit; what does not is said to be missing. A single line that is too long is cut within its
    /// text, before it is escaped, so never within an entity.
    private static func fitted(_ lines: [SlackText], _ limit: Int, _ message: Message) -> SlackText {
        let note: SlackText = "_\(message.wording.shortenedNote)_"
        // Slack counts the characters of what it is sent; UTF-16 units are never fewer than those.
        func length(_ lines: [SlackText]) -> Int { SlackText.joined(lines, separator: "\n").text.utf16.count }
        if length(lines) <= limit { return .joined(lines, separator: "\n") }
        var kept = lines
        while kept.count > 1, length(kept + [note]) > limit { kept.removeLast() }
        if length(kept + [note]) > limit { return note }
        return .joined(kept + [note], separator: "\n")
    }
}
