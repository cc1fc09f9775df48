import Goals

extension KPI {
    static let responseRate = KPI(
        id: "response_rate", aliases: ["response"], unit: .ratio, better: .higher,
        name: Localized(en: "Response rate", de: "Antwortrate"),
        meaning: Localized(
            en: "The share of the campaign messages sent in the window that were responded to.",
            de: "Der Anteil der im Zeitfenster versandten Kampagnen-Nachrichten, auf die reagiert wurde."),
        advice: [
            Localized(
                en:
                    "Split it by campaign: one without any response usually has a broken link or landed in the spam folder.",
                de:
                    "Nach Kampagne aufteilen: Eine ganz ohne Reaktion hat meist einen defekten Link oder landete im Spam-Ordner."
            ),
            Localized(
                en: "Check that the sending domain is still trusted (SPF, DKIM, DMARC) and how many addresses bounced.",
                de:
                    "Prüfen, ob die Absender-Domain noch vertrauenswürdig ist (SPF, DKIM, DMARC) und wie viele Adressen unzustellbar waren."
            ),
            Localized(
                en:
                    "Responses take days: give the goal a lag, such as \"7d\", so that recent messages are not judged too early.",
                de:
                    "Antworten brauchen Tage: dem Ziel ein lag geben, etwa \"7d\", damit neue Nachrichten nicht zu früh beurteilt werden."
            ),
        ],
        emptiness: "nothing was sent in the window",
        variants: [
            Variant(of: [.sends("responded_at")], .ratio) { scope in
                scope.rows(of: "sends") { send in
                    "CASE WHEN \(send["responded_at"]) < \(scope.now) THEN 1 ELSE 0 END AS counted"
                } where: { send in
                    scope.within(send["sent_at"])
                }
            }
        ])
}
