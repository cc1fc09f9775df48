import Goals

extension KPI {
    static let revenue = KPI(
        id: "revenue", unit: .money, better: .higher,
        name: Localized(en: "Revenue", de: "Umsatz"),
        meaning: Localized(
            en: "The sum of the orders' amounts in the window, returns taken off.",
            de: "Die Summe der Bestellbeträge im Zeitfenster, Rücksendungen abgezogen."),
        advice: [
            Localized(
                en: "See which it is: fewer customers, fewer orders each, or smaller orders.",
                de: "Feststellen, was es ist: weniger Kunden, weniger Bestellungen je Kunde oder kleinere Bestellungen."
            ),
            Localized(
                en:
                    "Compare with the same window a year ago, previous(revenue, 1 year), before reading a season as a trend.",
                de:
                    "Mit demselben Zeitfenster des Vorjahres vergleichen, previous(revenue, 1 year), bevor eine Saison als Trend gilt."
            ),
            Localized(
                en: "Check that all exports arrived: a missing day looks like a bad one.",
                de: "Prüfen, ob alle Exporte angekommen sind: Ein fehlender Tag sieht wie ein schlechter aus."),
        ],
        isSum: true,
        emptiness: "no order yet",
        variants: [
            Variant(of: [.orders("amount")], .sum) { scope in
                scope.rows(of: "orders") { order in
                    "\(order["amount"]) AS value"
                } where: { order in
                    scope.within(order["ordered_at"])
                }
            }
        ])
}
