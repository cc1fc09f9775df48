import Goals

extension KPI {
    static let churnRate = KPI(
        id: "churn_rate", aliases: ["churn"], unit: .ratio, better: .lower,
        name: Localized(en: "Churn rate", de: "Abwanderungsrate (Churn)"),
        meaning: Localized(
            en: "The share of the customers active at the start of the window who are not active any more at its end.",
            de: "Der Anteil der zu Beginn des Zeitfensters aktiven Kunden, die an seinem Ende nicht mehr aktiv sind."),
        advice: [
            Localized(
                en:
                    "Split it by segment and plan: churn that rises in one of them has a cause there, such as a price change.",
                de:
                    "Nach Segment und Tarif aufteilen: Steigt die Abwanderung nur in einem, liegt die Ursache dort, etwa eine Preiserhöhung."
            ),
            Localized(
                en: "Call five of the customers who left this month and ask what made them decide.",
                de:
                    "Fünf der Kunden, die diesen Monat gegangen sind, anrufen und nach dem Grund der Entscheidung fragen."
            ),
            Localized(
                en: "Look for failed payments and contracts that ran out unnoticed: these come back with one message.",
                de:
                    "Nach fehlgeschlagenen Zahlungen und unbemerkt ausgelaufenen Verträgen suchen: Diese Kunden gewinnt oft eine Nachricht zurück."
            ),
        ],
        parameters: [.inactiveAfter],
        emptiness: "no customers were active at the start of the window",
        variants: Activity.variants(knowsEnds: true, .ratio) { scope, activity in
            activity.retained(scope, counting: false)
        })
}
