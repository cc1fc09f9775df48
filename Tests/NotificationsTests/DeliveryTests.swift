import Foundation
import Goals
import Testing

@testable import Notifications

struct RetryPolicyTests {
    let policy = RetryPolicy()
    let start = Sample.slot

    @Test func waitsGrowFromFiveSecondsToAQuarterOfAnHour() {
        let waits = (1...12).map { attempt in
            [0, 0.5, 0.999999].map { jitter in
                policy.next(attempt: attempt, firstAt: start, now: start, retryAfter: nil, jitter: jitter)?
                    .timeIntervalSince(start) ?? -1
            }
        }
        #expect(waits.allSatisfy { $0.allSatisfy { $0 >= 5 && $0 <= 900 } })
        #expect(waits.map { $0[0] } == [5, 10, 20, 40, 80, 160, 320, 450, 450, 450, 450, 450])
        #expect(waits.map { ($0[2]).rounded() } == [10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900, 900])
    }

    @Test func whatTheFarSideAsksForIsObeyedAndNeverShortensTheBackoff() {
        #expect(policy.next(attempt: 1, firstAt: start, now: start, retryAfter: 120, jitter: 0) == start + 120)
        #expect(policy.next(attempt: 6, firstAt: start, now: start, retryAfter: 1, jitter: 0) == start + 160)
    }

    @Test func afterSeventyTwoHoursItIsGivenUp() {
        let late = start.addingTimeInterval(72 * 3600 - 900)
        #expect(policy.next(attempt: 300, firstAt: start, now: late, retryAfter: nil, jitter: 0.5) != nil)
        #expect(policy.next(attempt: 300, firstAt: start, now: late + 600, retryAfter: nil, jitter: 0) == nil)
        #expect(policy.next(attempt: 1, firstAt: start, now: start, retryAfter: 80 * 3600, jitter: 0) == nil)
        #expect(policy.next(attempt: .max, firstAt: start, now: start, retryAfter: nil, jitter: 7) == start + 900)
    }
}

struct RetryAfterTests {
    /// RFC 9110's example in its three forms: 1994-11-06T08:49:37Z.
    let now = Date(timeIntervalSince1970: 784_111_777 - 90)

    @Test(arguments: [
        ("120", 120.0), (" 0 ", 0), ("99999999999999999999999999", 86_400), ("86401", 86_400),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 90), ("Sunday, 06-Nov-94 08:49:37 GMT", 90), ("Sun Nov  6 08:49:37 1994", 90),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ])
    func secondsAndDatesAreReadAndBounded(text: String, seconds: Double) {
        #expect(RetryAfter.seconds(text, now: now) == seconds)
    }

    @Test(arguments: [
        "", "soon", "-5", "1e9", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "1.5", "06 Nov", "٣",
    ])
    func anythingElseIsNotThere(text: String) {
        #expect(RetryAfter.seconds(text, now: now) == nil)
    }
}

struct GroupingTests {
    func ids() -> () -> String {
        var count = 0
        return {
            count += 1
            return "d\(count)"
        }
    }

    @Test func eventsOfOneGoalInOneEvaluationMakeOneMessageAChannel() {
        let events = [
            Sample.event(labels: ["segment": "smb"], channels: ["team", "boss"]),
            Sample.event(.resolved, labels: ["segment": "mid"], level: nil, channels: ["team"]),
            Sample.event(goal: "nps", channels: ["team"]), Sample.event(.pending, goal: "csat", channels: []),
        ]
        let deliveries = grouped(events, id: ids(), at: Sample.slot)
        #expect(deliveries.map(\.channel) == ["team", "boss", "team"])
        #expect(deliveries.map(\.id) == ["d1", "d2", "d3"])
        #expect(deliveries.map { $0.events.map(\.goal) } == [["churn", "churn"], ["churn"], ["nps"]])
        #expect(deliveries.allSatisfy { $0.status == .owed && $0.attempts == 0 && $0.queuedAt == Sample.slot })
    }

    @Test func failuresOfOneSourceAreOneMessageAndRecoveriesAnother() {
        let events = [
            Sample.event(.checkFailed, goal: "a", value: nil, source: "crm"),
            Sample.event(.checkFailed, goal: "b", value: nil, source: "crm"),
            Sample.event(.checkFailed, goal: "c", value: nil, source: "shop"),
            Sample.event(.checkRecovered, goal: "d", source: "crm"),
            Sample.event(.checkRecovered, goal: "e", source: "crm"),
            Sample.event(.opened, goal: "d", source: "crm"),
            Sample.event(.checkFailed, goal: "f", value: nil, source: nil),
        ]
        let deliveries = grouped(events, id: ids(), at: Sample.slot)
        #expect(deliveries.map { $0.events.map(\.goal) } == [["a", "b"], ["c"], ["d", "e"], ["d"], ["f"]])
    }
}

