import Goals

extension KPI {
    static let customerLifetimeValue = predicted(
        id: "customer_lifetime_value", aliases: ["clv", "ltv"],
        name: Localized(en: "Customer lifetime value", de: "Kundenwert (CLV)"),
        meaning: Localized(
            en: "What a customer has brought on average so far, plus what is expected of them over the horizon.",
            de: "Was ein Kunde im Mittel bisher eingebracht hat, plus was im Planungszeitraum noch zu erwarten ist."))

    static let clvPredicted = predicted(
        id: "clv_predicted",
        name: Localized(en: "Customer lifetime value, predicted part", de: "Kundenwert (CLV), erwarteter Teil"),
        meaning: Localized(
            en: "What a customer is expected to bring on average over the horizon.",
            de: "Was ein Kunde im Mittel im Planungszeitraum voraussichtlich einbringt."))

    static let clvHistoric = KPI(
        id: "clv_historic", unit: .money, better: .higher,
        name: Localized(en: "Customer lifetime value, historic part", de: "Kundenwert (CLV), bisheriger Teil"),
        meaning: Localized(
            en:
                "What a customer who ever ordered has brought on average, from the first order to last midnight; the window is ignored.",
            de:
                "Was ein Kunde, der je bestellt hat, im Mittel von der ersten Bestellung bis zur letzten Mitternacht eingebracht hat; "
                + "das Zeitfenster spielt keine Rolle."),
        advice: lifetimeAdvice,
        emptiness: "no customer has ordered yet",
        span: .toLastMidnight,
        variants: [
            Variant(of: [.orders("amount")], .mean) { scope in
                scope.rows(of: "orders", id: \.customer, grouped: true) { order in
                    "coalesce(sum(\(order["amount"])), 0) AS value"
                } where: { order in
                    "\(order.customer) IS NOT NULL AND \(order["ordered_at"]) < \(scope.end)"
                }
            }
        ])

    private static let lifetimeAdvice = [
        Localized(
            en:
                "Compare the months in which customers came: if the newer ones bring less, look at which channel brings them.",
            de:
                "Die Monate vergleichen, in denen Kunden dazukamen: Bringen neuere weniger ein, den Kanal prüfen, über den sie kommen."
        ),
        Localized(
            en: "Work on the second order: a reminder or an offer at the usual distance between two orders does most.",
            de:
                "An der zweiten Bestellung arbeiten: Eine Erinnerung oder ein Angebot im üblichen Bestellabstand wirkt am meisten."
        ),
        Localized(
            en: "Check discounts and returns: both lower what an order brings without lowering how many there are.",
            de: "Rabatte und Rücksendungen prüfen: Beide mindern den Ertrag je Bestellung, nicht aber deren Zahl."),
    ]

    private static func predicted(
        id: String, aliases: [String] = [], name: Localized, meaning: Localized
    ) -> KPI {
        KPI(
            id: id, aliases: aliases, unit: .money, better: .higher, name: name, meaning: meaning,
            advice: lifetimeAdvice,
            unavailable: "\(id) needs the prediction of future purchases, which comes with the next version: "
                + "use clv_historic (revenue to date per customer) until then",
            emptiness: "no customer has ordered yet", variants: [])
    }
}
