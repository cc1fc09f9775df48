import Goals
import KPIs

/// Measures customer lifetime value: the engine brings one row a customer, and the models are fitted here.
struct LifetimeMeasurer {
    let measurer: CatalogueMeasurer
    let query: KPIQuery

    func results(_ session: any Session) throws -> [Labels: SeriesResult] {
        let clock = ContinuousClock()
        let began = clock.now
        var results: [Labels: SeriesResult] = [:]
        for (labels, tally) in try tallies(session) {
            let outcome = tally.outcome(of: measurer.kpi, by: query)
            results[labels] = measurer.result(
                outcome, tally.customers, labels, query, (clock.now - began).seconds)
        }
        return results
    }

    func tallies(_ session: any Session) throws -> [Labels: LifetimeTally] {
        guard let empty = LifetimeTally(query) else { return [:] }
        var tallies: [Labels: LifetimeTally] = query.by.isEmpty ? [.none: empty] : [:]
        // Of series over the limit only as much is kept as it takes to count them.
        var others: Set<Int> = []
        let first = query.by.count
        try session.rows(query.measure) { row in
            guard let customer = CustomerPurchases(row, from: first) else { return }
            let labels = measurer.labels(row, query.by)
            if tallies[labels] == nil, tallies.count >= measurer.maxSeries, !query.by.isEmpty {
                others.insert(labels.hashValue)
            } else {
                tallies[labels, default: empty].add(customer)
            }
        }
        guard others.isEmpty else {
            throw WarehouseError.tooManySeries(
                kpi: measurer.kpi.id, by: query.by, count: tallies.count + others.count, limit: measurer.maxSeries)
        }
        return tallies
    }
}

extension CustomerPurchases {
    /// The columns after the labels, in the order of a `lifetime` query.
    init?(_ row: any ResultRow, from index: Int) {
        guard let days = row.integer(index), days > 0, let firstDay = row.integer(index + 1),
            let lastDay = row.integer(index + 2)
        else { return nil }
        self.init(
            days: days, firstDay: firstDay, lastDay: lastDay, valuedDays: row.integer(index + 3) ?? 0,
            revenue: row.number(index + 4) ?? 0, firstRevenue: row.number(index + 5))
    }
}
