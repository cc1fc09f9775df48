import Goals

extension KPI {
    static let netRevenueRetention = KPI(
        id: "net_revenue_retention", unit: .ratio, better: .higher,
        name: Localized(en: "Net revenue retention", de: "Netto-Umsatzbindung (NRR)"),
        meaning: Localized(
            en:
                "What the customers with recurring revenue at the start of the window bring at its end, as a share of what they brought "
                + "then; above 100 % they grew more than they left.",
            de:
                "Was die zu Beginn des Zeitfensters zahlenden Kunden an seinem Ende einbringen, als Anteil des damaligen Betrags; über "
                + "100 % sind sie stärker gewachsen als abgewandert."),
        advice: advice,
        emptiness: "no customers had recurring revenue at the start of the window",
        variants: [variant { _, now in now }])

    static let grossRevenueRetention = KPI(
        id: "gross_revenue_retention", unit: .ratio, better: .higher,
        name: Localized(en: "Gross revenue retention", de: "Brutto-Umsatzbindung (GRR)"),
        meaning: Localized(
            en:
                "The same as net revenue retention without growth: each customer counts with at most what they brought at the start.",
            de:
                "Wie die Netto-Umsatzbindung, aber ohne Zuwachs: Jeder Kunde zählt höchstens mit seinem Betrag zu Beginn."
        ),
        advice: advice,
        emptiness: "no customers had recurring revenue at the start of the window",
        variants: [
            variant { then, now in "CASE WHEN \(now) > \(then) THEN \(then) ELSE \(now) END" }
        ])

    private static let advice = [
        Localized(
            en: "List the ten customers who lost most: three of them usually explain half of it.",
            de: "Die zehn Kunden mit dem größten Verlust auflisten: Drei davon erklären meist die Hälfte."),
        Localized(
            en:
                "Separate those who left from those who went to a smaller plan: the second say what the larger one lacks.",
            de: "Abgewanderte und Wechsler in kleinere Tarife trennen: Letztere zeigen, was dem größeren fehlt."),
        Localized(
            en:
                "Compare it by the quarter in which customers came: newer ones below older ones is a matter of who is sold to.",
            de:
                "Nach dem Quartal des Eintritts vergleichen: Liegen neuere unter älteren, ist es eine Frage, an wen verkauft wird."
        ),
    ]

    /// - Parameter counted: from what a customer brought at the start and brings at the end, what counts.
    private static func variant(_ counted: @escaping @Sendable (SQL, SQL) -> SQL) -> Variant {
        Variant(of: [.subscriptions("mrr", "ended_at")], .quotient()) { scope in
            func recurring(_ row: Scope.Alias, at edge: Instants.Edge) -> SQL {
                let active = Activity.subscriptions.condition(row, at: edge, in: scope)
                return "coalesce(sum(CASE WHEN \(active) THEN \(row["mrr"]) END), 0)"
            }
            return scope.rows(of: "subscriptions", id: \.customer, grouped: true) { row in
                let then = recurring(row, at: .start)
                return "\(counted(then, recurring(row, at: .end))) AS numerator, \(then) AS denominator"
            } where: { row in
                "\(row.customer) IS NOT NULL AND \(row["started_at"]) < \(scope.end)"
            } kept: { row in
                "\(recurring(row, at: .start)) > 0"
            }
        }
    }
}
