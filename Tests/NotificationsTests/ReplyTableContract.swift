import Foundation
import Goals
import Testing
import Transport

@testable import Notifications

/// What every channel must say of a reply. DESIGN 12. A new channel adds itself to `channels`.
struct ReplyTableContract {
    enum Verdict: Sendable { case delivered, retry, permanent }

    static let secrets: Sender.SecretReader = { secret in
        if case .literal(let text) = secret { text } else { "" }
    }

    static func opened(_ kind: ChannelDeclaration.Kind) throws -> any Channel {
        try OpenedChannel(ChannelDeclaration(name: "c", kind: kind), secrets).channel
    }

    static let slack = ChannelDeclaration.Kind.slack(url: .literal("https://hooks.slack.com/services/T0/B0/x"))
    static let webhook = ChannelDeclaration.Kind.webhook(
        url: .literal("https://example.org/hook"), secret: nil, headers: [])
    static let email = ChannelDeclaration.Kind.email(
        .init(
            server: .literal("smtps://mail.example.org"), from: "a@example.org", to: ["b@example.org"],
            requiresTLS: true))
    static let channels = [slack, webhook, email, .console]

    static func verdict(_ outcome: Outcome) -> Verdict? {
        switch outcome {
        case .delivered: .delivered
        case .retry: .retry
        case .permanent: .permanent
        case .partial: nil
        }
    }

    @Test(arguments: [slack, webhook])
    func httpStatusesMeanTheSameEverywhere(kind: ChannelDeclaration.Kind) throws {
        let channel = try Self.opened(kind)
        let table: [(Verdict, [Int])] = [
            (
                .permanent,
                [
                    300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 409, 410, 413, 415, 422, 451,
                    499,
                ]
            ),
            (.retry, [408, 425, 429, 500, 501, 502, 503, 504, 507, 520, 599]),
        ]
        for (verdict, statuses) in table {
            for status in statuses {
                let outcome = channel.outcome(
                    of: .http(HTTPReply(status: status, body: Data("ok".utf8))), now: Sample.slot)
                #expect(Self.verdict(outcome) == verdict, "\(status)")
            }
        }
        #expect(
            channel.outcome(of: .http(HTTPReply(status: 200, body: Data("ok\n".utf8))), now: Sample.slot) == .delivered)
    }

    @Test func slackTakesOnlyItsOwnAnswerForASuccess() throws {
        let channel = try Self.opened(Self.slack)
        for (status, body) in [
            (200, "<html>login</html>"), (200, ""), (204, ""), (202, "ok"), (200, "OK"), (200, "okay"),
        ] {
            let outcome = channel.outcome(of: .http(HTTPReply(status: status, body: Data(body.utf8))), now: Sample.slot)
            #expect(Self.verdict(outcome) == .retry, "\(status) \(body)")
        }
        let webhook = try Self.opened(Self.webhook)
        for status in [200, 201, 202, 204] {
            #expect(webhook.outcome(of: .http(HTTPReply(status: status)), now: Sample.slot) == .delivered)
        }
    }

    @Test(arguments: [slack, webhook])
    func retryAfterIsObeyed(kind: ChannelDeclaration.Kind) throws {
        let channel = try Self.opened(kind)
        for (value, after) in [
            ("30", 30.0 as Double?), ("Tue, 24 Nov 2026 10:01:00 GMT", 60), ("soon", nil), ("9999999", 86_400),
        ] {
            for status in [429, 503] {
                let reply = HTTPReply(status: status, headers: [.init(name: "Retry-After", value: value)])
                guard case .retry(let found, _) = channel.outcome(of: .http(reply), now: Sample.slot) else {
                    Issue.record("no retry")
                    continue
                }
                #expect(found == after)
            }
        }
    }

    @Test(arguments: channels)
    func whatNeverArrivedIsTriedAgainAndWhatNeverCanIsNot(kind: ChannelDeclaration.Kind) throws {
        let channel = try Self.opened(kind)
        let end = try Endpoint("https://example.org/x", schemes: [.https])
        let retried: [TransportError] = [
            .unresolved(end), .unreachable(end, reason: "refused"), .tls(end, reason: "expired"), .noStartTLS(end),
            .proxy(end, reason: "403"), .timeout(end, seconds: 10, connected: true), .interrupted(end, reason: "reset"),
            .notTheProtocol(end, reason: "x"), .cancelled, .failed(end, reason: "x"), .unwritable(reason: "x"),
        ]
        for error in retried { #expect(Self.verdict(channel.outcome(of: .failed(error), now: Sample.slot)) == .retry) }
        let address = try #require(NetworkAddress("169.254.169.254"))
        for error in [TransportError.unusable("x"), .unprotected(end), .forbiddenAddress(end, address)] {
            #expect(Self.verdict(channel.outcome(of: .failed(error), now: Sample.slot)) == .permanent)
        }
    }

    @Test func mailCodesSayWhetherToTryAgain() throws {
        let channel = try Self.opened(Self.email)
        let to = try ["a@x.de", "b@x.de"].map { try MailAddress($0) }
        func outcome(_ reply: MailReply) -> Outcome { channel.outcome(of: .mail(reply), now: Sample.slot) }
        #expect(outcome(MailReply(stage: .message, code: 250, text: "ok", accepted: to)) == .delivered)
        for (stage, code, verdict) in [
            (MailReply.Stage.greeting, 421, Verdict.retry), (.greeting, 554, .permanent),
            (.authentication, 535, .permanent),
            (.authentication, 454, .retry), (.sender, 452, .retry), (.sender, 550, .permanent), (.data, 451, .retry),
            (.message, 452, .retry), (.message, 554, .permanent), (.hello, 502, .permanent),
        ] {
            #expect(Self.verdict(outcome(MailReply(stage: stage, code: code, text: "x"))) == verdict)
        }
        let refusals = [550, 451].enumerated().map { MailReply.Refusal(recipient: to[$0], code: $1, text: "no") }
        #expect(
            Self.verdict(outcome(MailReply(stage: .recipient, code: 550, text: "no", refused: [refusals[0]])))
                == .permanent)
        #expect(Self.verdict(outcome(MailReply(stage: .recipient, code: 451, text: "no", refused: refusals))) == .retry)
        #expect(
            outcome(MailReply(stage: .message, code: 250, text: "ok", accepted: [to[1]], refused: [refusals[0]]))
                == .partial([.init(recipient: "a@x.de", isPermanent: true, reason: "a@x.de: SMTP 550 no")]))
    }

    @Test(arguments: channels)
    func whatTheFarSideSaysIsShownOnOneShortLine(kind: ChannelDeclaration.Kind) throws {
        let channel = try Self.opened(kind)
        let long = "\u{1B}[31mno\r\n" + String(repeating: "x", count: 70_000)
        for reply in [
            Reply.http(HTTPReply(status: 404, body: Data(long.utf8))),
            .mail(MailReply(stage: .sender, code: 550, text: String(long.prefix(500)))),
        ] {
            let outcome = channel.outcome(of: reply, now: Sample.slot)
            guard case .permanent(let reason) = outcome else { continue }
            #expect(reason.utf16.count < 600 && !reason.contains("\u{1B}") && !reason.contains("\n"))
        }
    }
}
