import Goals

extension KPI {
    static let crossUpsellRate = KPI(
        id: "cross_upsell_rate", aliases: ["cross_upsell"], unit: .ratio, better: .higher,
        name: Localized(en: "Cross-sell and upsell rate", de: "Cross- und Upselling-Rate"),
        meaning: Localized(
            en:
                "The share of the customers active at the start of the window who in it bought a product they never had, or a larger "
                + "subscription than any they had.",
            de:
                "Der Anteil der zu Beginn des Zeitfensters aktiven Kunden, die darin ein für sie neues Produkt kauften oder ein größeres "
                + "Abonnement als alle bisherigen abschlossen."),
        advice: ExtraSale.advice, parameters: [.inactiveAfter],
        emptiness: "no customers were active at the start of the window",
        variants: ExtraSale.variants([[.cross, .upsell], [.cross], [.upsell]], .ratio, counted: ExtraSale.flag))

    static let crossSellRate = KPI(
        id: "cross_sell_rate", unit: .ratio, better: .higher,
        name: Localized(en: "Cross-sell rate", de: "Cross-Selling-Rate"),
        meaning: Localized(
            en:
                "The share of the customers active at the start of the window who had ordered before and in it bought a product they "
                + "never had.",
            de:
                "Der Anteil der zu Beginn des Zeitfensters aktiven Kunden, die schon bestellt hatten und darin ein für sie neues Produkt "
                + "kauften."),
        advice: ExtraSale.advice, parameters: [.inactiveAfter],
        emptiness: "no customers were active at the start of the window",
        variants: ExtraSale.variants([[.cross]], .ratio, counted: ExtraSale.flag))

    static let upsellRate = KPI(
        id: "upsell_rate", unit: .ratio, better: .higher,
        name: Localized(en: "Upsell rate", de: "Upselling-Rate"),
        meaning: Localized(
            en:
                "The share of the customers active at the start of the window who in it started a larger subscription than any they had.",
            de:
                "Der Anteil der zu Beginn des Zeitfensters aktiven Kunden, die darin ein größeres Abonnement als alle bisherigen "
                + "abschlossen."),
        advice: ExtraSale.advice, parameters: [.inactiveAfter],
        emptiness: "no customers were active at the start of the window",
        variants: ExtraSale.variants([[.upsell]], .ratio, counted: ExtraSale.flag))

    static let crossUpsellCustomers = KPI(
        id: "cross_upsell_customers", unit: .count, better: .higher,
        name: Localized(en: "Customers with cross-sell or upsell", de: "Kunden mit Cross- oder Upselling"),
        meaning: Localized(
            en:
                "How many of the customers active at the start of the window in it bought a product they never had, or a larger "
                + "subscription than any they had.",
            de:
                "Wie viele der zu Beginn des Zeitfensters aktiven Kunden darin ein für sie neues Produkt kauften oder ein größeres "
                + "Abonnement als alle bisherigen abschlossen."),
        advice: ExtraSale.advice, parameters: [.inactiveAfter], isSum: true,
        emptiness: "no order or subscription yet",
        variants: ExtraSale.variants([[.cross, .upsell], [.cross], [.upsell]], .count, counted: ExtraSale.only))
}

/// What cross-selling and upselling have in common. DESIGN 8, `cross_upsell_rate`.
enum ExtraSale: Sendable {
    /// In the window a product that the customer never had, with an order before it.
    case cross
    /// In the window a subscription whose mrr exceeds that of each of the customer's active at its start.
    case upsell

    static let advice = [
        Localized(
            en:
                "Give sales the list of active customers who use a product heavily and lack the one that usually goes with it.",
            de:
                "Dem Vertrieb die aktiven Kunden nennen, die ein Produkt stark nutzen und das meist dazu gekaufte noch nicht haben."
        ),
        Localized(
            en: "Look at whether an offer, a bundle or a price was taken away in the window.",
            de: "Prüfen, ob im Zeitfenster ein Angebot, ein Paket oder ein Preis weggefallen ist."),
        Localized(
            en: "Offer the larger plan when a customer nears a limit of the present one, not at the end of the year.",
            de:
                "Den größeren Tarif anbieten, wenn ein Kunde an eine Grenze des jetzigen stößt, nicht erst am Jahresende."
        ),
    ]

    private var need: Variant.TableNeed {
        switch self {
        case .cross: .orders("product")
        case .upsell: .subscriptions("mrr")
        }
    }

