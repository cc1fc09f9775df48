import Goals

extension KPI {
    static let customerRetentionRate = KPI(
        id: "customer_retention_rate", aliases: ["retention", "crr"], unit: .ratio, better: .higher,
        name: Localized(en: "Customer retention rate", de: "Kundenbindungsrate"),
        meaning: Localized(
            en: "The share of the customers active at the start of the window who are still active at its end.",
            de: "Der Anteil der zu Beginn des Zeitfensters aktiven Kunden, die auch an seinem Ende noch aktiv sind."),
        advice: [
            Localized(
                en: "Split it by segment, plan and the year customers came: where does it fall?",
                de: "Nach Segment, Tarif und Eintrittsjahr der Kunden aufteilen: Wo sinkt sie?"),
            Localized(
                en: "Look at the first 90 days: customers who do not use what they bought leave at the first occasion.",
                de: "Die ersten 90 Tage ansehen: Wer nicht nutzt, was er gekauft hat, geht bei der ersten Gelegenheit."),
            Localized(
                en: "Agree with support and sales on who calls the customers whose contracts end next quarter.",
                de:
                    "Mit Support und Vertrieb vereinbaren, wer die Kunden anruft, deren Verträge im nächsten Quartal enden."
            ),
        ],
        parameters: [.inactiveAfter],
        emptiness: "no customers were active at the start of the window",
        variants: Activity.variants(knowsEnds: true, .ratio) { scope, activity in
            activity.retained(scope, counting: true)
        })
}
