import Goals

extension KPI {
    static let timeToConversion = KPI(
        id: "time_to_conversion", unit: .duration, better: .lower,
        name: Localized(en: "Time to conversion", de: "Zeit bis zum Abschluss"),
        meaning: Localized(
            en:
                "The median time from the creation of a lead to its conversion, over the leads converted in the window.",
            de:
                "Der Median der Zeit vom Entstehen eines Leads bis zum Abschluss, über die im Zeitfenster konvertierten Leads."
        ),
        advice: [
            Localized(
                en: "Find the stage in which deals wait longest, and agree on who moves them on after how many days.",
                de:
                    "Die Phase suchen, in der Abschlüsse am längsten liegen, und vereinbaren, wer sie nach wie vielen Tagen weiterbewegt."
            ),
            Localized(
                en:
                    "Compare p90 with the median: a few very old deals that closed at last do not need the same cure as a slow process.",
                de:
                    "p90 mit dem Median vergleichen: Wenige sehr alte Abschlüsse brauchen eine andere Abhilfe als ein langsamer Ablauf."
            ),
        ],
        emptiness: "no leads were converted in the window",
        leftOut: LeftOut(
            one: "lead converted before it was created", many: "leads converted before they were created"),
        variants: [
            Variant(of: [.leads("converted_at")], .duration) { scope in
                scope.rows(of: "leads") { lead in
                    "\(scope.dialect.seconds(from: lead["created_at"], to: lead["converted_at"])) AS value"
                } where: { lead in
                    "\(scope.within(lead["converted_at"])) AND \(lead["created_at"]) < \(scope.end)"
                }
            }
        ])
}