struct DeadLetterTests {
    let channels = [
        ChannelDeclaration(name: "console", kind: .console),
        ChannelDeclaration(name: "team", kind: .slack(url: .literal("https://x"))),
        ChannelDeclaration(name: "boss", kind: .slack(url: .literal("https://y"))),
        ChannelDeclaration(name: "ops", kind: .slack(url: .literal("https://z"))),
    ]

    func dead(_ channel: String) -> Delivery {
        Delivery(
            id: "d1", channel: channel, events: [Sample.event()], queuedAt: Sample.slot, lastError: "HTTP 404: no_team",
            status: .deadLetter)
    }

    @Test func theFirstOtherChannelOfTheGoalHearsOfIt() {
        #expect(alarmChannel(for: dead("team"), recipients: { _ in ["team", "ops"] }, channels: channels) == "ops")
    }

    @Test func elseAnyOtherHearsOfItThatReachesPeople() {
        #expect(alarmChannel(for: dead("team"), recipients: { _ in ["team"] }, channels: channels) == "boss")
        #expect(
            alarmChannel(for: dead("team"), recipients: { _ in ["gone"] }, channels: Array(channels[..<2])) == "console"
        )
    }

    @Test func nobodyHearsWhereThereIsNobodyElseAndAnAlarmRaisesNone() {
        #expect(alarmChannel(for: dead("team"), recipients: { _ in [] }, channels: [channels[1]]) == nil)
        let alarm = alarm(about: dead("team"), to: "ops", id: "d2", at: Sample.slot)
        #expect(alarm.deadLetter == Delivery.DeadLetter(id: "d1", channel: "team", error: "HTTP 404: no_team"))
        #expect(alarmChannel(for: alarm, recipients: { _ in ["boss"] }, channels: channels) == nil)
    }

    @Test func whoWasRefusedForGoodIsADeadLetterOfItsOwnAndTheOthersAreOwedTogether() {
        var count = 0
        let refused = [
            Outcome.Refusal(recipient: "a@x.de", isPermanent: true, reason: "550"),
            Outcome.Refusal(recipient: "b@x.de", isPermanent: false, reason: "451"),
            Outcome.Refusal(recipient: "c@x.de", isPermanent: true, reason: "553"),
            Outcome.Refusal(recipient: "d@x.de", isPermanent: false, reason: "450"),
        ]
        let delivery = Delivery(id: "d1", channel: "mail", events: [Sample.event()], queuedAt: Sample.slot, attempts: 1)
        let rests = remainders(
            of: delivery, refused: refused,
            id: {
                count += 1; return "r\(count)"
            }, at: Sample.slot)
        #expect(rests.map(\.id) == ["r1", "r2", "r3"])
        #expect(rests.map(\.recipients) == [["a@x.de"], ["c@x.de"], ["b@x.de", "d@x.de"]])
        #expect(rests.map(\.status) == [.deadLetter, .deadLetter, .owed])
        #expect(rests.map(\.lastError) == ["550", "553", "451"])
        #expect(rests.allSatisfy { $0.events == delivery.events && $0.channel == "mail" })
    }
}

struct ThreadingTests {
    @Test func whatBecomesOfAnEpisodeAnswersToTheMessageThatToldOfItsBeginning() {
        var open = GoalState(goal: "churn", kpi: "churn_rate", by: [])
        open.whole.episode = Episode(
            id: "churn-20261122", level: .warning, openedAt: Sample.slot, peak: 0.06, heard: ["team"],
            lastNoticeAt: Sample.slot)
        func delivery(_ id: String, _ channel: String, _ kind: Event.Kind) -> Delivery {
            Delivery(id: id, channel: channel, events: [Sample.event(kind)], queuedAt: Sample.slot)
        }
        var opened = [open]
        let first = threaded([delivery("d1", "team", .opened)], before: [], after: &opened)
        #expect(first[0].opening == nil && opened[0].whole.episode?.openings == ["team": "d1"])
        var escalated = [open]
        let second = threaded(
            [delivery("d2", "team", .escalated), delivery("d3", "boss", .escalated)], before: opened, after: &escalated)
        #expect(second.map(\.opening) == ["d1", nil])
        var closed = [GoalState(goal: "churn", kpi: "churn_rate", by: [])]
        let third = threaded(
            [delivery("d4", "team", .resolved), delivery("d5", "boss", .resolved)], before: escalated, after: &closed)
        #expect(third.map(\.opening) == ["d1", "d3"] && closed[0].whole.episode == nil)
        let notification = Notifications.Notification(
            third[1], currency: "EUR", language: .english, zone: .utc, now: Sample.slot
        ) { Story($0, goal: nil, kpi: nil) }
        #expect(notification.content.stories[0].openingDelivery == "d3")
    }
}
