import Goals

extension KPI {
    static let netPromoterScore = KPI(
        id: "net_promoter_score", aliases: ["nps"], unit: .score, better: .higher,
        name: Localized(en: "Net promoter score", de: "Weiterempfehlungsbereitschaft (NPS)"),
        meaning: Localized(
            en: "100 times the share of answers in the window of 9 or 10 minus the share of 0 to 6: from -100 to 100.",
            de:
                "100-mal der Anteil der Antworten im Zeitfenster mit 9 oder 10 minus der Anteil mit 0 bis 6: von -100 bis 100."
        ),
        advice: [
            Localized(
                en: "Ask those who gave 0 to 6 for the one thing they would change, and answer each of them.",
                de: "Alle mit 0 bis 6 nach der einen Sache fragen, die sie ändern würden, und jedem antworten."),
            Localized(
                en:
                    "Split it by segment: a fall in all of them points to the product or the price, in one to its service.",
                de:
                    "Nach Segment aufteilen: Ein Rückgang in allen deutet auf Produkt oder Preis, in einem auf dessen Betreuung."
            ),
            Localized(
                en:
                    "Mind the number of answers: with fewer than 100 it moves by ten points by chance alone; set min_sample.",
                de:
                    "Auf die Zahl der Antworten achten: Unter 100 schwankt der Wert allein durch Zufall um zehn Punkte; min_sample setzen."
            ),
        ],
        emptiness: "no NPS answers in the window",
        variants: [
            Variant(of: [.surveys("answered_at", "score")], .netPromoter) { scope in
                scope.rows(of: "surveys") { answer in
                    "\(answer["score"]) AS value"
                } where: { answer in
                    "lower(\(answer["kind"])) = 'nps' AND \(answer["score"]) IS NOT NULL AND \(scope.within(answer["answered_at"]))"
                }
            }
        ])
}
