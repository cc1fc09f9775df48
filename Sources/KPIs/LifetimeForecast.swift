import Statistics

/// What the customers of one series are expected to bring, each by itself.
public struct LifetimeForecast: Sendable {
    private let estimate: LifetimeValue?
    /// Why there is no estimate.
    public let failure: String?
    private let endDay: Int
    private let weeks: Double

    init(_ tally: LifetimeTally, endDay: Int, weeks: Double) {
        self.endDay = endDay
        self.weeks = weeks
        do throws(FitFailure) {
            estimate = try tally.estimate()
            failure = nil
        } catch {
            estimate = nil
            failure = error.description
        }
    }

    /// In the order of `columnNames`; `nil` for a customer whose history can be no longer than the models take.
    public func values(of customer: CustomerPurchases) -> [Double?]? {
        guard let history = LifetimeTally.history(of: customer, endDay: endDay) else { return nil }
        let mean = customer.repeatMean
        let predicted = estimate.map { estimate in
            estimate.purchases.expectedPurchases(history, weeks: weeks)
                * estimate.value.expectedValue(repeats: history.repeats, meanValue: mean)
        }
        return [Double(history.repeats), history.weeksToLast, history.weeks, mean, customer.revenue, predicted]
    }

    /// Repeat purchases, weeks from the first to the last purchase and to the last full day before E, the mean value of a repeat purchase
    /// (the letters of the papers), revenue so far, and what is expected over the horizon.
    public static let columnNames = ["x", "t_x", "T", "m", "revenue", "predicted"]
}
