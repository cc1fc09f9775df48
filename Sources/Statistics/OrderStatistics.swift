import Foundation

/// The interval of a quantile, by order statistics: distribution-free, exact for a continuous distribution.
public enum OrderStatistics {
    /// The ranks (1 is the least of the `count` values) whose values are the bounds of the interval of the quantile at `share`
    /// (0.5: the median). `nil` where the sample is too small for a bound on that side.
    ///
    /// Of the B values below the quantile, binomial with `count` and `share`: the lower rank is the least k with
    /// P(B <= k) >= (1 - confidence) / 2, the upper one 1 + the least k with P(B > k) <= (1 - confidence) / 2 (Conover,
    /// Practical Nonparametric Statistics, 3.2). So the quantile lies outside with at most 1 - confidence, mostly less.
    /// Both are `nil` for a share or a confidence that is not between 0 and 1.
    public static func ranks(count: Int, share: Double, confidence: Double) -> (lower: Int?, upper: Int?) {
        guard count > 0, share > 0, share < 1, let z = twoSided(confidence) else { return (nil, nil) }
        let outside = (1 - confidence) / 2
        // A probability that is exactly the one allowed counts as such, however it is rounded: 1 of 1 below the 90th percentile.
        let atLeast = outside * (1 - 1e-12)
        let atMost = outside * (1 + 1e-12)
        let center = Double(count) * share
        let reach = z * (center * (1 - share)).squareRoot()
        // The normal approximation is a rank or two off: the search begins there.
        let lower = first(near: center - reach, upTo: count) {
            binomialCDF($0, trials: count, probability: share) >= atLeast
        }
        let upper = first(near: center + reach, upTo: count) {
            binomialTail($0, trials: count, probability: share) <= atMost
        }
        return (lower >= 1 ? lower : nil, upper < count ? upper + 1 : nil)
    }

    /// The least of 0...`last` for which `holds`, which is false below it and true from it on; it holds for `last`.
    private static func first(near guess: Double, upTo last: Int, where holds: (Int) -> Bool) -> Int {
        let start = min(max(Int(guess.rounded()), 0), last)
        var width = 1
        var low: Int
        var high: Int
        if holds(start) {
            high = start
            low = start - 1
            while low >= 0, holds(low) {
                high = low
                low -= width
                width *= 2
            }
            low = max(low, -1)
        } else {
            low = start
            high = start + 1
            while high < last, !holds(high) {
                low = high
                high += width
                width *= 2
            }
            high = min(high, last)
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
