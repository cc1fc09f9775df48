import Foundation

/// Gamma-Gamma, fitted: what the purchases of a customer are worth (Fader & Hardie 2013, "The Gamma-Gamma model of monetary value").
/// The values of a customer's purchases have the distribution Gamma(p, nu), and nu has Gamma(q, v) over customers.
public struct GammaGammaFit: Sendable, Hashable {
    public let p: Double
    public let q: Double
    /// In money.
    public let v: Double
    /// Of the mean values of the repeat customers who spent something, natural logarithm.
    public let logLikelihood: Double

    public init(p: Double, q: Double, v: Double, logLikelihood: Double = .nan) {
        self.p = p
        self.q = q
        self.v = v
        self.logLikelihood = logLikelihood
    }

    /// By maximum likelihood, without penalty, of the customers with x > 0 and m > 0. Fails where q <= 1, since the value of a purchase
    /// has no mean then.
    public static func fit(_ base: CustomerBase) throws(FitFailure) -> GammaGammaFit {
        try fit(sorted: base.sorted())
    }

    static func fit(sorted base: CustomerBase) throws(FitFailure) -> GammaGammaFit {
        guard base.isFinite else { throw .valueNotFinite }
        let likelihood = ValueLikelihood(base)
        // As many values as there are parameters.
        guard likelihood.customers >= 3 else { throw .tooFewRepeatValues(likelihood.customers) }
        guard !likelihood.isConstant else { throw .valuesDoNotVary }
        let box = Maximisation(low: [-12, -12, -25, 0], high: [14, 14, 25, 0])
        var best: Maximisation.Result?
        for (p, q) in [(2, 3), (0.5, 1.2), (20, 10)] {
            let found = box.search(from: [log(p), log(q), 0, 0], likelihood.value)
            if found.value > best?.value ?? -.infinity { best = found }
        }
        guard let best, best.converged else { throw .valuesDoNotConverge }
        let (p, q) = (exp(best.point[0]), exp(best.point[1]))
        guard q > 1 else { throw .valueHasNoMean(q: q) }
        return GammaGammaFit(
            p: p, q: q, v: exp(best.point[2]) * q / p * likelihood.scale,
            logLikelihood: (best.value - log(likelihood.scale)) * Double(likelihood.customers))
    }

    /// What a purchase of a customer is expected to be worth whose x `repeats` had the mean value m, in money: p (v + x m) / (p x + q - 1)
    /// (equation 5). Without repeats the mean over all customers, p v / (q - 1). Linear in m: of several customers with the same
    /// `repeats`, m's sum gives the sum.
    public func expectedValue(repeats: Int, meanValue m: Double, customers: Int = 1) -> Double {
        let x = Double(repeats)
        return p * (v * Double(customers) + x * m) / (p * x + q - 1)
    }
}
