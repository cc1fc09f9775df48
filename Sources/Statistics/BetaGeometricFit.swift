import Foundation

/// BG/NBD, fitted: how often customers buy, and how long they stay (Fader, Hardie & Lee 2005). While a customer stays, purchases come
/// at a rate with the distribution Gamma(r, alpha) over customers; after each the customer leaves with a probability that has the
/// distribution Beta(a, b).
public struct BetaGeometricFit: Sendable, Hashable {
    public let r: Double
    /// In weeks.
    public let alpha: Double
    public let a: Double
    public let b: Double
    /// Of the customers' histories, natural logarithm, without terms that do not depend on the parameters.
    public let logLikelihood: Double
    /// Nobody seems to drop out: the likelihood rises along a/b -> 0 without end, and this is the limit, the plain NBD. a is 0 then.
    public let isLimit: Bool

    /// With parameters that are known. `a` = 0 is the limit where nobody drops out.
    public init(r: Double, alpha: Double, a: Double, b: Double, logLikelihood: Double = .nan) {
        self.r = r
        self.alpha = alpha
        self.a = a
        self.b = b
        self.logLikelihood = logLikelihood
        isLimit = a == 0
    }

    /// Fewer repeat customers tell nothing of how customers differ.
    public static let leastRepeatCustomers = 30

    /// By maximum likelihood, without penalty, of any number of customers. The search starts from several points, and one of them lies
    /// where a/b is near 0: at the plain NBD's own maximum, on the side to which BG/NBD's likelihood rises from there, if it does. So
    /// the limit is the answer only where no inner point found is more likely.
    public static func fit(_ base: CustomerBase) throws(FitFailure) -> BetaGeometricFit {
        try fit(sorted: base.sorted())
    }

    static func fit(sorted base: CustomerBase) throws(FitFailure) -> BetaGeometricFit {
        guard base.repeatCustomers >= leastRepeatCustomers else {
            throw .tooFewRepeatCustomers(base.repeatCustomers, needed: leastRepeatCustomers)
        }
        let likelihood = PurchaseLikelihood(base)
        let box = Maximisation(low: [-25, -12, -20, -16], high: [15, 16, 20, 16])
        let stayers = box.search(from: [log(likelihood.rate), 0, 0, 0], likelihood.stayers)
        guard stayers.converged else { throw .purchasesDoNotConverge }
        let found = starts(likelihood, stayers.point).map { box.search(from: $0, likelihood.leavers) }
        let best = found.map(\.value).max() ?? -.infinity
        let customers = Double(base.customers)
        guard best > stayers.value + 1e-12 * abs(stayers.value) else {
            let (r, alpha, _, _) = PurchaseLikelihood.parameters(stayers.point)
            return BetaGeometricFit(r: r, alpha: alpha, a: 0, b: 1, logLikelihood: stayers.value * customers)
        }
        // Of those that are equally likely, but for rounding, one whose search came to its end.
        guard let result = found.first(where: { $0.converged && $0.value >= best - 1e-11 * abs(best) }) else {
            throw .purchasesDoNotConverge
        }
        let (r, alpha, a, b) = PurchaseLikelihood.parameters(result.point)
        return BetaGeometricFit(r: r, alpha: alpha, a: a, b: b, logLikelihood: result.value * customers)
    }

    private static func starts(_ likelihood: PurchaseLikelihood, _ stayers: PurchaseLikelihood.Point)
        -> [PurchaseLikelihood.Point]
    {
        // Customers who differ much or little, who buy as often as it seems or, leaving soon, more often than that; who leave soon or
        // late: the most likely of these points. Those of the NBD itself may lie far away: where most leave soon, the few that they buy
        // look as if they did not differ.
        var points: [PurchaseLikelihood.Point] = []
        for r in [0.3, 2] {
            for rate in [1, 5].map({ $0 * likelihood.rate }) {
                for (a, b) in [(0.1, 0.3), (0.5, 2), (1, 8), (5, 1.5)] {
                    points.append(PurchaseLikelihood.point(r: r, alpha: r / rate, a: a, b: b))
                }
            }
        }
        let ranked = points.map { (point: $0, value: likelihood.leavers($0).value) }.sorted { $0.value > $1.value }
        // On the ridge, where the likelihood rises the most from it.
        let steepest =
            [0.03, 0.3, 1, 3, 10, 100, 1e4].map { (b: $0, rise: likelihood.rise(stayers, b: $0) * $0) }
            .max { $0.rise < $1.rise }
        // Not where customers are all alike: there the likelihood is flat.
        let ridge: PurchaseLikelihood.Point = [stayers[0], min(stayers[1], 3), log(1e-3), log(steepest?.b ?? 1)]
        return ranked.prefix(2).map(\.point) + [ridge]
    }
}

extension BetaGeometricFit {
    /// The purchases that are expected in `weeks` further weeks of a customer with this history (equation 10), >= 0.
    public func expectedPurchases(_ history: PurchaseHistory, weeks: Double) -> Double {
        var staying = ExpectedPurchases(r: r, a: a, b: b, repeats: history.repeats)
        return purchasesIfStaying(history, weeks: weeks, &staying) * chanceOfStaying(history)
    }

    /// The same of a customer who has not left. `terms` are those of the history's repeats.
    func purchasesIfStaying(_ history: PurchaseHistory, weeks: Double, _ terms: inout ExpectedPurchases) -> Double {
        guard weeks > 0 else { return 0 }
        let past = alpha + history.weeks
        return isLimit ? (r + Double(history.repeats)) * weeks / past : terms.expected(weeks / (past + weeks))
    }

    /// The chance that a customer with this history has not left: 1 without repeats (Fader & Hardie 2008, "Computing P(alive) using
    /// the BG/NBD model").
    public func chanceOfStaying(_ history: PurchaseHistory) -> Double {
        guard history.repeats > 0, !isLimit else { return 1 }
        let x = Double(history.repeats)
        let distance = log1p((history.weeks - history.weeksToLast) / (alpha + history.weeksToLast))
        return 1 / (1 + a / (b + x - 1) * exp((r + x) * distance))
    }
}
