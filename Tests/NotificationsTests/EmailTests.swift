import Foundation
import Goals
import TestPeers
import Testing
import Transport

@testable import Notifications

struct EmailTests {
    func message(
        _ event: Event = Sample.event(), id: String = "d-2", opening: String? = nil, language: Language = .english
    ) throws -> ReadMail {
        var story = Sample.story(event)
        story.openingDelivery = opening
        let notification = Sample.notification([story], id: id, language: language)
        return try ReadMail(
            MailMessage(
                notification, from: try Mailbox("Die Wächter <crm@example.org>"), to: [try Mailbox("team@example.org")]
            ).bytes)
    }

    @Test func aMailHasTwoPartsThatSayTheSame() throws {
        let mail = try message(language: .german)
        #expect(mail.type == "multipart/alternative" && mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(mail.header("Subject") == "[kritisch] Churn ist kritisch: 6,1 % (churn > 5%)")
        #expect(mail.from == [["Die Wächter", "crm@example.org"]])
        #expect(mail.header("Date") == "Tue, 24 Nov 2026 10:00:05 +0000")
        #expect(mail.header("Auto-Submitted") == "auto-generated" && mail.header("X-Auto-Response-Suppress") == "All")
        for part in mail.parts {
            for words in ["Zuständig", "Ada Lovelace", "76 von 1.243", "▁▂▃▅▇█"] { #expect(part.text.contains(words)) }
        }
        #expect(mail.parts[1].text.contains("<a href=\"https://wiki.example.com/churn?a=1&amp;b=2\">"))
        #expect(mail.parts[1].text.contains("<html lang=\"de\">"))
    }

    @Test func mailsOfAnEpisodeAreOneThread() throws {
        let opened = try message(id: "d-2", opening: "d-2")
        let resolved = try message(Sample.event(.resolved, level: nil), id: "d-9", opening: "d-2")
        #expect(
            opened.header("Message-ID") == "<d-2@example.org>" && resolved.header("Message-ID") == "<d-9@example.org>")
        #expect(opened.header("References") == "<episode-churn-20261122@example.org>")
        #expect(resolved.header("In-Reply-To") == "<d-2@example.org>")
        #expect(resolved.header("References")?.contains("<episode-churn-20261122@example.org>") == true)
        #expect(resolved.header("References")?.hasSuffix("<d-2@example.org>") == true)
    }

    @Test func theSameAttemptTwiceHasTheSameIdentity() throws {
        #expect(try message().header("Message-ID") == (try message().header("Message-ID")))
    }

    @Test func onlyTheRecipientsThatAreStillOwedItAreInTheEnvelope() throws {
        let channel = try EmailChannel(
            ChannelDeclaration(name: "mail", kind: .console),
            .init(
                server: .literal(""), from: "a@example.org", to: ["b@example.org", "C <c@example.org>"],
                requiresTLS: true),
            server: "smtps://mail.example.org", credentials: nil)
        guard case .mail(let all) = channel.request(for: Sample.notification(.events([Sample.story()]))),
            case .mail(let rest) = channel.request(
                for: Sample.notification(.events([Sample.story()]), recipients: ["c@example.org", "gone@example.org"]))
        else {
            Issue.record("not mail")
            return
        }
        #expect(all.to.map(\.text) == ["b@example.org", "c@example.org"] && rest.to.map(\.text) == ["c@example.org"])
    }

    @Test(arguments: ["", "a", "a@b\r\nBcc: x@y", "A <a@b", "<>", "A <a@b>, B <c@d>"])
    func whatIsNoAddressIsRefusedWithWhatToWrite(text: String) {
        let error = #expect(throws: TransportError.self) { try Mailbox(text) }
        #expect(error?.description.contains("write it as someone@example.org") == true)
    }

    @Test func quotedPrintableKeepsItsLinesShortAndItsBlanks() {
        #expect(QuotedPrintable.encode("a = ü \n\tb\t\n") == "a =3D =C3=BC=20\r\n\tb=09\r\n")
        let long = QuotedPrintable.encode(String(repeating: "ü", count: 100))
        #expect(long.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
    }

    // A real server: Scripts/servers/mail.

