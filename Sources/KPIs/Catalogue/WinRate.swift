import Goals

extension KPI {
    static let winRate = KPI(
        id: "win_rate", unit: .ratio, better: .higher,
        name: Localized(en: "Win rate", de: "Abschlussquote"),
        meaning: Localized(
            en: "The share of the leads decided in the window, won or lost, that were won.",
            de:
                "Der Anteil der gewonnenen unter den im Zeitfenster entschiedenen, also gewonnenen oder verlorenen, Leads."
        ),
        advice: [
            Localized(
                en:
                    "Collect the reasons of the lost ones: price, feature, timing and competitor need different answers.",
                de:
                    "Die Gründe der verlorenen sammeln: Preis, Funktion, Zeitpunkt und Wettbewerb verlangen verschiedene Antworten."
            ),
            Localized(
                en:
                    "Check whether old leads were cleared out in the window: that lowers it without any sale being lost.",
                de:
                    "Prüfen, ob im Zeitfenster Altbestand bereinigt wurde: Das senkt die Quote, ohne dass ein Verkauf verloren ging."
            ),
        ],
        emptiness: "no leads were won or lost in the window",
        variants: [
            Variant(of: [.leads("converted_at", "lost_at")], .ratio) { scope in
                scope.rows(of: "leads") { lead in
                    "CASE WHEN \(scope.within(lead["converted_at"])) THEN 1 ELSE 0 END AS counted"
                } where: { lead in
                    """
                    ((\(scope.within(lead["converted_at"]))) OR (\(scope.within(lead["lost_at"])))) AND \(lead["created_at"]) < \(scope.end)
                    """
                }
            }
        ])
}
