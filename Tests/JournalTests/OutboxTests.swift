import Foundation
import Goals
import Testing

@testable import Journal

@Suite struct OutboxTests {
    private let folder = TemporaryFolder()

    @Test func aDeliveryGoesFromOwedOverRetriesToDeliveredOrDead() throws {
        let journal = try folder.open()
        try journal.commit(Sample.opening(hour: 0, channels: ["team", "mail"]))
        let (team, mail) = ("churn-0-opened-team", "churn-0-opened-mail")
        #expect(journal.state.owed.map(\.id) == [team, mail])
        try journal.record(
            DeliveryOutcome(team, at: Sample.slot(0), .retry(nextAttemptAt: Sample.slot(1), error: "HTTP 503")))
        #expect(journal.state.outbox[0].attempts == 1)
        #expect(journal.state.outbox[0].nextAttemptAt == Sample.slot(1))
        #expect(journal.state.outbox[0].lastError == "HTTP 503")
        try journal.record(DeliveryOutcome(team, at: Sample.slot(1), .deadLetter(error: "HTTP 404", attempted: true)))
        #expect(journal.state.owed.map(\.id) == [mail])
        #expect(journal.state.deadLetters.map(\.id) == [team])
        #expect(journal.state.deadLetters[0].attempts == 2)
        try journal.record(DeliveryOutcome(mail, at: Sample.slot(1), .deadLetter(error: "too old", attempted: false)))
        #expect(journal.state.deadLetters.map(\.attempts) == [2, 0])
        try journal.record([
            DeliveryOutcome(team, at: Sample.slot(2), .requeued), DeliveryOutcome(mail, at: Sample.slot(2), .dropped),
        ])
        #expect(journal.state.owed.map(\.id) == [team])
        #expect(journal.state.owed[0].attempts == 0)
        try journal.record(DeliveryOutcome(team, at: Sample.slot(3), .delivered))
        #expect(journal.state.outbox.isEmpty)
        #expect(try Journal.read(folder: folder.path) == journal.state)

        let history = try Journal.history(folder: folder.path)
        let deliveries = try #require(history.episodes.first).deliveries
        #expect(deliveries.map(\.state) == [.delivered, .deadLetter])
        #expect(deliveries.map(\.attempts) == [1, 0])
        #expect(deliveries.map(\.deliveredAt) == [Sample.slot(3), nil])
        #expect(deliveries.map(\.error) == [nil, "dropped by hand after: too old"])
    }

    @Test func whatIsNotInTheOutboxHasNoOutcomeAndNothingIsWritten() throws {
        let journal = try folder.open()
        try journal.commit(Sample.opening(hour: 0))
        let bytes = try folder.data("journal.jsonl")
        #expect(throws: JournalError.unknownDelivery(id: "x")) {
            try journal.record([
                DeliveryOutcome("churn-0-opened-team", at: Sample.slot(0), .delivered),
                DeliveryOutcome("x", at: Sample.slot(0), .dropped),
            ])
        }
        #expect(throws: JournalError.repeatedDelivery(id: "churn-0-opened-team")) {
            try journal.commit(Sample.opening(hour: 0))
        }
        #expect(try folder.data("journal.jsonl") == bytes)
        #expect(journal.state.outbox.count == 2)
    }

    @Test func oneMessageForSeveralEventsIsOneDeliveryInTheirOrder() throws {
        let journal = try folder.open()
        var commit = Sample.opening("a", hour: 0, channels: ["team"])
        let second = Sample.opening("b", hour: 0, channels: ["team"])
        commit.events += second.events
        commit.states += second.states
        commit.readings += second.readings
        commit.deliveries = [Delivery(id: "both", channel: "team", events: commit.events, queuedAt: Sample.slot(0))]
        commit.deliveries.append(
            Delivery(
                id: "later", channel: "team", events: [commit.events[1]],
                queuedAt: Sample.slot(0).addingTimeInterval(0.25)))
        try journal.commit(commit)
        #expect(journal.state.outbox == commit.deliveries)
        #expect(try Journal.read(folder: folder.path).outbox == commit.deliveries)
        let lines = try folder.text("journal.jsonl").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains(#"{"channel":"team","id":"both"}"#) && $0.contains(#""append":[1,2]"#) })
    }

    @Test func anAlarmAboutADeadLetterIsOwedFromTheSameWriteOn() throws {
        let journal = try folder.open()
        let commit = Sample.opening(hour: 0, channels: ["team"])
        try journal.commit(commit)
        let alarm = Delivery(
            id: "alarm", channel: "mail", events: commit.events, queuedAt: Sample.slot(1),
            deadLetter: .init(id: "churn-0-opened-team", channel: "team", error: "HTTP 410"))
        try journal.record(
            DeliveryOutcome(
                "churn-0-opened-team", at: Sample.slot(1), .deadLetter(error: "HTTP 410", attempted: true),
                followUps: [alarm]))
        let state = try Journal.read(folder: folder.path)
        #expect(state.outbox.map(\.id) == ["churn-0-opened-team", "alarm"])
        #expect(state.outbox[1] == alarm)
        #expect(state == journal.state)
    }

    @Test func secretsHaveNoPlaceInTheJournalButWhatTheFarSideSaidHas() throws {
        let journal = try folder.open()
        try journal.commit(Sample.opening(hour: 0, channels: ["team"]))
        let error = "HTTP 500: <script>\u{1b}[31m\n\"quoted\" ä😀"
        try journal.record(
            DeliveryOutcome(
                "churn-0-opened-team", at: Sample.slot(0), .retry(nextAttemptAt: Sample.slot(1), error: error)))
        #expect(try Journal.read(folder: folder.path).outbox[0].lastError == error)
        #expect(try folder.text("journal.jsonl").split(separator: "\n").count == 2)
    }
}
