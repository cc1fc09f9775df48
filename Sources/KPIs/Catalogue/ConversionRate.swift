import Goals

extension KPI {
    static let conversionRate = KPI(
        id: "conversion_rate", aliases: ["conversion"], unit: .ratio, better: .higher,
        name: Localized(en: "Conversion rate", de: "Konversionsrate"),
        meaning: Localized(
            en: "The share of visits in the window that led to the goal, such as a purchase or a sign-up.",
            de: "Der Anteil der Besuche im Zeitfenster, die zum Ziel führten, etwa zu einem Kauf oder einer Anmeldung."),
        advice: [
            Localized(
                en:
                    "Split it by source, device or landing page: a drop in one of them is usually a broken page or campaign.",
                de:
                    "Nach Quelle, Gerät oder Einstiegsseite aufteilen: Ein Einbruch an nur einer Stelle ist meist eine defekte Seite oder Kampagne."
            ),
            Localized(
                en:
                    "Walk through the form or the checkout yourself, on a phone too, and look at what changed in the last release.",
                de:
                    "Formular oder Kasse selbst durchgehen, auch auf dem Telefon, und prüfen, was sich mit der letzten Version geändert hat."
            ),
            Localized(
                en:
                    "Check whether more visits came of a kind that never converts (bots, job seekers, a new ad audience).",
                de:
                    "Prüfen, ob mehr Besuche kamen, die nie konvertieren (Bots, Bewerber, eine neue Anzeigen-Zielgruppe)."
            ),
        ],
        parameters: [
            Parameter(
                name: "per",
                meaning: Localized(
                    en:
                        "what is counted: each visit, or each distinct visitor_id once (visits without one are left out)",
                    de: "was gezählt wird: jeder Besuch, oder jede visitor_id einmal (Besuche ohne bleiben außen vor)"),
                form: .words(["visit", "visitor"]), standard: "visit")
        ],
        emptiness: "no visits in the window",
        variants: [
            Variant(of: [.visits("converted_at")], .ratio, where: { $0.text("per") != "visitor" }) { scope in
                scope.rows(of: "visits") { visit in
                    "CASE WHEN \(visit["converted_at"]) < \(scope.now) THEN 1 ELSE 0 END AS counted"
                } where: { visit in
                    scope.within(visit["visited_at"])
                }
            },
            Variant(
                of: [.visits("converted_at", "visitor_id")], .ratio,
                where: { $0.text("per") == "visitor" }
            ) { scope in
                scope.rows(of: "visits", id: { $0["visitor_id"] }, grouped: true) { visit in
                    "max(CASE WHEN \(visit["converted_at"]) < \(scope.now) THEN 1 ELSE 0 END) AS counted"
                } where: { visit in
                    "\(scope.within(visit["visited_at"])) AND \(visit["visitor_id"]) IS NOT NULL"
                }
            },
        ])
}
