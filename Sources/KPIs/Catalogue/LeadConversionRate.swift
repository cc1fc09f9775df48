import Goals

extension KPI {
    static let leadConversionRate = KPI(
        id: "lead_conversion_rate", aliases: ["lead_conversion"], unit: .ratio, better: .higher,
        name: Localized(en: "Lead conversion rate", de: "Lead-Konversionsrate"),
        meaning: Localized(
            en: "The share of the leads created in the window that have become customers.",
            de: "Der Anteil der im Zeitfenster entstandenen Leads, aus denen Kunden geworden sind."),
        advice: [
            Localized(
                en: "Split it by source: a source that brings many leads and few customers hides how the others do.",
                de:
                    "Nach Quelle aufteilen: Eine Quelle mit vielen Leads und wenigen Kunden verdeckt, wie die anderen laufen."
            ),
            Localized(
                en: "Look at how long the first contact takes: a lead called within the hour converts far more often.",
                de:
                    "Ansehen, wie lange der erste Kontakt dauert: Wer binnen einer Stunde angerufen wird, kauft weit öfter."
            ),
            Localized(
                en: "Leads ripen late: give the goal a lag as long as a usual sale, or use the basis \"closed\".",
                de:
                    "Leads reifen spät: dem Ziel ein lag von der Dauer eines üblichen Abschlusses geben oder die basis \"closed\" nutzen."
            ),
        ],
        parameters: [
            Parameter(
                name: "basis",
                meaning: Localized(
                    en:
                        "\"cohort\": of the leads created in the window, those converted by now; \"closed\": leads converted in the window "
                        + "by leads created in it, which can exceed 1",
                    de:
                        "\"cohort\": von den im Zeitfenster entstandenen Leads die bis jetzt konvertierten; \"closed\": im Zeitfenster "
                        + "konvertierte durch darin entstandene Leads, kann über 1 liegen"),
                form: .words(["cohort", "closed"]), standard: "cohort")
        ],
        emptiness: "no leads were created in the window",
        variants: [
            Variant(of: [.leads("converted_at")], .ratio, where: { $0.text("basis") != "closed" }) { scope in
                scope.rows(of: "leads") { lead in
                    "CASE WHEN \(lead["converted_at"]) < \(scope.now) THEN 1 ELSE 0 END AS counted"
                } where: { lead in
                    scope.within(lead["created_at"])
                }
            },
            Variant(of: [.leads("converted_at")], .quotient(), where: { $0.text("basis") == "closed" }) { scope in
                scope.rows(of: "leads") { lead in
                    """
                    CASE WHEN \(scope.within(lead["converted_at"])) THEN 1 END AS numerator, \
                    CASE WHEN \(scope.within(lead["created_at"])) THEN 1 END AS denominator
                    """
                } where: { lead in
                    """
                    \(lead["created_at"]) < \(scope.end) AND ((\(scope.within(lead["created_at"]))) OR (\(scope.within(lead["converted_at"]))))
                    """
                }
            },
        ])
}
