import Goals

extension KPI {
    static let customerLifetimeValue = lifetime(
        id: "customer_lifetime_value", aliases: ["clv", "ltv"],
        name: Localized(en: "Customer lifetime value", de: "Kundenwert (CLV)"),
        meaning: Localized(
            en: "What a customer has brought on average so far, plus what is expected of them over the horizon.",
            de: "Was ein Kunde im Mittel bisher eingebracht hat, plus was im Planungszeitraum noch zu erwarten ist."),
        .total)

    static let clvPredicted = lifetime(
        id: "clv_predicted",
        name: Localized(en: "Customer lifetime value, predicted part", de: "Kundenwert (CLV), erwarteter Teil"),
        meaning: Localized(
            en: "What a customer is expected to bring on average over the horizon.",
            de: "Was ein Kunde im Mittel im Planungszeitraum voraussichtlich einbringt."),
        .predicted)

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

    private static func lifetime(
        id: String, aliases: [String] = [], name: Localized, meaning: Localized, _ part: LifetimePart
    ) -> KPI {
        KPI(
            id: id, aliases: aliases, unit: .money, better: .higher, name: name, meaning: meaning,
            advice: lifetimeAdvice,
            parameters: [
                Parameter(
                    name: "horizon",
                    meaning: Localized(
                        en:
                            "how far ahead purchases are expected, such as \"39w\"; months and years are as long as those that follow",
                        de:
                            "wie weit voraus Käufe erwartet werden, z. B. \"39w\"; Monate und Jahre sind so lang wie die kommenden"
                    ),
                    form: .span, standard: "1 year")
            ],
            emptiness: "no customer has ordered yet", span: .toLastMidnight,
            remarks: [
                "All orders before the last local midnight count; the window is ignored. Orders of a customer on one day are one purchase; "
                    + "those without a `customer_id` are left out.",
                "BG/NBD (Fader, Hardie and Lee 2005) tells how many purchases to expect, Gamma-Gamma (Fader and Hardie 2013) what one is worth, "
                    + "both by maximum likelihood, for each series by itself; undiscounted. Fewer than 30 customers who bought again, or a fit "
                    + "that does not converge or has no mean, are insufficient, with the reason.",
                "Where nobody seems to drop out, purchases are expected as if all stayed (the plain NBD), and a note says so.",
            ],
            variants: [
                Variant(of: [.orders("amount")], .lifetime(part), rows: purchases)
            ])
    }

    /// One row a customer.
    @Sendable private static func purchases(_ scope: Scope) -> SQL {
        scope.keptPurchases() ?? scope.purchases()
    }
}
