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
                        "\"ignore\": only the tickets resolved in the window count; \"include\": all tickets opened in it, those still open as "
                        + "lasting at least until now (Kaplan-Meier), so that a growing backlog cannot look like an improvement",
                    de:
                        "\"ignore\": nur die im Zeitfenster gelösten Tickets zählen; \"include\": alle darin geöffneten, die noch offenen als "
                        + "mindestens bis jetzt dauernd (Kaplan-Meier), damit ein wachsender Rückstand nicht wie eine Verbesserung aussieht"
                ),
                form: .words(["ignore", "include"]), standard: "ignore")
        ],
        emptiness: "no tickets were resolved in the window",
        leftOut: LeftOut(
            one: "ticket resolved before it was opened", many: "tickets resolved before they were opened"),
        remarks: [
            "With `open` `\"include\"` the value is the first time at which the Kaplan-Meier curve of the tickets opened in the window is at or "
                + "below one half (`p90`: one tenth); those still open count as lasting until now at least. Where the curve does not come so "
                + "low there is no data (\"fewer than half of the tickets are resolved yet\"). There is no mean of what has not ended.",
            "A note tells of old tickets that were closed in bulk, which makes the median jump: a day with at least ten and a fifth of the "
                + "window's resolutions whose typical age (geometric mean) is at least four times that of the others.",
        ],
        variants: [
            Variant(
                of: [.tickets("resolved_at")], .duration, where: { $0.text("open") != "include" },
                endings: { scope in
                    resolved(scope) { ticket in
                        let day = scope.dialect.localDay(
                            ticket["resolved_at"], in: scope.instants.zone, before: scope.instants.window.end)
                        return "\(resolutionTime(ticket, scope)) AS value, \(day) AS day"
                    }
                },
                rows: { scope in resolved(scope) { "\(resolutionTime($0, scope)) AS value" } }),
            Variant(
                of: [.tickets("resolved_at")], .survival, where: { $0.text("open") == "include" },
                emptiness: "no tickets were opened in the window", ending: "tickets are resolved"
            ) { scope in
                scope.rows(of: "tickets") { ticket in
                    let known: SQL = "\(ticket["resolved_at"]) < \(scope.now)"
                    let opened = ticket["opened_at"]
                    let soFar = scope.dialect.seconds(from: opened, to: scope.now)
                    return """
                        CASE WHEN \(known) THEN \(resolutionTime(ticket, scope)) ELSE \(soFar) END AS value, \
                        CASE WHEN \(known) THEN 1 ELSE 0 END AS event
                        """
                } where: { ticket in
                    scope.within(ticket["opened_at"])
                }
            },
        ])

    private static func resolutionTime(_ ticket: Scope.Alias, _ scope: Scope) -> SQL {
        scope.dialect.seconds(from: ticket["opened_at"], to: ticket["resolved_at"])
    }

    private static func resolved(_ scope: Scope, _ columns: (Scope.Alias) -> SQL) -> SQL {
        scope.rows(of: "tickets") { ticket in
            columns(ticket)
        } where: { ticket in
            "\(scope.within(ticket["resolved_at"])) AND \(ticket["opened_at"]) < \(scope.end)"
        }
    }
}
