import Foundation

/// One message on its way to one channel: the events it tells of, and how far it came.
public struct Delivery: Sendable, Hashable, Codable {
    /// The same at every attempt: `webhook-id`, `Message-ID`.
    public var id: String
    public var channel: String
    /// In the order in which they happened; of one goal and evaluation, or the failures of one source.
    public var events: [Event]
    public var queuedAt: Date
    /// Attempts so far.
    public var attempts: Int
    /// Of the first attempt that failed; the 72 hours after which it is given up count from then.
    public var firstAttemptAt: Date?
    /// Not before this time; `nil`: at once.
    public var nextAttemptAt: Date?
    /// What the last attempt failed with; never holds a secret.
    public var lastError: String?
    public var status: Status

    /// Those of an email channel's recipients that are still owed it, where the others have it; `nil`: all of the channel.
    public var recipients: [String]?

    /// The delivery that told the channel of the episode's beginning, where this tells of what became of it.
    public var opening: String?

    /// Set where this tells another channel that a delivery was given up; `events` are then that delivery's.
    public var deadLetter: DeadLetter?

    /// A delivery that was given up.
    public struct DeadLetter: Sendable, Hashable, Codable {
        public var id: String
        public var channel: String
        public var error: String

        public init(id: String, channel: String, error: String) {
            self.id = id
            self.channel = channel
            self.error = error
        }
    }

    public enum Status: String, Sendable, Hashable, Codable {
        case owed, delivered
        /// Given up: refused for good, or tried for 72 hours.
        case deadLetter = "dead_letter"
        /// Taken out by `crmgoals outbox drop`.
        case dropped
    }

    public init(
        id: String, channel: String, events: [Event], queuedAt: Date, attempts: Int = 0, nextAttemptAt: Date? = nil,
        lastError: String? = nil, status: Status = .owed, deadLetter: DeadLetter? = nil,
        recipients: [String]? = nil
    ) {
        self.id = id
        self.channel = channel
        self.events = events
        self.queuedAt = queuedAt
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.lastError = lastError
        self.status = status
        self.deadLetter = deadLetter
        self.recipients = recipients
    }
}
