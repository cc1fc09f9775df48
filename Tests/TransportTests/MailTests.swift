import Foundation
import TestPeers
import Testing

@testable import Transport

/// Against a mail server that misbehaves on demand.
struct MailTests {
    let transport = Transport()
    static let message = Data("Subject: x\r\n\r\n.hidden\r\n..\r\n.\r\nend\r\n".utf8)

    func mail(
        _ peer: Peer, to: [String] = ["b@example.org"], scheme: String = "smtp", password: String? = nil,
        timeout: Double = 10
    ) throws -> Mail {
        Mail(
            server: try Endpoint("\(scheme)://localhost:\(peer.port)", schemes: [.smtp, .smtps]),
            credentials: password.map { Mail.Credentials(username: "crm", password: $0) },
            from: try MailAddress("crmgoals@example.org"), to: try to.map { try MailAddress($0) },
            message: Self.message,
            limits: AttemptLimits(timeout: timeout), route: Route(caFile: peer.caFile))
    }

    func messages(_ peer: Peer) throws -> [Data] {
        try FileManager.default.contentsOfDirectory(at: peer.folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("mail.") }.map { try Data(contentsOf: $0) }
    }

    @Test func nothingButAGreetingIsSaidBeforeSTARTTLSAndDotsArriveUnharmed() async throws {
        let peer = try Peer("smtp_receiver.py", "--auth", "crm:geheim")
        let reply = try await transport.send(try mail(peer, password: "geheim"))
        #expect(reply.code == 250 && reply.stage == .message && reply.accepted.map(\.text) == ["b@example.org"])
        let log = try peer.log(ReceivedCommand.self)
        let open = log.filter { $0.secure == false }.compactMap {
            $0.line?.split(separator: " ").first.map(String.init)
        }
        #expect(open == ["EHLO", "STARTTLS"])
        #expect(log.last?.user == "crm")
        #expect(try messages(peer) == [Self.message])
    }

    @Test func implicitTLSWorksToo() async throws {
        let peer = try Peer("smtp_receiver.py", "--implicit")
        #expect(try await transport.send(try mail(peer, scheme: "smtps")).code == 250)
    }

    @Test func aServerWithoutSTARTTLSGetsNeitherPasswordNorMail() async throws {
        let peer = try Peer("smtp_receiver.py", "--no-starttls", "--auth", "crm:geheim")
        let mail = try mail(peer, password: "geheim")
        #expect(
            await #expect(throws: TransportError.self) { try await transport.send(mail) } == .noStartTLS(mail.server))
        let said = try peer.log(ReceivedCommand.self).compactMap {
            $0.line?.split(separator: " ").first.map(String.init)
        }
        #expect(said.allSatisfy { ["EHLO", "QUIT"].contains($0) })
    }

    @Test func aSTARTTLSThatIsRefusedIsNotGoneWithout() async throws {
        let peer = try Peer("smtp_receiver.py", "--answer", "STARTTLS=454 not now")
        let mail = try mail(peer)
        #expect(
            await #expect(throws: TransportError.self) { try await transport.send(mail) } == .noStartTLS(mail.server))
    }

    @Test func anUnknownAuthorityIsRefused() async throws {
        let peer = try Peer("smtp_receiver.py")
        var mail = try mail(peer)
        mail.route = Route()
        guard case .tls = await #expect(throws: TransportError.self, performing: { try await transport.send(mail) })
        else {
            Issue.record("not a TLS error")
            return
        }
    }

    @Test func severalMailsUseOneConnection() async throws {
        let peer = try Peer("smtp_receiver.py", "--auth", "crm:geheim")
        for _ in 1...5 { #expect(try await transport.send(try mail(peer, password: "geheim")).code == 250) }
        let log = try peer.log(ReceivedCommand.self)
        #expect(Set(log.map(\.connection)).count == 1)
        #expect(log.filter { $0.accepted != nil }.count == 5)
    }

    @Test func refusedRecipientsAreNamedAndTheOthersGetTheMail() async throws {
        let peer = try Peer("smtp_receiver.py")
        let to = [
            "refused1@example.org", "b@example.org", "later@example.org", "c@example.org", "refused2@example.org",
        ]
        let reply = try await transport.send(try mail(peer, to: to))
        #expect(reply.accepted.map(\.text) == ["b@example.org", "c@example.org"])
        #expect(
            reply.refused.map(\.recipient.text) == [
                "refused1@example.org", "later@example.org", "refused2@example.org",
            ])
        #expect(reply.refused.map(\.code) == [550, 451, 550])
        #expect(reply.refused.first?.text == "5.1.1 there is nobody 5.1.1 of that name here")
        #expect(reply.code == 250)
        #expect(try peer.log(ReceivedCommand.self).last?.accepted == ["b@example.org", "c@example.org"])
    }

    @Test func whereAllRecipientsAreRefusedNobodyIsAccepted() async throws {
        let peer = try Peer("smtp_receiver.py")
        let reply = try await transport.send(try mail(peer, to: ["refused1@example.org", "refused2@example.org"]))
        #expect(reply.accepted.isEmpty && reply.refused.count == 2 && reply.code == 550 && reply.stage == .recipient)
        #expect(try messages(peer).isEmpty)
    }

    @Test(arguments: [
        (["--greeting", "421 too busy"], 421, MailReply.Stage.greeting),
        (["--greeting", "554 go away"], 554, .greeting),
        (["--auth", "crm:other"], 535, .authentication), (["--answer", "MAIL=452 full"], 452, .sender),
        (["--answer", "MAIL=550 no"], 550, .sender), (["--answer", "DATA=451 no"], 451, .data),
        (["--after-data", "554 spam"], 554, .message), (["--after-data", "451 try later"], 451, .message),
    ])
    func aRefusalTellsItsCodeAndWhatItWasAbout(arguments: [String], code: Int, stage: MailReply.Stage) async throws {
        let peer =
            arguments.count == 2
            ? try Peer("smtp_receiver.py", arguments[0], arguments[1]) : try Peer("smtp_receiver.py")
        let reply = try await transport.send(try mail(peer, password: "geheim"))
        #expect(reply.code == code && reply.stage == stage && reply.accepted.isEmpty)
    }

    @Test(arguments: [["--drop-at", "DATA"], ["--drop-at", "MAIL"], ["--after-data", "drop"]])
    func aConnectionThatBreaksIsAnErrorEvenAfterARefusal(arguments: [String]) async throws {
        let peer = try Peer("smtp_receiver.py", arguments[0], arguments[1])
        let mail = try mail(peer, to: ["b@example.org", "refused@example.org"])
        let error = await #expect(throws: TransportError.self) { try await transport.send(mail) }
        guard case .interrupted = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aServerThatStallsEndsAtTheAttemptsTime() async throws {
        let peer = try Peer("smtp_receiver.py", "--stall-at", "RCPT")
        let mail = try mail(peer, timeout: 1)
        let error = await #expect(throws: TransportError.self) { try await transport.send(mail) }
        #expect(error == .timeout(mail.server, seconds: 1, connected: true))
    }
}
