import Foundation
import Transport

/// Slack, by an incoming webhook. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
struct SlackChannel: Channel {
    let target: HTTPTarget

    /// Documented limits: 50 blocks a message, 150 characters a header, 3,000 a section, 2,000 a context element.
    enum Limit {
        static let blocks = 50
        static let header = 150
        static let section = 3000
        static let context = 2000
        /// Above 4,000 characters Slack shortens the text itself.
        static let text = 3900
    }

    func request(for notification: Notification) -> Request {
        let message = Message(notification)
        let body = SlackBody(
            text: SlackText("\(message.headline.shortened(to: 1000))").text,
            blocks: SlackLayout(message).blocks)
        return target.request(body: JSONText.encode(body), headers: [])
    }

    func outcome(of reply: Reply, now: Date) -> Outcome {
        switch reply {
        case .http(let reply):
            ReplyTable.outcome(of: reply, now: now) { reply in
                reply.status == 200
                    && String(decoding: reply.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
                        == "ok"
            }
        case .failed(let error): ReplyTable.outcome(of: error)
        case .mail, .written: ReplyTable.mismatch
        }
    }
}

/// What is posted to Slack.
struct SlackBody: Encodable, Sendable {
    /// Shown where blocks are not: in notifications and to screen readers.
    var text: String
    var blocks: [Block]

    enum Block: Encodable, Sendable {
        case header(String)
        case section(SlackText)
        case context(SlackText)
        case divider

        private enum Key: String, CodingKey {
            case type, text, elements
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            switch self {
            case .header(let text):
                try container.encode("header", forKey: .type)
                try container.encode(TextObject(plain: text), forKey: .text)
            case .section(let text):
                try container.encode("section", forKey: .type)
                try container.encode(TextObject(text), forKey: .text)
            case .context(let text):
                try container.encode("context", forKey: .type)
                try container.encode([TextObject(text)], forKey: .elements)
            case .divider:
                try container.encode("divider", forKey: .type)
            }
        }
    }

    private struct TextObject: Encodable {
        var type: String
        var text: String
        /// Names of channels and addresses in the text stay text.
        var verbatim: Bool?
        /// `:words:` in the text stay words.
        var emoji: Bool?

        init(_ text: SlackText) {
            type = "mrkdwn"
            self.text = text.text
            verbatim = true
        }

        init(plain text: String) {
            type = "plain_text"
            self.text = text
            emoji = false
        }
    }
}
