import Goals

extension KPI {
    static let revenuePerCustomer = KPI(
        id: "revenue_per_customer", unit: .money, better: .higher,
        name: Localized(en: "Revenue per customer", de: "Umsatz je Kunde"),
        meaning: Localized(
            en: "Revenue in the window for each customer who ordered in it.",
            de: "Der Umsatz im Zeitfenster je Kunde, der darin bestellt hat."),
        advice: [
            Localized(
                en:
                    "See whether customers order less often or less at a time: the first is a matter of contact, the second of the offer.",
                de:
                    "Prüfen, ob seltener oder weniger je Bestellung gekauft wird: Das eine ist eine Frage des Kontakts, das andere des Angebots."
            ),
            Localized(
                en: "Look at the ten largest customers: one of them who pauses moves this number.",
                de: "Die zehn größten Kunden ansehen: Pausiert einer davon, bewegt das diese Zahl."),
        ],
        emptiness: "no customer ordered in the window",
        variants: [
            Variant(of: [.orders("amount")], .quotient()) { scope in
                scope.rows(of: "orders", id: \.customer, grouped: true) { order in
                    "coalesce(sum(\(order["amount"])), 0) AS numerator, 1 AS denominator"
                } where: { order in
                    "\(order.customer) IS NOT NULL AND \(scope.within(order["ordered_at"]))"
                }
            }
        ])
}
