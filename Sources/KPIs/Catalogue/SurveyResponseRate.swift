import Goals

extension KPI {
    static let surveyResponseRate = KPI(
        id: "survey_response_rate", unit: .ratio, better: .higher,
        name: Localized(en: "Survey response rate", de: "Rücklaufquote der Umfragen"),
        meaning: Localized(
            en: "The share of the surveys sent in the window that were answered, that is, with a time and a score.",
            de:
                "Der Anteil der im Zeitfenster versandten Umfragen, die beantwortet wurden, also mit Zeit und Bewertung."
        ),
        advice: [
            Localized(
                en: "Shorten the survey to one question, and ask within a day of what it is about.",
                de: "Die Umfrage auf eine Frage kürzen und innerhalb eines Tages nach dem Anlass stellen."),
            Localized(
                en: "Check that the same people are not asked too often: once a quarter is enough.",
                de: "Prüfen, ob dieselben Menschen zu oft gefragt werden: Einmal im Quartal genügt."),
        ],
        emptiness: "no surveys were sent in the window",
        variants: [
            Variant(of: [.surveys("sent_at", "answered_at", "score")], .ratio) { scope in
                scope.rows(of: "surveys") { survey in
                    """
                    CASE WHEN \(survey["answered_at"]) < \(scope.now) AND \(survey["score"]) IS NOT NULL THEN 1 ELSE 0 END AS counted
                    """
                } where: { survey in
                    scope.within(survey["sent_at"])
                }
            }
        ])
}
