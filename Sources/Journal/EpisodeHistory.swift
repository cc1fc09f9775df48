import Foundation
import Goals

/// What the journal tells of the past.
public struct History: Sendable, Hashable {
    /// In the order of their opening.
    public var episodes: [EpisodeHistory]
    /// Records that could not be read.
    public var damage: [Damage]
}

/// One episode from its opening on, with all that was told of it.
public struct EpisodeHistory: Sendable, Hashable {
    public var id: String
    public var goal: String
    public var labels: Labels
    /// The highest level it reached.
    public var level: Level
    public var openedAt: Date
    public var closedAt: Date?
    public var outcome: Outcome
    /// The value farthest past the threshold.
    public var peak: Double?
    public var acknowledgedBy: String?
    public var events: [Event]
    /// One entry for each event and delivery that carries it.
    public var deliveries: [DeliveryHistory]

    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case open, resolved
        case seriesGone = "series_gone"
        case goalRemoved = "goal_removed"
        case goalChanged = "goal_changed"
        /// Closed for a reason that this version does not know.
        case closed
    }
}

/// How one event fared on its way to one channel.
public struct DeliveryHistory: Sendable, Hashable {
    public var channel: String
    public var id: String
    public var event: Event.Kind
    public var state: State
    public var attempts: Int
    public var deliveredAt: Date?
    /// What the last attempt failed with; `nil` once it is delivered.
    public var error: String?

    public enum State: String, Sendable, Hashable, CaseIterable {
        case delivered, owed
        /// Given up, or dropped by hand, which `error` says.
        case deadLetter = "dead_letter"
        case held
    }
}
