import Foundation
import Goals

/// What each customer bought before a midnight, one row a customer, which a source keeps up to date as orders arrive: the lifetime value
/// then need not read every order each time. The rows are exactly those that its query would make.
public struct KeptPurchases: Sendable, Hashable {
    /// The relation that holds them, under the names of `columns`.
    public static let relation: SQL = "crmgoals_purchases"
    public static let columns = [
        "id", "days", "first_day", "last_day", "valued_days", "revenue", "first_revenue",
    ]
    /// What they are made of.
    public static let table = "orders"
    public static let needed = ["customer_id", "ordered_at", "amount"]

    /// Orders before it are in them: a local midnight.
    public let before: Date
    /// The name of the zone whose days are counted.
    public let zone: String

    public init(before: Date, zone: String) {
        self.before = before
        self.zone = zone
    }

    /// The query that makes them.
    ///
    /// - Parameter customers: a query of ids; only theirs.
    public static func rows(
        of customers: SQL, before: Date, zone: Zone, in layout: Layout, dialect: any Dialect
    ) -> SQL {
        let window = TimeRange(start: before, end: before)
        let scope = Scope(
            layout: layout, split: .none, parameters: Parameters(values: [:], declared: []),
            instants: Instants(window: window, now: before, zone: zone), dialect: dialect)
        return scope.purchases(of: customers)
    }
}

extension Scope {
    /// One row a customer. What is bought on one local day is one purchase; one without any amount is a purchase all the same, and is left
    /// out of their mean.
    ///
    /// - Parameter customers: a query of ids; only theirs.
    func purchases(of customers: SQL? = nil) -> SQL {
        let names = labelNames
        let ordered = rows(of: KeptPurchases.table, id: \.customer) { order in
            let day = dialect.localDay(order["ordered_at"], in: instants.zone, before: instants.window.end)
            return "\(day) AS day, \(order["amount"]) AS paid"
        } where: { order in
            let known: SQL = "\(order.customer) IS NOT NULL AND \(order["ordered_at"]) < \(end)"
            return customers.map { "\(known) AND \(order.customer) IN (\($0))" } ?? known
        }
        return """
            SELECT id, \(names.leading)count(*) AS days, min(day) AS first_day, max(day) AS last_day, count(spent) AS valued_days, \
            coalesce(sum(spent), 0) AS revenue, \(dialect.first("spent", by: "day")) AS first_revenue
            FROM (
            SELECT id, \(names.leading)day, sum(paid) AS spent
            FROM (
            \(ordered)
            ) AS ordered_rows
            GROUP BY id, \(names.leading)day
            ) AS purchase_rows
            GROUP BY \((["id"] + names).list)
            """
    }

    /// The same from what the source keeps, and the few customers who ordered since; `nil` where it does not answer: rows that are split or
    /// filtered, a time before the kept one, days of another zone.
    func keptPurchases() -> SQL? {
        guard let kept = layout.keptPurchases, split.by.isEmpty, split.filters.isEmpty,
            kept.zone == instants.zone.identifier, kept.before <= instants.window.end
        else { return nil }
        let order = alias(KeptPurchases.table, "l")
        let since: SQL = .bound(Bound("kept", .time(kept.before)))
        let later: SQL = """
            SELECT \(order.customer) FROM \(order.source)
            WHERE \(order["ordered_at"]) >= \(since) AND \(order["ordered_at"]) < \(end) AND \(order.customer) IS NOT NULL
            """
        let columns = KeptPurchases.columns.map { name -> SQL in "\(SQLIdentifier(name))" }.list
        // In the order of ids, as without it, so that sums come to the same last digit.
        return """
            SELECT \(columns) FROM \(KeptPurchases.relation) WHERE id NOT IN (
            \(later)
            )
            UNION ALL
            SELECT \(columns) FROM (
            \(purchases(of: later))
            ) AS later_rows
            ORDER BY id
            """
    }
}
