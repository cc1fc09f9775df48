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
}

/// What the totals of a series come to.
public enum Outcome: Sendable, Hashable {
    /// `notes`: what a reader of the number must know of the rows.
    case value(Double, numerator: Double?, denominator: Double?, notes: [String])
    case noData(reason: String)
}

extension KPI {
    /// - Parameter hasRows: for counts and sums: one of their tables has a row before the window's end.
    public func outcome(of totals: Totals, by aggregate: Aggregate, hasRows: Bool) -> Outcome {
        switch aggregate {
        case .ratio:
            return share(of: totals, numerator: totals.numerator ?? 0)
        case .quotient(let withoutNumerator):
            if totals.extra == 0, let withoutNumerator { return .noData(reason: withoutNumerator) }
            return share(of: totals, numerator: totals.numerator ?? 0)
        case .sum, .count:
            return hasRows ? finite(totals.value ?? 0) : .noData(reason: emptiness)
        case .mean, .duration, .survival, .netPromoter, .series:
            let note = totals.extra > 0 ? leftOut?.note(totals.extra) : nil
            guard totals.sample > 0, let value = totals.value else {
                return .noData(reason: note.map { "\(emptiness) (\($0))" } ?? emptiness)
            }
            return finite(value, notes: note.map { [$0] } ?? [])
        }
    }

    private func share(of totals: Totals, numerator: Double) -> Outcome {
        guard let denominator = totals.denominator, denominator != 0 else { return .noData(reason: emptiness) }
        return finite(numerator / denominator, numerator: numerator, denominator: denominator)
    }

    private func finite(
        _ value: Double, numerator: Double? = nil, denominator: Double? = nil, notes: [String] = []
    ) -> Outcome {
        guard value.isFinite else { return .noData(reason: "the value is too large for a number") }
        return .value(value, numerator: numerator, denominator: denominator, notes: notes)
    }
}
