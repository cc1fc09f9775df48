import Foundation
import Goals

/// What the journal's records come to: all that a start needs to go on.
public struct JournalState: Sendable, Hashable {
    /// The number of the last record; 0 before the first.
    public var seq: Int
    public var goals: [String: GoalState]
    /// Owed deliveries and dead letters, in the order in which they were queued.
    public var outbox: [Delivery]
    /// The last values of each series by goal, oldest first, at most `trendLength`.
    public var trends: [String: [Labels: [TrendPoint]]]

    /// How many values of a series `status` has for its small trend.
    public static let trendLength = 30

    public init() {
        seq = 0
        goals = [:]
        outbox = []
        trends = [:]
    }

    public var owed: [Delivery] { outbox.filter { $0.status == .owed } }
    public var deadLetters: [Delivery] { outbox.filter { $0.status == .deadLetter } }

    func has(_ goal: String, _ labels: Labels) -> Bool {
        guard let state = goals[goal] else { return false }
        return labels.isEmpty || state.series[labels] != nil
    }
}

/// One series of one goal.
struct SeriesName: Sendable, Hashable {
    var goal: String
    var labels: Labels
}
