import Goals

extension KPI {
    static let activeCustomers = KPI(
        id: "active_customers", unit: .count, better: .higher,
        name: Localized(en: "Active customers", de: "Aktive Kunden"),
        meaning: Localized(
            en: "How many customers are active at the end of the window.",
            de: "Wie viele Kunden am Ende des Zeitfensters aktiv sind."),
        advice: [
            Localized(
                en: "See which side moves: new_customers or churn_rate.",
                de: "Feststellen, welche Seite sich bewegt: new_customers oder churn_rate."),
            Localized(
                en: "Split it by segment and plan to find where it shrinks.",
                de: "Nach Segment und Tarif aufteilen, um zu finden, wo die Zahl schrumpft."),
        ],
        parameters: [.inactiveAfter],
        isSum: true,
        emptiness: "no customer yet",
        variants: Activity.variants(knowsEnds: false, .count) { scope, activity in
            activity.rows(scope, at: .end)
        })
}
