/// Text in Slack's mrkdwn. What is interpolated into one is escaped as Slack asks (`&`, `<`, `>`), so that no `<!channel>`, `<@U…>`
/// or link of somebody's data works: `SlackText("*\(title)*")`. https://docs.slack.dev/messaging/formatting-message-text#escaping
struct SlackText: Sendable, Hashable, ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    init(stringInterpolation interpolation: StringInterpolation) {
        text = interpolation.text
    }

    init(_ text: SlackText) {
        self = text
    }

    private init(trusted text: String) {
        self.text = text
    }

    static func joined(_ pieces: [SlackText], separator: SlackText) -> SlackText {
        SlackText(trusted: pieces.map(\.text).joined(separator: separator.text))
    }

    static func escaped(_ text: String) -> String {
        VisibleText.line(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ value: String) {
            text += SlackText.escaped(value)
        }

        mutating func appendInterpolation(_ value: SlackText) {
            text += value.text
        }

        /// A link of ours; `url` has been checked to be one.
        mutating func appendInterpolation(link url: LinkTarget, _ name: String) {
            text +=
                "<\(SlackText.escaped(url.text).replacing("|", with: "%7C"))|\(SlackText.escaped(name).replacing("|", with: "¦"))>"
        }
    }
}
