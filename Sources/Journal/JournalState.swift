import Foundation
import Goals

/// What the journal's records come to: all that a start needs to go on.
public struct JournalState: Sendable, Hashable {
    /// The number of the last record; 0 before the first.
    public var seq: Int
    public var goals: [String: GoalState]
    /// Owed deliveries and dead letters, in the order in which they were queued.
    public var outbox: [Delivery]
    /// The last values of each series, oldest first, at most `trendLength`.
    public var trends: [SeriesName: [TrendPoint]]

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
        trends[SeriesName(goal: goal, labels: labels)] ?? []
    }
}

/// One series of one goal.
public struct SeriesName: Sendable, Hashable, Comparable {
    public var goal: String
    public var labels: Labels

    public init(goal: String, labels: Labels = .none) {
        self.goal = goal
        self.labels = labels
    }

    public static func < (left: SeriesName, right: SeriesName) -> Bool {
        left.goal == right.goal ? left.labels < right.labels : left.goal < right.goal
    }
}
