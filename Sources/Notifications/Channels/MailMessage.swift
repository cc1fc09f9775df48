import Foundation
import Goals
import Transport

/// A mail as it goes out: headers, a text part and an HTML part; ASCII in lines of at most 76 characters, ended by CRLF.
struct MailMessage {
    private let notification: Notification
    private let message: Message
    private let from: Mailbox
    private let to: [Mailbox]

    init(_ notification: Notification, from: Mailbox, to: [Mailbox]) {
        self.notification = notification
        message = Message(notification)
        self.from = from
        self.to = to
    }

    var bytes: Data {
        // `=_` cannot stand in quoted-printable text (RFC 2045, 6.7), so no part can hold the boundary.
        let boundary = "=_crmgoals_\(Self.token(notification.id).prefix(50))"
        var lines = headers.map { "\($0.name): \($0.value.folded)" }
        lines.append("MIME-Version: 1.0")
        lines.append("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"")
        lines += ["", "--\(boundary)"] + Self.part("text/plain", text)
        lines += ["--\(boundary)"] + Self.part("text/html", MailPage(message).html.text)
        lines += ["--\(boundary)--", ""]
        return Data(lines.joined(separator: "\r\n").utf8)
    }

    private static func part(_ type: String, _ text: String) -> [String] {
        [
            "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
            QuotedPrintable.encode(text),
        ]
    }

    private var text: String {
        ([message.headline, ""] + message.plainLines()).map { VisibleText.line($0) }.joined(separator: "\n") + "\n"
    }

    private var headers: [(name: String, value: HeaderValue)] {
        var headers: [(String, HeaderValue)] = [
            ("From", HeaderValue(mailboxes: [from], offset: 6)),
            ("To", HeaderValue(mailboxes: to, offset: 4)),
            ("Subject", HeaderValue(text: subject, offset: 9)),
            ("Date", HeaderValue(token: MailDate.text(notification.now))),
            ("Message-ID", HeaderValue(messageIDs: [messageID(notification.id)])),
        ]
        let thread = self.thread
        if let parent = thread.last {
            headers.append(("In-Reply-To", HeaderValue(messageIDs: [parent])))
            headers.append(("References", HeaderValue(messageIDs: thread)))
        }
        // RFC 3834, 5: no vacation notices in answer; Exchange asks for the second in its stead.
        headers.append(("Auto-Submitted", HeaderValue(token: "auto-generated")))
        headers.append(("X-Auto-Response-Suppress", HeaderValue(token: "All")))
        // RFC 2919: what people filter by.
        headers.append(("List-Id", HeaderValue(token: "crmgoals <crmgoals.\(domain)>")))
        return headers
    }

    private var subject: String {
        let mark =
            switch message.severity {
            case .critical: message.wording.pick("[critical] ", "[kritisch] ")
            case .warning: message.wording.pick("[warning] ", "[Warnung] ")
            case .good: message.wording.pick("[ok] ", "[ok] ")
            case .neutral: ""
            }
        let words = VisibleText.line(message.headline).split(separator: " ").joined(separator: " ")
        return mark + words.shortened(to: 400)
    }

    /// What this mail belongs under: an id that stands for the episode (no mail has it, and clients thread by it all the same,
    /// RFC 5256's `REFERENCES`), and the mail that told of its opening, unless this is it.
    private var thread: [String] {
        guard case .events(let stories) = notification.content,
            let story = stories.first(where: { $0.event.episode != nil }), let episode = story.event.episode
        else { return [] }
        var thread = [messageID("episode-\(episode)")]
        if let opening = story.openingDelivery, opening != notification.id { thread.append(messageID(opening)) }
        return thread
    }

    private func messageID(_ id: String) -> String { "\(Self.token(id))@\(domain)" }

    /// Of the sender's address; a domain of other than ASCII letters has no place in an id.
    private var domain: String {
        let domain = from.address.text.split(separator: "@").last.map(String.init) ?? ""
        return domain.utf8.allSatisfy { $0 < 0x80 } ? domain : "localhost"
    }

    /// Letters, digits, `-` and `_`, at most 200; anything else becomes `_`.
    private static func token(_ text: String) -> String {
        String(
            text.prefix(200).map { character in
                character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
                    ? character : "_"
            })
    }
}

/// RFC 5322, 3.3: `Tue, 24 Nov 2026 10:00:00 +0000`.
enum MailDate {
    static func text(_ date: Date) -> String {
        let civil = CivilTime(utc: Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)))
        let (year, month, day) = civil.components
        let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][civil.weekday - 1]
        let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let clock = "\(padded(civil.hour)):\(padded(civil.minute)):\(padded(Int(civil.second) % 60))"
        return "\(weekday), \(padded(day)) \(name) \(year) \(clock) +0000"
    }
}
