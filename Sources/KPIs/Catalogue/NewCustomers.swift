import Goals

extension KPI {
    static let newCustomers = KPI(
        id: "new_customers", unit: .count, better: .higher,
        name: Localized(en: "New customers", de: "Neue Kunden"),
        meaning: Localized(
            en: "How many customers were created in the window.",
            de: "Wie viele Kunden im Zeitfenster neu angelegt wurden."),
        advice: [
            Localized(
                en: "Look at leads and lead_conversion_rate beside it: are there fewer leads, or do fewer of them buy?",
                de: "Leads und lead_conversion_rate daneben ansehen: Gibt es weniger Leads oder kaufen weniger davon?"),
            Localized(
                en: "Split it by channel, and see whether one of them stopped.",
                de: "Nach Kanal aufteilen und prüfen, ob einer davon versiegt ist."),
        ],
        isSum: true,
        emptiness: "no customer yet",
        variants: [
            Variant(of: [.customers()], .count) { scope in
                scope.rows(of: "customers") { _ in
                    "1 AS counted"
                } where: { customer in
                    scope.within(customer["created_at"])
                }
            }
        ])
}
