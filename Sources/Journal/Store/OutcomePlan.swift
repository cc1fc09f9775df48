import Foundation
import Goals

/// Outcomes of deliveries as they will be written, and the state after them.
struct OutcomePlan {
    var records: [Record] = []
    var state: JournalState

    /// The outbox while it changes; `nil` is what has left it.
    private var waiting: [Delivery?]
    /// Where a delivery stands, so that many outcomes at once are not so many searches.
    private var places: [String: Int]

    init(_ outcomes: [DeliveryOutcome], after state: JournalState) throws(JournalError) {
        self.state = state
        waiting = state.outbox
        places = Dictionary(
            state.outbox.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        for outcome in outcomes { try add(outcome) }
        CommitPlan.number(&records, after: state.seq)
        self.state.seq += records.count
        self.state.outbox = waiting.compactMap(\.self)
    }

    private mutating func add(_ outcome: DeliveryOutcome) throws(JournalError) {
        guard let place = places[outcome.delivery], let delivery = waiting[place] else {
            throw .unknownDelivery(id: outcome.delivery)
        }
        let attempts =
            switch outcome.result {
            case .delivered, .retry, .deadLetter(_, attempted: true): delivery.attempts + 1
            case .deadLetter(_, attempted: false), .dropped: delivery.attempts
            case .requeued: 0
            }
        var result = outcome.result
        if case .retry(let next, let error) = result {
            result = .retry(nextAttemptAt: Instant.rounded(next), error: error)
        }
        add(outcome.at, .outcome(id: delivery.id, channel: delivery.channel, result, attempts: attempts))
        let after = delivery.after(result, attempts: attempts, at: Instant.rounded(outcome.at))
        waiting[place] = after.isWaiting ? after : nil
        for followUp in outcome.followUps.map(\.rounded) {
            guard places[followUp.id] == nil else { throw .repeatedDelivery(id: followUp.id) }
            add(followUp.queuedAt, .grouped(followUp))
            places[followUp.id] = waiting.count
            waiting.append(followUp)
        }
    }

    private mutating func add(_ at: Date, _ content: Record.Content) {
        records.append(Record(seq: 0, at: at, append: nil, content: content))
    }
}
