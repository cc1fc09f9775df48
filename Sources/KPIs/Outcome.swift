import Goals

/// What the totals of a series come to.
public enum Outcome: Sendable, Hashable {
    case value(Value)
    case noData(reason: String)
    /// There are rows, and too few or such that they come to no value.
    case insufficient(reason: String)

    public struct Value: Sendable, Hashable {
        /// In the KPI's unit.
        public var value: Double
        public var numerator: Double?
        public var denominator: Double?
        /// `nil` where there is none.
        public var interval: Measurement.Interval?
        /// What a reader of the number must know of the rows.
        public var notes: [String]

        public init(
            _ value: Double, numerator: Double? = nil, denominator: Double? = nil,
            interval: Measurement.Interval? = nil, notes: [String] = []
        ) {
            self.value = value
            self.numerator = numerator
            self.denominator = denominator
            self.interval = interval
            self.notes = notes
        }
    }
}

extension KPI {
    /// - Parameters:
    ///   - query: what brought the totals.
    ///   - hasRows: for counts and sums: one of their tables has a row before the window's end.
    public func outcome(of totals: Totals, by query: KPIQuery, hasRows: Bool) -> Outcome {
        let emptiness = query.emptiness
        switch query.aggregate {
        case .ratio:
            return share(totals, query)
        case .quotient(let withoutNumerator):
            if totals.extra == 0, let withoutNumerator { return .noData(reason: withoutNumerator) }
            return share(totals, query)
        case .sum, .count:
            return hasRows ? finite(Outcome.Value(totals.value ?? 0)) : .noData(reason: emptiness)
        case .mean, .duration, .survival, .netPromoter, .series:
            let note = totals.extra > 0 ? leftOut?.note(totals.extra) : nil
            guard totals.sample > 0 else {
                return .noData(reason: note.map { "\(emptiness) (\($0))" } ?? emptiness)
            }
            guard let value = totals.value else { return .noData(reason: query.unreached ?? emptiness) }
            return finite(
                Outcome.Value(value, interval: interval(of: totals, query), notes: note.map { [$0] } ?? []))
        case .lifetime:
            // Its customers are not summed up by the engine: `LifetimeOutcome`.
            return .noData(reason: emptiness)
        }
    }

    private func share(_ totals: Totals, _ query: KPIQuery) -> Outcome {
        guard let denominator = totals.denominator, denominator != 0 else {
            return .noData(reason: query.emptiness)
        }
        let numerator = totals.numerator ?? 0
        return finite(
            Outcome.Value(
                numerator / denominator, numerator: numerator, denominator: denominator,
                interval: interval(of: totals, query)))
    }

    func finite(_ value: Outcome.Value) -> Outcome {
        value.value.isFinite ? .value(value) : .noData(reason: "the value is too large for a number")
    }
}
