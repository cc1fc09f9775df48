import Goals
import Statistics

/// The customers of one series of a `lifetime` query, added one by one, and what they come to.
public struct LifetimeTally: Sendable {
    private let part: LifetimePart
    private let endDay: Int
    private let weeks: Double
    private var base = CustomerBase()
    private var revenue = 0.0
    private var strangers = 0

    /// Customers added so far, those without a history that can be left out.
    public var customers: Int { base.customers }

    public init?(_ query: KPIQuery) {
        guard case .lifetime(let part) = query.aggregate else { return nil }
        self.part = part
        endDay = query.endDay
        weeks = query.horizonWeeks
    }

    public mutating func add(_ customer: CustomerPurchases) {
        guard let history = Self.history(of: customer, endDay: endDay) else {
            strangers += 1
            return
        }
        base.add(history, repeatValue: customer.repeatMean)
        revenue += customer.revenue
    }

    /// T ends with the last full day before E.
    static func history(of customer: CustomerPurchases, endDay: Int) -> PurchaseHistory? {
        PurchaseHistory(
            repeats: customer.repeats, recency: customer.lastDay - customer.firstDay,
            age: endDay - 1 - customer.firstDay)
    }

    func estimate() throws(FitFailure) -> LifetimeValue { try LifetimeValue.estimate(base, weeks: weeks) }

    /// What each of the customers is expected to bring.
    public var forecast: LifetimeForecast { LifetimeForecast(self, endDay: endDay, weeks: weeks) }

    /// The fit is the series' own. What an estimate cannot be made from is insufficient, with the reason; there is no interval.
    public func outcome(of kpi: KPI, by query: KPIQuery) -> Outcome {
        guard customers > 0 else { return .noData(reason: query.emptiness) }
        let estimate: LifetimeValue
        do { estimate = try self.estimate() } catch {
            return .insufficient(reason: error.description)
        }
        var notes: [String] = []
        if estimate.purchases.isLimit {
            notes.append(
                "nobody seems to drop out: purchases are expected as if all customers stayed (BG/NBD at its limit, the plain NBD)"
            )
        }
        if strangers > 0 {
            let who = strangers == 1 ? "1 customer whose orders are" : "\(strangers) customers whose orders are"
            notes.append("\(who) more than 2,800 years old left out")
        }
        let historic = part == .total ? revenue / Double(customers) : 0
        return kpi.finite(Outcome.Value(historic + estimate.predicted, notes: notes))
    }
}