    /// One variant for each way to tell who is active and each of `choices`, which come first where their tables are there.
    static func variants(
        _ choices: [[ExtraSale]], _ aggregate: Aggregate,
        counted: @escaping @Sendable (Scope, Activity, SQL) -> SQL
    ) -> [Variant] {
        Activity.allCases.flatMap { activity in
            choices.map { sales in
                Variant(
                    of: merged([activity.need(knowsEnds: false)] + sales.map(\.need)), aggregate,
                    where: activity.applies
                ) { scope in
                    let key = scope.key(ofRows: SQLIdentifier("a"))
                    let customer: SQL = key.count == 1 ? key[0] : "(\(key.joined(by: ", ")))"
                    let sold = sales.map { sale -> SQL in "\(customer) IN (\(sale.buyers(scope)))" }
                    return counted(scope, activity, sold.joined(by: " OR "))
                }
            }
        }
    }

    /// Each active customer, with `counted`.
    @Sendable static func flag(_ scope: Scope, _ activity: Activity, _ sold: SQL) -> SQL {
        let columns = ["a.id"] + scope.labelNames.map { label -> SQL in "a.\(label)" }
        return """
            SELECT \(columns.list), CASE WHEN \(sold) THEN 1 ELSE 0 END AS counted\(scope.description.select(ofRows: SQLIdentifier("a")))
            FROM (
            \(activity.rows(scope, at: .start))
            ) AS a
            """
    }

    /// Those of the active customers who count.
    @Sendable static func only(_ scope: Scope, _ activity: Activity, _ sold: SQL) -> SQL {
        """
        SELECT a.* FROM (
        \(activity.rows(scope, at: .start))
        ) AS a
        WHERE \(sold)
        """
    }

    /// Customer and own labels of those who were sold to in the window.
    private func buyers(_ scope: Scope) -> SQL {
        switch self {
        case .cross: crossBuyers(scope)
        case .upsell: upsellBuyers(scope)
        }
    }

    /// Of those who bought in the window, when each product was bought first: one of the firsts lies before the window, and one, of a product
    /// that has a name, in it.
    private func crossBuyers(_ scope: Scope) -> SQL {
        let order = scope.alias("orders", "o")
        let recent = scope.alias("orders", "r")
        let key = scope.key(order)
        let names = scope.keyNames
        let columns = zip(key, names).map { value, name -> SQL in "\(value) AS \(name)" }
        let buying =
            (["\(scope.within(recent["ordered_at"]))", recent.customer + " IS NOT NULL"]
            + scope.ownFilters(recent)).all
        let conditions =
            [
                "\(order.customer) IN (SELECT \(recent.customer) FROM \(recent.source) WHERE \(buying))",
                "\(order["ordered_at"]) < \(scope.end)",
            ] + scope.ownFilters(order)
        return """
            SELECT \(names.list) FROM (
            SELECT \(columns.list), \(order["product"]) AS bought, min(\(order["ordered_at"])) AS first_at
            FROM \(order.source)
            WHERE \(conditions.all)
            GROUP BY \((key + [order["product"]]).list)
            ) AS firsts
            GROUP BY \(names.list)
            HAVING min(first_at) < \(scope.start)
              AND max(CASE WHEN bought IS NOT NULL AND first_at >= \(scope.start) THEN 1 ELSE 0 END) = 1
            """
    }

    /// The largest subscription started in the window, and the largest of those active at its start; either may be missing, and what is
    /// compared with nothing does not hold.
    private func upsellBuyers(_ scope: Scope) -> SQL {
        let row = scope.alias("subscriptions", "n")
        let key = scope.key(row).list
        let new: SQL = "CASE WHEN \(scope.within(row["started_at"])) THEN \(row["mrr"]) END"
        let old: SQL =
            "CASE WHEN \(Activity.subscriptions.condition(row, at: .start, in: scope)) THEN \(row["mrr"]) END"
        let conditions =
            [row.customer + " IS NOT NULL", "\(row["started_at"]) < \(scope.end)"] + scope.ownFilters(row)
        return """
            SELECT \(key) FROM \(row.source)
            WHERE \(conditions.all)
            GROUP BY \(key)
            HAVING max(\(new)) > max(\(old))
            """
    }

    private static func merged(_ needs: [Variant.TableNeed]) -> [Variant.TableNeed] {
        var merged: [Variant.TableNeed] = []
        for need in needs {
            if let index = merged.firstIndex(where: { $0.table == need.table }) {
                let extra = need.columns.filter { !merged[index].columns.contains($0) }
                merged[index] = Variant.TableNeed(table: need.table, columns: merged[index].columns + extra)
            } else {
                merged.append(need)
            }
        }
        return merged
    }
}
