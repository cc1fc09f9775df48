import Foundation
import Goals

/// All that one evaluation (of one goal or of several) changes: it is on disk whole, or not at all.
public struct Commit: Sendable {
    /// When it is written; the deliveries are queued at this time unless they say otherwise.
    public var at: Date
    /// In the order in which they happened.
    public var events: [Event]
    /// Each lists its events; those that are among `events` are kept in their records, others in a record of the delivery's own.
    public var deliveries: [Delivery]
    /// The goals that were evaluated, as they are after it.
    public var states: [GoalState]
    /// What was measured, for trends and for `min`, `max` and `avg`.
    public var readings: [Recording]
    /// Goals that are no more, by id: their state is forgotten.
    public var removed: [String]

    public init(
        at: Date, events: [Event] = [], deliveries: [Delivery] = [], states: [GoalState] = [],
        readings: [Recording] = [], removed: [String] = []
    ) {
        self.at = at
        self.events = events
        self.deliveries = deliveries
        self.states = states
        self.readings = readings
        self.removed = removed
    }
}

/// One line of the measurements: what one evaluation found of one series.
public struct Recording: Sendable, Hashable {
    public var goal: String
    /// `none` for the goal as a whole.
    public var labels: Labels
    public var reading: Reading

    public init(goal: String, labels: Labels = .none, reading: Reading) {
        self.goal = goal
        self.labels = labels
        self.reading = reading
    }
}