    static func setting(_ name: String) throws -> String {
        try #require(
            ProcessInfo.processInfo.environment[name],
            "\(name) is not set: run the tests by Scripts/test, which starts a mail server")
    }

    static func declaration(_ server: String, to: [String], encrypted: Bool = true) throws -> ChannelDeclaration {
        ChannelDeclaration(
            name: "mail",
            kind: .email(
                .init(
                    server: .literal(try setting(server)),
                    username: encrypted ? .literal(try setting("CRMGOALS_TEST_SMTP_USER")) : nil,
                    password: encrypted ? .literal(try setting("CRMGOALS_TEST_SMTP_PASSWORD")) : nil,
                    from: "Die Wächter <crm@crmgoals.test>", to: to, requiresTLS: encrypted)),
            caFile: encrypted ? try setting("CRMGOALS_TEST_SMTP_CA") : nil)
    }

    static func attempt(_ declaration: ChannelDeclaration, id: String) async -> Outcome {
        let sender = Sender(
            channels: [declaration], secrets: ReplyTableContract.secrets, transport: Transport(), console: { _ in })
        var story = Sample.story(title: "Größe & <Güte>")
        story.event.labels = Labels(["line": ".leading dot"])
        return await sender.attempt(Sample.notification([story], id: id, language: .german), channel: "mail")
    }

    /// The mail of that id, once the server has put it into the mailbox.
    static func arrived(_ id: String, in mailbox: String) async throws -> Data {
        let folder = URL(fileURLWithPath: try setting("CRMGOALS_TEST_SMTP_SPOOL")).appendingPathComponent(
            "\(mailbox)/new")
        let mark = Data("Message-ID: <\(id)@crmgoals.test>".utf8)
        for _ in 0..<200 {
            let files =
                (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
            for file in files {
                let mail = try Data(contentsOf: file)
                if mail.firstRange(of: mark) != nil { return mail }
            }
            // The server delivers after it has answered; there is nothing to wait on but the folder.
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotArrived()
    }

    struct NotArrived: Error {}

    @Test(arguments: ["CRMGOALS_TEST_SMTP", "CRMGOALS_TEST_SMTPS"])
    func aRealServerTakesItByBothKindsOfTLSWithAPassword(server: String) async throws {
        let id = UUID().uuidString
        #expect(await Self.attempt(try Self.declaration(server, to: ["team@crmgoals.test"]), id: id) == .delivered)
        let mail = try ReadMail(
            Data(
                String(decoding: try await Self.arrived(id, in: "team"), as: UTF8.self).replacing("\n", with: "\r\n")
                    .utf8))
        #expect(mail.header("Subject")?.contains("Größe & <Güte> (line=.leading dot) ist kritisch") == true)
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"] && mail.defects.isEmpty)
    }

    @Test func aRealServerWithoutSTARTTLSGetsNothingThatNeedsIt() async throws {
        var declaration = try Self.declaration("CRMGOALS_TEST_SMTP_PLAIN", to: ["team@crmgoals.test"])
        guard case .retry(_, let reason) = await Self.attempt(declaration, id: UUID().uuidString) else {
            Issue.record("sent without TLS")
            return
        }
        #expect(reason.contains("does not offer STARTTLS"))
        declaration = try Self.declaration("CRMGOALS_TEST_SMTP_PLAIN", to: ["team@crmgoals.test"], encrypted: false)
        #expect(await Self.attempt(declaration, id: UUID().uuidString) == .delivered)
    }

    @Test func aRealServerRefusesSomeAndTheOthersGetIt() async throws {
        let id = UUID().uuidString
        let declaration = try Self.declaration(
            "CRMGOALS_TEST_SMTP", to: ["nobody@crmgoals.test", "boss@crmgoals.test", "later@crmgoals.test"])
        guard case .partial(let refused) = await Self.attempt(declaration, id: id) else {
            Issue.record("not partial")
            return
        }
        #expect(refused.map(\.recipient) == ["nobody@crmgoals.test", "later@crmgoals.test"])
        #expect(refused.map(\.isPermanent) == [true, false])
        _ = try await Self.arrived(id, in: "boss")
    }

    @Test func aWrongPasswordIsADeadLetterThatDoesNotShowIt() async throws {
        var declaration = try Self.declaration("CRMGOALS_TEST_SMTP", to: ["team@crmgoals.test"])
        guard case .email(var email) = declaration.kind else { return }
        email.password = .literal("c4n4ry-password")
        declaration.kind = .email(email)
        let outcome = await Self.attempt(declaration, id: UUID().uuidString)
        guard case .permanent(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.contains("535") && !reason.contains("c4n4ry"))
    }
}
