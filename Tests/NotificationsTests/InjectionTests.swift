import Foundation
import Goals
import TestPeers
import Testing
import Transport

@testable import Notifications

/// Names and labels that mean harm, at every sink.
struct InjectionTests {
    static func hostileStory(_ text: String) -> Story {
        Story(
            event: Sample.event(labels: [text: text], reason: text), title: text, description: text, owner: text,
            runbook: text,
            unit: .ratio, threshold: 0.05, trend: [1, 2])
    }

    @Test(arguments: Sample.hostile)
    func htmlHoldsNoMarkupOfTheirs(text: String) {
        let page = MailPage(Message(Sample.notification([Self.hostileStory(text)]))).html.text
        let tags = page.split(separator: "<").dropFirst().map { $0.prefix { !" >".contains($0) } }
        let ours: Set<Substring> = [
            "!DOCTYPE", "html", "/html", "head", "/head", "meta", "title", "/title", "body", "/body", "h1", "/h1",
            "table", "/table",
            "tr", "/tr", "th", "/th", "td", "/td", "p", "/p", "code", "/code", "ul", "/ul", "li", "/li", "a", "/a",
        ]
        #expect(Set(tags).isSubset(of: ours))
        #expect(!page.contains("href=\"javascript"))
        #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
    }

    @Test(arguments: Sample.hostile)
    func slackSeesNoMentionAndNoLinkOfTheirs(text: String) {
        let message = Message(Sample.notification([Self.hostileStory(text)]))
        for block in SlackLayout(message).blocks {
            switch block {
            case .header(let text): #expect(text.utf16.count <= 150)
            case .section(let text), .context(let text):
                #expect(!text.text.contains("<!") && !text.text.contains("<@") && !text.text.contains("<#"))
                #expect(!text.text.contains("<http") || text.text.contains("<https://"))
            case .divider: break
            }
        }
        #expect(SlackText("\(text)").text.unicodeScalars.allSatisfy { $0 != "<" && $0 != ">" })
    }

    @Test(arguments: Sample.hostile)
    func terminalsSeeNoControlCharacters(text: String) {
        guard case .console(let lines) = ConsoleChannel().request(for: Sample.notification([Self.hostileStory(text)]))
        else {
            Issue.record("not for the console")
            return
        }
        let scalars = lines.description.unicodeScalars
        #expect(scalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        #expect(!scalars.contains { (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value) })
        #expect(lines.lines.allSatisfy { !$0.contains("\n") })
    }

    @Test(arguments: Sample.hostile)
    func jsonSaysExactlyWhatTheyAreCalled(text: String) throws {
        let channel = try ReplyTableContract.opened(ReplyTableContract.webhook)
        guard case .http(let request) = channel.request(for: Sample.notification([Self.hostileStory(text)], id: text))
        else {
            Issue.record("not HTTP")
            return
        }
        let object = try #require(try JSONSerialization.jsonObject(with: request.body) as? [String: Any])
        let data = try #require(object["data"] as? [String: Any])
        let event = try #require((data["events"] as? [[String: Any]])?.first)
        #expect(event["title"] as? String == text && event["owner"] as? String == text)
        #expect(event["labels"] as? [String: String] == [text: text])
        #expect(request.headers.allSatisfy { !$0.value.revealed.contains("\n") && !$0.value.revealed.contains("\r") })
    }

    @Test func mailHeadersAndBodiesSurviveEveryName() throws {
        for text in Sample.hostile {
            let from = try Mailbox(
                "\(VisibleText.line(text).filter { !"<>@".contains($0) }.prefix(60)) <crm@example.org>")
            let to = [try Mailbox("b@example.org"), try Mailbox("Größe, Ünal <c@example.org>")]
            let notification = Sample.notification([Self.hostileStory(text)], id: text)
            let bytes = MailMessage(notification, from: from, to: to).bytes
            let mail = try ReadMail(bytes)
            #expect(
                mail.defects.isEmpty && mail.parts.allSatisfy { $0.defects.isEmpty },
                "\(text.prefix(40)) \(mail.defects)")
            #expect(mail.longest_line <= 300 && mail.bare_line_ends == 0 && mail.is_ascii)
            let names = mail.headers.map { $0.name.lowercased() }
            #expect(
                names == [
                    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted",
                    "x-auto-response-suppress", "list-id", "mime-version", "content-type",
                ])
            #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
            #expect(mail.from.map { $0[1] } == ["crm@example.org"])
            #expect(mail.to == [["", "b@example.org"], ["Größe, Ünal", "c@example.org"]])
            let headline = VisibleText.line(Message(notification).headline).split(separator: " ").joined(separator: " ")
            #expect(mail.header("Subject") == "[critical] " + headline.shortened(to: 400))
            #expect(mail.parts[0].text.hasPrefix(VisibleText.line(Message(notification).headline)))
        }
    }
}
