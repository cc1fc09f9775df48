/// A quantile, and between which order statistics its confidence interval lies.
///
/// The exact ranks come from the binomial distribution, which engines do not have. So an engine brings the order statistics round the
/// normal approximation with its second term (Cornish & Fisher 1938: a skewness of (1 - 2p) / sqrt(npq) moves a quantile by
/// (z² - 1) (1 - 2p) / 6), and the exact ones are picked from them afterwards: they lie within two ranks.
public struct RankSearch: Sendable, Hashable {
    /// The quantile: more than 0, less than 1.
    public let share: Double
    /// The standard normal's quantile at (1 + confidence) / 2.
    public let z: Double

    public init(share: Double, z: Double) {
        self.share = share
        self.z = z
    }

    var spread: Double { z * (share * (1 - share)).squareRoot() }
    var skew: Double { (z * z - 1) * (1 - 2 * share) / 6 }

    /// `share` in SQL, a double.
    public var shareValue: SQL { .bound(Bound("share", .number(share))) }

    /// floor(n p - z sqrt(n p q) + skew), from a double n; `floor` and `sqrt` as the engine calls them.
    public func low(_ n: SQL) -> SQL {
        "floor(\(shareValue) * \(n) - \(Bound("spread", .number(spread))) * sqrt(\(n)) + \(Bound("skew", .number(skew))))"
    }

    /// ceil(n p + z sqrt(n p q) + skew), likewise.
    public func high(_ n: SQL) -> SQL {
        "ceil(\(shareValue) * \(n) + \(Bound("spread", .number(spread))) * sqrt(\(n)) + \(Bound("skew", .number(skew))))"
    }
}
