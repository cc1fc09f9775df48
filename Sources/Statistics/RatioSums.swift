import Foundation

/// What the interval of a ratio of two sums needs of a sample of units (customers, say) that each bring a numerator and a
/// denominator: the ratio estimator R = Σn / Σd, where both vary from unit to unit.
public struct RatioSums: Sendable, Hashable {
    public var count = 0
    public var numerator = 0.0
    public var denominator = 0.0
    public var squaredNumerator = 0.0
    public var product = 0.0
    public var squaredDenominator = 0.0

    public init() {}

    /// From sums that a database has made over `count` units: Σn, Σd, Σn², Σnd, Σd².
    public init(
        count: Int, numerator: Double, denominator: Double, squaredNumerator: Double, product: Double,
        squaredDenominator: Double
    ) {
        self.count = count
        self.numerator = numerator
        self.denominator = denominator
        self.squaredNumerator = squaredNumerator
        self.product = product
        self.squaredDenominator = squaredDenominator
    }

    public mutating func add(numerator n: Double, denominator d: Double) {
        count += 1
        numerator += n
        denominator += d
        squaredNumerator += n * n
        product += n * d
        squaredDenominator += d * d
    }

    /// R, in the numerator's unit by the denominator's; `nil` where the denominators sum to 0.
    public var ratio: Double? { denominator == 0 ? nil : numerator / denominator }
}

extension Interval {
    /// Of a ratio of two sums, linearised (Cochran, Sampling Techniques, 3rd ed., section 6.4): with k units and e = n - R d,
    /// Var R = k / (k - 1) Σe² / (Σd)², and Student's t with k - 1 degrees. `nil` for fewer than two units or Σd = 0.
    public static func ratio(_ sums: RatioSums, confidence: Double) -> Interval? {
        guard twoSided(confidence) != nil, sums.count > 1, let ratio = sums.ratio else { return nil }
        let units = Double(sums.count)
        // Rounding may leave a little less than nothing where all units have the same ratio.
        let squares = max(
            0, sums.squaredNumerator - 2 * ratio * sums.product + ratio * ratio * sums.squaredDenominator)
        let reach =
            -studentQuantile((1 - confidence) / 2, degrees: units - 1)
            * (units / (units - 1) * squares).squareRoot() / abs(sums.denominator)
        return Interval(low: ratio - reach, high: ratio + reach)
    }
}
