import Goals

extension KPI {
    static let timeToResolution = KPI(
        id: "time_to_resolution", aliases: ["resolution"], unit: .duration, better: .lower,
        name: Localized(en: "Time to resolution", de: "Lösungszeit"),
        meaning: Localized(
            en:
                "The median time from the opening of a ticket to its resolution, over the tickets resolved in the window.",
            de: "Der Median der Zeit vom Öffnen eines Tickets bis zur Lösung, über die im Zeitfenster gelösten Tickets."
        ),
        advice: [
            Localized(
                en:
                    "Look at open_tickets beside it: a growing backlog shows there first, and here only when old tickets are closed.",
                de:
                    "open_tickets daneben ansehen: Ein wachsender Rückstand zeigt sich dort zuerst, hier erst beim Schließen alter Tickets."
            ),
            Localized(
                en:
                    "Split it by priority and channel, and see who was away: holidays and vacancies explain most steps.",
                de:
                    "Nach Priorität und Kanal aufteilen und prüfen, wer fehlte: Urlaub und offene Stellen erklären die meisten Sprünge."
            ),
            Localized(
                en: "Read the ten longest tickets: waiting for the customer and waiting for us need different cures.",
                de:
                    "Die zehn längsten Tickets lesen: Warten auf den Kunden und Warten auf uns brauchen verschiedene Abhilfe."
            ),
        ],
        parameters: [
            Parameter(
                name: "open",
                meaning: Localized(
                    en:
                        "\"ignore\": only the tickets resolved in the window count; \"include\", which estimates with those still open, "
                        + "comes with the next version",
                    de:
                        "\"ignore\": nur die im Zeitfenster gelösten Tickets zählen; \"include\", das die noch offenen mitschätzt, kommt mit der "
                        + "nächsten Version"),
                form: .words(["ignore"]), standard: "ignore", later: ["include"])
        ],
        emptiness: "no tickets were resolved in the window",
        leftOut: LeftOut(
            one: "ticket resolved before it was opened", many: "tickets resolved before they were opened"),
        variants: [
            Variant(of: [.tickets("resolved_at")], .duration) { scope in
                scope.rows(of: "tickets") { ticket in
                    "\(scope.dialect.seconds(from: ticket["opened_at"], to: ticket["resolved_at"])) AS value"
                } where: { ticket in
                    "\(scope.within(ticket["resolved_at"])) AND \(ticket["opened_at"]) < \(scope.end)"
                }
            }
        ])
}
