import Foundation

/// A percentile of durations of which some have not ended yet.
///
/// The estimate is that of Kaplan & Meier, "Nonparametric Estimation from Incomplete Observations" (1958): S(t) is the product over the
/// times of ends up to t of 1 - d/n. Its band is Greenwood's variance of log S, the sum G of d / (n (n - d)), carried over to
/// log(-log S) (Kalbfleisch & Prentice 1980, eq. 1.13): S to the power of exp(± z sqrt(G) / log S). An interval for the
/// percentile is where that band crosses (Brookmeyer & Crowley 1982).
///
/// With H = -log S, all three comparisons are of a growing number with one edge: S <= 1 - p is H >= edge, and the band's bounds are at
/// or below 1 - p where H exp(± z sqrt(G) / H) >= edge.
public struct SurvivalSearch: Sendable, Hashable {
    /// The percentile: more than 0, less than 1.
    public let share: Double
    /// The standard normal's quantile at (1 + confidence) / 2.
    public let z: Double

    public init(share: Double, z: Double) {
        self.share = share
        self.z = z
    }

    /// A curve that touches 1 - p in exact arithmetic counts as at it: 1e-12 above still does.
    public var edge: SQL { .bound(Bound("edge", .number(-log(1 - share + 1e-12)))) }
    public var zValue: SQL { .bound(Bound("z", .number(z))) }
}
