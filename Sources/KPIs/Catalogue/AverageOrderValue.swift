import Goals

extension KPI {
    static let averageOrderValue = KPI(
        id: "average_order_value", unit: .money, better: .higher,
        name: Localized(en: "Average order value", de: "Durchschnittlicher Bestellwert"),
        meaning: Localized(
            en: "The mean amount of the orders in the window that have one.",
            de: "Der mittlere Betrag der Bestellungen im Zeitfenster, die einen haben."),
        advice: [
            Localized(
                en: "Look at discounts and shipping thresholds that changed in the window.",
                de: "Rabatte und Versandkostengrenzen ansehen, die sich im Zeitfenster geändert haben."),
            Localized(
                en:
                    "Split it by product and segment: a shift towards small buyers lowers it without anybody buying less.",
                de:
                    "Nach Produkt und Segment aufteilen: Mehr Kleinkäufer senken den Wert, ohne dass jemand weniger kauft."
            ),
        ],
        emptiness: "no orders with an amount in the window",
        variants: [
            Variant(of: [.orders("amount")], .mean) { scope in
                scope.rows(of: "orders") { order in
                    "\(order["amount"]) AS value"
                } where: { order in
                    scope.within(order["ordered_at"])
                }
            }
        ])
}
