import Goals

extension KPI {
    static let orders = KPI(
        id: "orders", unit: .count, better: .higher,
        name: Localized(en: "Orders", de: "Bestellungen"),
        meaning: Localized(
            en: "How many orders there are in the window.", de: "Wie viele Bestellungen es im Zeitfenster gibt."),
        advice: [
            Localized(
                en: "Look at visits and conversion_rate beside it: does less come in, or is less of it bought?",
                de: "Besuche und conversion_rate daneben ansehen: Kommt weniger herein oder wird weniger davon gekauft?"
            ),
            Localized(
                en: "Check that all exports arrived: a missing file looks like a bad day.",
                de: "Prüfen, ob alle Exporte angekommen sind: Eine fehlende Datei sieht wie ein schlechter Tag aus."),
        ],
        isSum: true,
        emptiness: "no order yet",
        variants: [
            Variant(of: [.orders()], .count) { scope in
                scope.rows(of: "orders") { _ in
                    "1 AS counted"
                } where: { order in
                    scope.within(order["ordered_at"])
                }
            }
        ])
}
