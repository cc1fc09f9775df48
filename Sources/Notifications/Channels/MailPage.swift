import Goals

/// The HTML part of a mail: readable without styles, in light and dark; styles are inline, since clients drop all others.
struct MailPage {
    let html: HTML

    init(_ message: Message) {
        let colour: HTML =
            switch message.severity {
            case .critical: "#c62828"
            case .warning: "#b26a00"
            case .good: "#2e7d32"
            case .neutral: "#616161"
            }
        let sections = HTML.joined(message.sections.map(Self.section), separator: "\n")
        let more: HTML = message.more.map { "<p>\($0)</p>\n" } ?? ""
        html = """
            <!DOCTYPE html>
            <html lang="\(message.wording.language.rawValue)">
            <head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>\(message.headline)</title></head>
            <body style="font-family: sans-serif; line-height: 1.4; max-width: 42em">
            <h1 style="font-size: 1.2em; border-left: 0.3em solid \(colour); padding-left: 0.6em">\(message.headline)</h1>
            \(sections)
            \(more)</body>
            </html>

            """
    }

    private static func section(_ section: Message.Section) -> HTML {
        var pieces: [HTML] = []
        if let heading = section.heading { pieces.append("<h2 style=\"font-size: 1em\">\(heading)</h2>") }
        let facts = section.facts + (section.trend.map { [$0] } ?? [])
        if !facts.isEmpty {
            let rows = facts.map { fact -> HTML in
                "<tr><th style=\"text-align: left; vertical-align: top; padding: 0.1em 1em 0.1em 0\">\(fact.label)</th><td>\(fact.text)</td></tr>"
            }
            pieces.append("<table>\n\(HTML.joined(rows, separator: "\n"))\n</table>")
        }
        if !section.advice.isEmpty {
            let items = section.advice.map { advice -> HTML in "<li>\(advice)</li>" }
            pieces.append("<p>\(section.adviceLabel)</p>\n<ul>\n\(HTML.joined(items, separator: "\n"))\n</ul>")
        }
        if let command = section.command { pieces.append("<p>\(command.label): <code>\(command.text)</code></p>") }
        if let runbook = section.runbook {
            if let target = LinkTarget(runbook.text) {
                pieces.append("<p>\(runbook.label): <a href=\"\(target.text)\">\(runbook.text)</a></p>")
            } else {
                pieces.append("<p>\(runbook.label): \(runbook.text)</p>")
            }
        }
        return .joined(pieces, separator: "\n")
    }
}
