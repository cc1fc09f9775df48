import Foundation
import Goals
import TestPeers
import Testing
import Transport

@testable import Notifications

/// Whole attempts, against a receiver on loopback.
struct SenderTests {
    static let receiver = Result { try Peer("http_receiver.py") }

    func attempt(
        _ kind: ChannelDeclaration.Kind, timeout: Double = 10,
        _ notification: Notifications.Notification = Sample.notification()
    ) async -> Outcome {
        let declaration = ChannelDeclaration(name: "c", kind: kind, timeout: timeout)
        let sender = Sender(
            channels: [declaration], secrets: ReplyTableContract.secrets, transport: Transport(), console: { _ in })
        return await sender.attempt(notification, channel: "c")
    }

    func url(_ path: String, _ peer: Peer? = nil) throws -> Secret {
        .literal("http://127.0.0.1:\(try (peer ?? Self.receiver.get()).port)/\(path)")
    }

    @Test(arguments: Language.allCases)
    func slackTakesEveryMessageWithinItsLimits(language: Language) async throws {
        let many = (0..<500).map {
            InjectionTests.hostileStory("series \($0) " + Sample.hostile[$0 % Sample.hostile.count])
        }
        var stories: [[Story]] = [[Sample.story()], many]
        stories += Sample.hostile.map { [InjectionTests.hostileStory(String(repeating: $0, count: 20))] }
        stories += Event.Kind.allCases.map { [Sample.story(Sample.event($0))] }
        stories.append(
            many.map {
                var story = $0; story.event.kind = .checkFailed; return story
            })
        for stories in stories {
            let outcome = await attempt(.slack(url: try url("slack")), Sample.notification(stories, language: language))
            #expect(outcome == .delivered)
        }
        for content in [
            Notification.Content.test,
            .deadLetter(.init(id: "d", channel: "c", error: String(repeating: "<&>", count: 5000)), many),
        ] {
            #expect(
                await attempt(.slack(url: try url("slack")), Sample.notification(content, language: language))
                    == .delivered)
        }
    }

    typealias Notification = Notifications.Notification

    @Test func aWebhookIsSignedAndHasTheDocumentedBody() async throws {
        let peer = try Peer("http_receiver.py")
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let kind = ChannelDeclaration.Kind.webhook(
            url: try url("record", peer), secret: .literal(secret),
            headers: [.init(name: "X-Team", value: .literal("crm"))])
        #expect(await attempt(kind) == .delivered)
        let got = try #require(try peer.log(ReceivedRequest.self).first)
        #expect(got.headers["webhook-id"] == "d-1" && got.headers["webhook-timestamp"] == "1795514405")
        #expect(got.headers["content-type"] == "application/json" && got.headers["x-team"] == "crm")
        let signature = try WebhookSignature(secret: secret)
            .sign(id: "d-1", timestamp: 1_795_514_405, body: Data(got.body.utf8))
        #expect(got.headers["webhook-signature"] == signature)
        #expect(
            got.body
                == #"{"data":{"events":[{"condition":"churn > 5%","display":"6.1 %","episode":"churn-20261122","event":"opened","goal":"churn","labels":{},"level":"critical","owner":"Ada Lovelace","sample":1243,"since":"2026-11-22T09:00:00Z","title":"Churn","unit":"ratio","value":0.0612,"window":{"end":"2026-11-23T23:00:00Z","start":"2026-10-24T22:00:00Z"}}],"text":"Churn is critical: 6.1 % (churn > 5%)"},"timestamp":"2026-11-24T10:00:00Z","type":"goal.opened"}"#
        )
    }

    @Test func aWebhookWithoutAnythingHasNullsAndSeveralKindsAreMixed() throws {
        let event = Event(kind: .noData, at: Sample.slot, goal: "churn")
        let body = String(
            decoding: JSONText.encode(WebhookBody(Sample.notification([Story(event, goal: nil, kpi: nil)]))),
            as: UTF8.self)
        for key in ["condition", "display", "episode", "level", "owner", "sample", "since", "unit", "value", "window"] {
            #expect(body.contains("\"\(key)\":null"))
        }
        let mixed = WebhookBody(Sample.notification([Sample.story(), Sample.story(Sample.event(.resolved))]))
        #expect(mixed.type == "goal.mixed" && WebhookBody(Sample.notification(.test)).type == "test")
    }

    @Test(arguments: [
        ("nothing", ReplyTableContract.Verdict.retry), ("reset", .retry), ("stall", .retry), ("stall/headers", .retry),
        ("cut", .retry),
        ("garbage", .retry), ("wrong", .retry), ("endless/200", .retry), ("endless/headers", .retry),
        ("endless/404", .permanent),
        ("redirect/301", .permanent), ("status/500", .retry), ("status/404", .permanent), ("retry/429/17", .retry),
    ])
    func whateverTheFarSideDoesHasAnOutcome(path: String, verdict: ReplyTableContract.Verdict) async throws {
        let outcome = await attempt(.slack(url: try url(path)), timeout: path.hasPrefix("stall") ? 0.5 : 10)
        #expect(ReplyTableContract.verdict(outcome) == verdict, "\(outcome)")
        if path == "retry/429/17" { #expect(outcome == .retry(after: 17, reason: "HTTP 429: later")) }
    }

    @Test func aWebhookIsDeliveredWhenItsAnswerHasNoEnd() async throws {
        #expect(await attempt(.webhook(url: try url("endless/200"), secret: nil, headers: [])) == .delivered)
    }

    @Test func noSecretIsInWhatIsSaidEvenWhereTheFarSideRepeatsIt() async throws {
        let canary = "c4n4ry-T0K3N-abcdef"
        let echo = try url("echo/services/\(canary)?token=\(canary)")
        for kind in [
            ChannelDeclaration.Kind.slack(url: echo),
            .webhook(
                url: echo, secret: .literal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                headers: [.init(name: "Authorization", value: .literal(canary))]),
            .slack(url: .literal("https://\(canary):\(canary)@hooks.invalid/\(canary)")),
            .slack(url: .literal("htp:/\(canary)")),
            .webhook(url: echo, secret: .literal(canary), headers: []),
            .slack(url: .literal("http://example.org/\(canary)")),
            .webhook(url: echo, secret: nil, headers: [.init(name: "X", value: .literal("\(canary)\r\nY: z"))]),
            .email(
                .init(
                    server: .literal("smtps://\(canary)@mail.invalid"), username: .literal("u"),
                    password: .literal(canary), from: "a@b.de", to: ["c@d.de"], requiresTLS: true)),
        ] {
            let declaration = ChannelDeclaration(name: "c", kind: kind)
            let sender = Sender(
                channels: [declaration], secrets: ReplyTableContract.secrets, transport: Transport(), console: { _ in })
            let (outcome, answer) = await sender.test(Sample.notification(.test), channel: "c")
            #expect(outcome != .delivered)
            #expect(!"\(outcome)".contains("c4n4ry") && !answer.contains("c4n4ry"), "\(answer)")
        }
    }

    @Test func aMissingSecretIsTriedAgainAndAMissingChannelIsNot() async throws {
        struct Missing: Error, CustomStringConvertible { var description: String { "SLACK_URL is not set" } }
        let declaration = ChannelDeclaration(name: "c", kind: .slack(url: .environment("SLACK_URL")))
        let sender = Sender(
            channels: [declaration], secrets: { _ in throw Missing() }, transport: Transport(), console: { _ in })
        #expect(
            await sender.attempt(Sample.notification(), channel: "c")
                == .retry(after: nil, reason: "SLACK_URL is not set"))
        guard case .permanent = await sender.attempt(Sample.notification(), channel: "gone") else {
            Issue.record("not permanent")
            return
        }
    }

    @Test func theConsoleIsWrittenToAndAFullOneIsTriedAgain() async throws {
        struct Full: Error {}
        let declaration = ChannelDeclaration(name: "c", kind: .console)
        let sender = Sender(
            channels: [declaration], secrets: ReplyTableContract.secrets, transport: Transport(),
            console: { _ in throw Full() })
        guard case .retry = await sender.attempt(Sample.notification(), channel: "c") else {
            Issue.record("no retry")
            return
        }
        #expect(await attempt(.console) == .delivered)
    }

    @Test func aThousandWebhooksOverOneConnection() async throws {
        let peer = try Peer("http_receiver.py")
        let declaration = ChannelDeclaration(
            name: "c",
            kind: .webhook(
                url: try url("record", peer), secret: .literal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), headers: []))
        let sender = Sender(
            channels: [declaration], secrets: ReplyTableContract.secrets, transport: Transport(), console: { _ in })
        for number in 0..<1000 {
            #expect(await sender.attempt(Sample.notification(id: "d-\(number)"), channel: "c") == .delivered)
        }
        let got = try peer.log(ReceivedRequest.self)
        #expect(Set(got.map(\.connection)).count == 1)
        #expect(got.compactMap { $0.headers["webhook-id"] } == (0..<1000).map { "d-\($0)" })
    }
}
