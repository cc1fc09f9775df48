import Foundation
import Goals

/// What became of a delivery, for the journal.
public struct DeliveryOutcome: Sendable, Hashable {
    /// The delivery's id.
    public var delivery: String
    public var at: Date
    public var result: Result
    /// Deliveries that this outcome causes, written in the same append: the alarm about a dead letter, the dead letter of the
    /// recipients that were refused.
    public var followUps: [Delivery]

    public enum Result: Sendable, Hashable {
        /// An attempt arrived; it leaves the outbox.
        case delivered
        /// An attempt failed.
        case retry(nextAttemptAt: Date, error: String)
        /// Given up, after an attempt or (`attempted` false) without one: its channel is gone, its time is up.
        case deadLetter(error: String, attempted: Bool)
        /// `crmgoals outbox retry`: owed again, at once, with no attempts behind it.
        case requeued
        /// `crmgoals outbox drop`: it leaves the outbox.
        case dropped
    }

    public init(_ delivery: String, at: Date, _ result: Result, followUps: [Delivery] = []) {
        self.delivery = delivery
        self.at = at
        self.result = result
        self.followUps = followUps
    }
}
