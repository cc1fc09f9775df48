import Foundation

/// What a KPI came to, for one series, over one window.
public struct Measurement: Hashable, Sendable, Codable {
    /// In `unit`: ratios 0...1, durations in seconds, money in the configuration's currency.
    public var value: Double
    public var unit: Unit
    /// The leading KPI's own value, where `value` is that of an expression round it; `min`, `max` and `avg` look back at it.
    public var kpiValue: Double?
    /// How many rows (customers, tickets, answers ...) the value rests on. `nil` where a custom KPI does not say.
    public var sample: Int?
    /// For ratios: what was counted, and out of how many. For quotients of money: sum and divisor.
    public var numerator: Double?
    public var denominator: Double?
    /// Where the true value lies, with the confidence that was asked for, in `unit`; `nil` where there is no telling.
    public var interval: Interval?
    public var window: TimeRange
    public var labels: Labels
    /// The instant it knows nothing after.
    public var now: Date
    /// How long it took, in seconds.
    public var duration: Double
    /// What a reader of the number must know: rows left out, bad rows in a table.
    public var notes: [String]

    public init(
        value: Double, unit: Unit, sample: Int?, numerator: Double? = nil, denominator: Double? = nil,
        interval: Interval? = nil, window: TimeRange, labels: Labels = .none, now: Date, duration: Double = 0,
        notes: [String] = []
    ) {
        self.value = value
        self.unit = unit
        self.sample = sample
        self.numerator = numerator
        self.denominator = denominator
        self.interval = interval
        self.window = window
        self.labels = labels
        self.now = now
        self.duration = duration
        self.notes = notes
    }
}
