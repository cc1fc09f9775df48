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
        let box = Maximisation(low: [-12, -12, -18, -18], high: [17, 25, 18, 18])
        let stayers = box.search(from: [0, -log(likelihood.rate), 0, 0], likelihood.stayers)
        guard stayers.converged else { throw .purchasesDoNotConverge }
        var best: Maximisation.Result?
        for start in starts(likelihood, stayers.point) {
            let found = box.search(from: start, likelihood.leavers)
            if found.value > best?.value ?? -.infinity { best = found }
        }
        let customers = Double(base.customers)
        guard let best, best.value > stayers.value + 1e-12 * abs(stayers.value) else {
            return BetaGeometricFit(
                r: exp(stayers.point[0]), alpha: exp(stayers.point[1]), a: 0, b: 1,
                logLikelihood: stayers.value * customers)
        }
        guard best.converged else { throw .purchasesDoNotConverge }
        return BetaGeometricFit(
            r: exp(best.point[0]), alpha: exp(best.point[1]), a: exp(best.point[2]), b: exp(best.point[3]),
            logLikelihood: best.value * customers)
    }

    private static func starts(_ likelihood: PurchaseLikelihood, _ stayers: PurchaseLikelihood.Point)
        -> [PurchaseLikelihood.Point]
    {
        // Where customers leave soon, and where they leave late: the most likely of some points each.
        let points = [(0.1, 0.3), (0.5, 2), (1, 1), (1, 8), (3, 3), (5, 1.5)].map { (a, b) in
            PurchaseLikelihood.Point(stayers[0], stayers[1], log(a), log(b))
        }
        let ranked = points.map { (point: $0, value: likelihood.leavers($0).value) }.sorted { $0.value > $1.value }
        // On the ridge, where the likelihood rises the most from it.
        let steepest =
            [0.03, 0.3, 1, 3, 10, 100, 1e4].map { (b: $0, rise: likelihood.rise(stayers, b: $0) * $0) }
            .max { $0.rise < $1.rise }
        let b = steepest?.b ?? 1
        return ranked.prefix(2).map(\.point) + [[stayers[0], stayers[1], log(b * 1e-3), log(b)]]
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
