import Foundation

/// A two-sided confidence interval: both ends belong to it, `low` <= `high`, both finite. In the unit of what it is about.
///
/// The functions that make one answer `nil` where there is none: no sample, a sample that is too small, a confidence outside
/// 0..1, numbers that are no sample (more successes than trials) or not finite.
public struct Interval: Sendable, Hashable {
    public let low: Double
    public let high: Double

    public init?(low: Double, high: Double) {
        guard low.isFinite, high.isFinite, low <= high else { return nil }
        self.low = low
        self.high = high
    }
}

extension Interval {
    /// Of a share: Wilson's score interval (Wilson 1927; Newcombe 1998, method 3), within 0...1. Right for few trials and for
    /// shares near 0 and 1 too, where p ± z √(p (1 - p) / n) is not.
    public static func wilson(successes: Double, of trials: Double, confidence: Double) -> Interval? {
        guard let z = twoSided(confidence), trials > 0, trials.isFinite, successes >= 0, successes <= trials else {
            return nil
        }
        let square = z * z / trials
        let share = successes / trials
        let center = share + square / 2
        let reach = (square * (share * (1 - share) + square / 4)).squareRoot()
        // At the ends center and reach are equal but for the last digit.
        return Interval(
            low: successes == 0 ? 0 : max(0, (center - reach) / (1 + square)),
            high: successes == trials ? 1 : min(1, (center + reach) / (1 + square)))
    }

    /// Of a mean, in its unit: Student's t (n - 1 degrees) with `variance`, the unbiased one, of `count` independent values.
    /// `nil` for fewer than two.
    public static func mean(_ mean: Double, variance: Double, count: Int, confidence: Double) -> Interval? {
        guard twoSided(confidence) != nil, count > 1, variance >= 0 else { return nil }
        let t = -studentQuantile((1 - confidence) / 2, degrees: Double(count - 1))
        let reach = t * (variance / Double(count)).squareRoot()
        return Interval(low: mean - reach, high: mean + reach)
    }

    /// Of a net promoter score, -100...100: 100 (p - d) ± z times its standard error, the multinomial variance of the difference
    /// being (p + d - (p - d)²) / n, cut off at -100 and 100.
    ///
    /// Where all answers are of one kind this variance is 0, and n answers alike do not prove that no other will come: there the
    /// interval is the score interval, which takes the variance at the bound instead of the estimate's (Tango 1998, equation 5,
    /// whose b, c are the promoters and detractors; with b = n or c = n, and with b = c = 0, it has a closed form).
    public static func netPromoter(promoters: Double, detractors: Double, of answers: Double, confidence: Double)
        -> Interval?
    {
        guard let z = twoSided(confidence), answers > 0, answers.isFinite, promoters >= 0, detractors >= 0,
            promoters + detractors <= answers
        else { return nil }
        let square = z * z / answers
        if promoters == answers { return Interval(low: 100 * (1 - square) / (1 + square), high: 100) }
        if detractors == answers { return Interval(low: -100, high: 100 * (square - 1) / (1 + square)) }
        if promoters + detractors == 0 {
            return Interval(low: -100 * square / (1 + square), high: 100 * square / (1 + square))
        }
        let difference = (promoters - detractors) / answers
        let variance = max(0, (promoters + detractors) / answers - difference * difference)
        let reach = (square * variance).squareRoot()
        return Interval(low: max(-100, 100 * (difference - reach)), high: min(100, 100 * (difference + reach)))
    }
}
