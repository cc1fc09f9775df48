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

    /// The last values of a series, oldest first.
    public func trend(_ goal: String, _ labels: Labels = .none) -> [TrendPoint] {
        trends[goal]?[labels] ?? []
    }

    func has(_ goal: String, _ labels: Labels) -> Bool {
        guard let state = goals[goal] else { return false }
        return labels.isEmpty || state.series[labels] != nil
    }
}

/// One series of one goal.
public struct SeriesName: Sendable, Hashable {
    public var goal: String
    public var labels: Labels

    public init(goal: String, labels: Labels = .none) {
        self.goal = goal
        self.labels = labels
    }
}
