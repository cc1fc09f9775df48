import Foundation

/// Something that happened to a series of a goal, as `decide` found it. One record of the journal.
public struct Event: Sendable, Hashable, Codable {
    public var kind: Kind
    /// The slot of the evaluation.
    public var at: Date
    public var goal: String
    public var labels: Labels
    /// The level after it; `nil` where there is none (`no_data`, `check_failed` without an open episode ...).
    public var level: Level?
    public var episode: String?
    public var value: Double?
    public var unit: Unit?
    public var sample: Int?
    public var numerator: Double?
    public var denominator: Double?
    /// Of the value; only of a goal with `confidence`, whose decision it explains.
    public var interval: Measurement.Interval?
    public var window: TimeRange?
    /// The condition that holds, else critical's (else warning's), as written.
    public var condition: String?
    /// The first slot of the state that the event ends or begins: for `opened` since the condition held, for `resolved` since
    /// the episode opened.
    public var since: Date?
    public var reason: String?
    /// The value farthest past the threshold, of the episode.
    public var peak: Double?
    /// The source whose check failed or recovered.
    public var source: String?
    /// Who is told; empty where nobody is, or the event is held back while the series flaps.
    public var channels: [String]

    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case opened, escalated, eased, resolved, closed, reminder, flapping, pending, cleared
        case noData = "no_data"
        case dataReturned = "data_returned"
        case checkFailed = "check_failed"
        case checkRecovered = "check_recovered"
    }

    public init(
        kind: Kind, at: Date, goal: String, labels: Labels = .none, level: Level? = nil, episode: String? = nil,
        value: Double? = nil, unit: Unit? = nil, sample: Int? = nil, numerator: Double? = nil,
        denominator: Double? = nil, interval: Measurement.Interval? = nil,
        window: TimeRange? = nil, condition: String? = nil, since: Date? = nil, reason: String? = nil,
        peak: Double? = nil,
        source: String? = nil, channels: [String] = []
    ) {
        self.kind = kind
        self.at = at
        self.goal = goal
        self.labels = labels
        self.level = level
        self.episode = episode
        self.value = value
        self.unit = unit
        self.sample = sample
        self.numerator = numerator
        self.denominator = denominator
        self.interval = interval
        self.window = window
        self.condition = condition
        self.since = since
        self.reason = reason
        self.peak = peak
        self.source = source
        self.channels = channels
    }
}
