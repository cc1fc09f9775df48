import Foundation

/// What to measure. Two goals whose conditions ask for equal requests at the same time are answered by one query.
public struct MeasurementRequest: Hashable, Sendable {
    /// The KPI's id, never an alias.
    public var kpi: String
    /// For KPIs of durations: which statistic instead of the median.
    public var statistic: Statistic?
    /// The goal's `parameters`, of the catalogue's keys.
    public var parameters: [String: String]
    public var source: String
    /// Columns to split by; one series a combination.
    public var by: [String]
    /// Equality only; a row counts if every column has one of its values. `""` stands for null.
    public var filters: [Filter]
    public var window: Window
    public var lag: Span
    /// How far "now" is moved back, calendar time: for `previous`.
    public var shift: Span?
    /// 0.5 ..< 1: how sure the measurement's interval is to hold the true value.
    public var confidence: Double

    /// Unless a goal says otherwise.
    public static let standardConfidence = 0.95

    public struct Filter: Hashable, Sendable {
        public var column: String
        public var values: [String]

        public init(column: String, values: [String]) {
            self.column = column
            self.values = values
        }
    }

    public init(
        kpi: String, statistic: Statistic? = nil, parameters: [String: String] = [:], source: String, by: [String] = [],
        filters: [Filter] = [], window: Window, lag: Span = .zero, shift: Span? = nil,
        confidence: Double = standardConfidence
    ) {
        self.kpi = kpi
        self.statistic = statistic
        self.parameters = parameters
        self.source = source
        self.by = by
        self.filters = filters
        self.window = window
        self.lag = lag
        self.shift = shift
        self.confidence = confidence
    }
}

/// A statistic of durations.
public enum Statistic: Hashable, Sendable {
    case mean
    case median
    /// 50...99; type 7 of Hyndman and Fan (1996).
    case percentile(Int)
}
