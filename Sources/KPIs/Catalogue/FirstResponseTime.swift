import Goals

extension KPI {
    static let firstResponseTime = KPI(
        id: "first_response_time", unit: .duration, better: .lower,
        name: Localized(en: "First response time", de: "Erstreaktionszeit"),
        meaning: Localized(
            en:
                "The median time from the opening of a ticket to the first answer, over the tickets first answered in the window.",
            de:
                "Der Median der Zeit vom Öffnen eines Tickets bis zur ersten Antwort, über die im Zeitfenster erstmals beantworteten Tickets."
        ),
        advice: [
            Localized(
                en:
                    "See at which hours tickets come and at which they are answered: shifts that do not fit cost most of the time.",
                de:
                    "Vergleichen, wann Tickets kommen und wann sie beantwortet werden: Unpassende Schichten kosten die meiste Zeit."
            ),
            Localized(
                en: "Split it by channel and priority: is the urgent one really answered first?",
                de: "Nach Kanal und Priorität aufteilen: Wird das Dringende wirklich zuerst beantwortet?"),
        ],
        emptiness: "no tickets were first answered in the window",
        leftOut: LeftOut(one: "ticket answered before it was opened", many: "tickets answered before they were opened"),
        variants: [
            Variant(of: [.tickets("first_response_at")], .duration) { scope in
                scope.rows(of: "tickets") { ticket in
                    "\(scope.dialect.seconds(from: ticket["opened_at"], to: ticket["first_response_at"])) AS value"
                } where: { ticket in
                    "\(scope.within(ticket["first_response_at"])) AND \(ticket["opened_at"]) < \(scope.end)"
                }
            }
        ])
}
