import Goals

extension KPI {
    static let mrr = KPI(
        id: "mrr", unit: .money, better: .higher,
        name: Localized(en: "Monthly recurring revenue", de: "Monatlich wiederkehrender Umsatz (MRR)"),
        meaning: Localized(
            en: "The sum of what the subscriptions active at the end of the window bring each month.",
            de: "Die Summe dessen, was die am Ende des Zeitfensters aktiven Abonnements monatlich einbringen."),
        advice: [
            Localized(
                en: "Break the change into new, larger, smaller and ended subscriptions: each has another owner.",
                de:
                    "Die Änderung in neue, größere, kleinere und beendete Abonnements zerlegen: Jede hat andere Zuständige."
            ),
            Localized(
                en: "Look at contracts that end in the next 60 days and are not renewed yet.",
                de: "Verträge ansehen, die in den nächsten 60 Tagen enden und noch nicht verlängert sind."),
        ],
        isSum: true,
        emptiness: "no subscription yet",
        variants: [
            Variant(of: [.subscriptions("mrr")], .sum) { scope in
                scope.rows(of: "subscriptions") { subscription in
                    "\(subscription["mrr"]) AS value"
                } where: { subscription in
                    """
                    \(subscription["started_at"]) < \(scope.end) \
                    AND (\(subscription["ended_at"]) IS NULL OR \(subscription["ended_at"]) >= \(scope.end))
                    """
                }
            }
        ])
}
