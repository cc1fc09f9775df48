import Goals

/// What a KPI's query brings back for one series.
public struct Totals: Sendable, Hashable {
    public var sample: Int
    public var value: Double?
    public var numerator: Double?
    public var denominator: Double?
    /// Durations: rows left out because they end before they begin. Quotients: rows with a numerator.
    public var extra: Int
    /// What an interval is made of, as the KPI's `Aggregate` and `Dialect` have it. Means: the variance. Quotients: rows, and the sums of
    /// numerator², numerator x denominator and denominator². NPS: promoters and detractors. Quantiles and Kaplan-Meier: see `Dialect`.
    public var more: [Double?]

    /// Of a series that no row belongs to.
    public static let none = Totals(sample: 0, value: nil, numerator: nil, denominator: nil, extra: 0)

    public init(
        sample: Int, value: Double?, numerator: Double?, denominator: Double?, extra: Int, more: [Double?] = []
    ) {
        self.sample = sample
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
        self.extra = extra
        self.more = more
    }

    /// `nil` where the query did not bring it.
    func more(_ index: Int) -> Double? {
        more.indices.contains(index) ? more[index] : nil
    }
}
