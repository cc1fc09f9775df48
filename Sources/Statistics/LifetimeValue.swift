/// What customers are expected to bring in the time to come: BG/NBD for how often they buy and how long they stay, Gamma-Gamma for
/// what a purchase is worth, which the model takes to be independent of it.
public struct LifetimeValue: Sendable, Hashable {
    public let purchases: BetaGeometricFit
    public let value: GammaGammaFit
    public let customers: Int
    /// The expected revenue of a customer over the horizon, undiscounted, the mean over all customers, in money.
    public let predicted: Double

    /// Fits both models to `base` and predicts `weeks` weeks (>= 0).
    public static func estimate(_ base: CustomerBase, weeks: Double) throws(FitFailure) -> LifetimeValue {
        let base = base.sorted()
        guard base.isFinite else { throw .valueNotFinite }
        let purchases = try BetaGeometricFit.fit(sorted: base)
        let value = try GammaGammaFit.fit(sorted: base)
        return try LifetimeValue(purchases, value, sorted: base, weeks: weeks)
    }

    private init(
        _ purchases: BetaGeometricFit, _ value: GammaGammaFit, sorted base: CustomerBase, weeks: Double
    ) throws(FitFailure) {
        self.purchases = purchases
        self.value = value
        customers = base.customers
        var sum = 0.0
        var terms = ExpectedPurchases(r: purchases.r, a: purchases.a, b: purchases.b, repeats: 0)
        for (age, count) in base.once.sorted(by: { $0.key < $1.key }) {
            let history = PurchaseHistory(once: age)
            sum += Double(count) * purchases.purchasesIfStaying(history, weeks: weeks, &terms)
        }
        sum *= value.expectedValue(repeats: 0, meanValue: 0)
        // What a customer who stays buys depends on x and T alone: equal ones stand together.
        var last: (repeats: Int, age: Int)?
        var ifStaying = 0.0
        for buyer in base.buyers {
            let history = PurchaseHistory(packed: buyer.history)
            if last?.repeats != history.repeats {
                terms = ExpectedPurchases(r: purchases.r, a: purchases.a, b: purchases.b, repeats: history.repeats)
            }
            if last?.repeats != history.repeats || last?.age != history.age {
                ifStaying = purchases.purchasesIfStaying(history, weeks: weeks, &terms)
                last = (history.repeats, history.age)
            }
            sum +=
                ifStaying * purchases.chanceOfStaying(history)
                * value.expectedValue(repeats: history.repeats, meanValue: buyer.value)
        }
        predicted = sum / Double(customers)
        guard predicted.isFinite else { throw .valueNotFinite }
    }
}
