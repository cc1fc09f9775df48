import Foundation
import Goals

/// Outcomes of deliveries as they will be written, and the state after them.
struct OutcomePlan {
    var records: [Record] = []
    var state: JournalState

    init(_ outcomes: [DeliveryOutcome], after state: JournalState) throws(JournalError) {
        self.state = state
        for outcome in outcomes { try add(outcome) }
        CommitPlan.number(&records, after: state.seq)
        self.state.seq += records.count
    }

    private mutating func add(_ outcome: DeliveryOutcome) throws(JournalError) {
        guard let index = state.outbox.firstIndex(where: { $0.id == outcome.delivery }) else {
            throw .unknownDelivery(id: outcome.delivery)
        }
        let delivery = state.outbox[index]
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
        let after = delivery.after(result, attempts: attempts)
        if after.isWaiting { state.outbox[index] = after } else { state.outbox.remove(at: index) }
        for followUp in outcome.followUps.map(\.rounded) {
            guard !state.outbox.contains(where: { $0.id == followUp.id }) else {
                throw .repeatedDelivery(id: followUp.id)
            }
            add(followUp.queuedAt, .grouped(followUp))
            state.outbox.append(followUp)
        }
    }

    private mutating func add(_ at: Date, _ content: Record.Content) {
        records.append(Record(seq: 0, at: at, append: nil, content: content))
    }
}
