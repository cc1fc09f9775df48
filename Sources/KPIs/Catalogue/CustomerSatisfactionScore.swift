import Goals

extension KPI {
    static let customerSatisfactionScore = KPI(
        id: "customer_satisfaction_score", aliases: ["csat"], unit: .ratio, better: .higher,
        name: Localized(en: "Customer satisfaction score", de: "Kundenzufriedenheit (CSAT)"),
        meaning: Localized(
            en:
                "The share of the satisfaction answers in the window that are satisfied: a score of 4 or 5, unless told otherwise.",
            de:
                "Der Anteil der zufriedenen unter den Zufriedenheits-Antworten im Zeitfenster: eine 4 oder 5, wenn nichts anderes gesagt ist."
        ),
        advice: [
            Localized(
                en: "Read the comments of the lowest ten answers of the window and sort them by cause.",
                de: "Die Kommentare der zehn schlechtesten Antworten des Zeitfensters lesen und nach Ursachen ordnen."),
            Localized(
                en: "Compare it with the time to resolution: long waits show here first.",
                de: "Mit der Lösungszeit vergleichen: Lange Wartezeiten zeigen sich hier zuerst."),
            Localized(
                en: "Call back those who were dissatisfied within two days; tell them what changed.",
                de: "Unzufriedene innerhalb von zwei Tagen zurückrufen und sagen, was sich geändert hat."),
        ],
        parameters: [
            Parameter(
                name: "satisfied_from",
                meaning: Localized(
                    en: "the lowest score that counts as satisfied",
                    de: "die niedrigste Bewertung, die als zufrieden gilt"),
                form: .number(0...100), standard: "4")
        ],
        emptiness: "no satisfaction answers in the window",
        variants: [
            Variant(of: [.surveys("answered_at", "score")], .ratio) { scope in
                let threshold = SQL.bound(
                    Bound("satisfied_from", .number(scope.parameters.number("satisfied_from") ?? 4)))
                return scope.rows(of: "surveys") { answer in
                    "CASE WHEN \(answer["score"]) >= \(threshold) THEN 1 ELSE 0 END AS counted"
                } where: { answer in
                    "lower(\(answer["kind"])) = 'csat' AND \(answer["score"]) IS NOT NULL AND \(scope.within(answer["answered_at"]))"
                }
            }
        ])
}
