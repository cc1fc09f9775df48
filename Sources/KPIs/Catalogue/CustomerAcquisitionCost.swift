import Goals

extension KPI {
    static let customerAcquisitionCost = KPI(
        id: "customer_acquisition_cost", aliases: ["cac"], unit: .money, better: .lower,
        name: Localized(en: "Customer acquisition cost", de: "Kundengewinnungskosten (CAC)"),
        meaning: Localized(
            en: "What was spent in the window for each customer who came in it.",
            de: "Was im Zeitfenster für jeden darin neu gewonnenen Kunden ausgegeben wurde."),
        advice: [
            Localized(
                en: "Compare the channels: stop or halve the one whose customers cost most and stay shortest.",
                de:
                    "Die Kanäle vergleichen: den, dessen Kunden am meisten kosten und am kürzesten bleiben, einstellen oder halbieren."
            ),
            Localized(
                en:
                    "Check whether a large bill (a fair, a yearly licence) fell into the window; a longer window evens it out.",
                de:
                    "Prüfen, ob eine große Rechnung (Messe, Jahreslizenz) ins Zeitfenster fiel; ein längeres Fenster gleicht das aus."
            ),
            Localized(
                en: "Look at how many leads become customers: cheaper leads that do not convert make customers dearer.",
                de: "Ansehen, wie viele Leads zu Kunden werden: Billige Leads ohne Abschluss machen Kunden teurer."),
        ],
        emptiness: "no customers were created in the window",
        variants: [
            Variant(
                of: [.costs("amount"), .customers()], relation: .sideBySide,
                .quotient(withoutNumerator: "no costs in the window")
            ) { scope in
                let costs = scope.rows(of: "costs") { cost in
                    "\(cost["amount"]) AS numerator, NULL AS denominator"
                } where: { cost in
                    scope.within(cost["spent_at"])
                }
                let customers = scope.rows(of: "customers") { _ in
                    "NULL AS numerator, 1 AS denominator"
                } where: { customer in
                    scope.within(customer["created_at"])
                }
                return "\(costs)\nUNION ALL\n\(customers)"
            }
        ])
}
