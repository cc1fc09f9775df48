import Goals

extension KPI {
    static let openTickets = KPI(
        id: "open_tickets", unit: .count, better: .lower,
        name: Localized(en: "Open tickets", de: "Offene Tickets"),
        meaning: Localized(
            en: "How many tickets are open at the end of the window.",
            de: "Wie viele Tickets am Ende des Zeitfensters offen sind."),
        advice: [
            Localized(
                en: "Compare tickets opened and resolved by week: does more come in, or does less go out?",
                de: "Geöffnete und gelöste Tickets je Woche vergleichen: Kommt mehr herein oder geht weniger hinaus?"),
            Localized(
                en: "Group the newest ones by subject: a common cause is mended once, not ticket by ticket.",
                de:
                    "Die neuesten nach Thema ordnen: Eine gemeinsame Ursache behebt man einmal, nicht Ticket für Ticket."
            ),
            Localized(
                en: "Close what waits for a customer who no longer answers, with a message that it can be reopened.",
                de:
                    "Schließen, was auf Kunden wartet, die nicht mehr antworten, mit dem Hinweis, dass es wieder geöffnet werden kann."
            ),
        ],
        isSum: true,
        emptiness: "no ticket yet",
        variants: [
            Variant(of: [.tickets("resolved_at")], .count) { scope in
                scope.rows(of: "tickets") { _ in
                    "1 AS counted"
                } where: { ticket in
                    """
                    \(ticket["opened_at"]) < \(scope.end) AND (\(ticket["resolved_at"]) IS NULL OR \(ticket["resolved_at"]) >= \(scope.end))
                    """
                }
            }
        ])
}
