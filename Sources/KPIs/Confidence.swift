import Goals
import Statistics

extension KPI {
    /// Where the true value lies, with the confidence that the query was made for; `nil` where there is no telling.
    ///
    /// Shares: Wilson's score interval. NPS: the multinomial variance of the difference. Medians and percentiles: order statistics, by
    /// exact binomial ranks. Means: Student's t. Quotients of sums: the linearised ratio estimator, each counted row being a unit;
    /// where numerator and denominator come from rows of different tables (costs, customers) that is the variance of two
    /// independent compound Poisson sums. Kaplan-Meier: where the log-log band crosses. Counts, sums, and KPIs of the user's own have none.
    func interval(of totals: Totals, _ query: KPIQuery) -> Measurement.Interval? {
        let confidence = query.confidence
        let found: Interval?
        switch query.aggregate {
        case .sum, .count, .series, .lifetime: found = nil
        case .ratio:
            found = .wilson(successes: totals.numerator ?? 0, of: Double(totals.sample), confidence: confidence)
        case .netPromoter:
            found = .netPromoter(
                promoters: totals.more(0) ?? 0, detractors: totals.more(1) ?? 0, of: Double(totals.sample),
                confidence: confidence)
        case .quotient:
            found = .ratio(
                RatioSums(
                    count: Int(totals.more(0) ?? 0), numerator: totals.numerator ?? 0,
                    denominator: totals.denominator ?? 0, squaredNumerator: totals.more(1) ?? 0,
                    product: totals.more(2) ?? 0, squaredDenominator: totals.more(3) ?? 0),
                confidence: confidence)
        case .mean: found = mean(totals, confidence)
        case .duration:
            switch query.statistic {
            case .mean: found = mean(totals, confidence)
            case .median, .percentile, nil:
                let share = (query.statistic ?? .median).share
                found = Self.quantile(totals, share, confidence)
            }
        case .survival:
            found = totals.more(0).flatMap { low in totals.more(1).flatMap { Interval(low: low, high: $0) } }
        }
        return found.map { found in
            // A linearised bound may come out where no value can be.
            let low = unit == .ratio || unit == .duration ? max(0, found.low) : found.low
            return Measurement.Interval(low: min(low, found.high), high: found.high)
        }
    }

    private func mean(_ totals: Totals, _ confidence: Double) -> Interval? {
        guard let mean = totals.value, let variance = totals.more(0) else { return nil }
        return .mean(mean, variance: variance, count: totals.sample, confidence: confidence)
    }

    /// `more` has the ranks round which there are values, then five values about either: see `Dialect.quantile`.
    private static func quantile(_ totals: Totals, _ share: Double, _ confidence: Double) -> Interval? {
        let ranks = OrderStatistics.ranks(count: totals.sample, share: share, confidence: confidence)
        guard let lower = ranks.lower, let upper = ranks.upper, let low = totals.more(0), let high = totals.more(1)
        else { return nil }
        func value(_ rank: Int, near center: Double, from first: Int) -> Double? {
            guard let distance = Int(exactly: Double(rank) - center), (-2...2).contains(distance) else { return nil }
            return totals.more(first + 2 + distance)
        }
        guard let least = value(lower, near: low, from: 2), let most = value(upper, near: high, from: 7) else {
            return nil
        }
        return Interval(low: least, high: most)
    }
}
