import Goals
import Status
import Testing

@Suite("The table of status") struct StatusTableTests {
    /// A critical goal, one that lost its data while open, one on its way to a breach, and one of many series.
    private var report: StatusReport {
        var answers = Company.series(Company.value(8, .score, .critical, sample: 61), since: Company.hours(-26))
        answers.criticalHeld = SeriesState.Held(since: Company.hours(-26))
        var series: [Labels: SeriesState] = [:]
        for priority in ["1", "2", "3", "4", "5", "6"] {
            series[Labels(["priority": priority])] = Company.series(Company.value(36_000, .duration, sample: 120))
        }
        series[Labels(["priority": "急 \u{1B}[31m"])] = Company.series(
            Reading(at: Company.now, outcome: .noData, reason: "no ticket was resolved in the window"),
            since: Company.hours(-3), open: .warning, peak: 96_000)
        let churn = Company.series(
            Company.value(0.0612, .ratio, .critical, sample: 1243), since: Company.hours(-80), open: .critical)
        return Company.report(
            [
                Company.goalState(Company.answers, answers),
                Company.goalState(Company.resolution, SeriesState(), series: series),
                Company.goalState(Company.churn, churn),
            ],
            goals: [Company.answers, Company.resolution, Company.churn],
            outbox: [
                Delivery(
                    id: "1", channel: "team", events: [], queuedAt: Company.now, lastError: "HTTP 503 from the far side"
                )
            ],
            trends: ["churn-smb": Company.trend(0.03, 0.032, 0.04, 0.038, 0.045, 0.05, 0.0612)])
    }

    private func rendered(
        _ width: Int?, unicode: Bool = true, language: Language = .english, expanded: Bool = false
    ) -> String {
        let terminal = Terminal(width: width, colour: false, unicode: unicode, language: language)
        return StatusTable(report, for: terminal, zone: .utc, expanded: expanded).rendered()
    }

    @Test func showsTheWorstFirstWithWhatThereIsToKnow() {
        #expect(
            rendered(110) == """
                Tue 24 Nov 10:00 UTC · 1 critical · 1 warning · 1 pending · 6 ok

                ✖ critical  churn-smb                  6.1 %  churn > 5%        ▁▁▃▃▄▅▇  n 1,243  since Sat 21 Nov, 3 d
                            Churn of small businesses · peak 6.4 % · owner Anna Weiß
                ▲ warning   resolution  急 \\u{1b}[31m      –  resolution > 24h                    since 07:00, 3 h
                            no data: no ticket was resolved in the window · peak 26.7 h
                ~ pending   nps                            8  nps < 10                      n 61  since Mon 23 Nov, 26 h
                            Net promoter score · opens after 2d
                ✓ ok        resolution  6 series              resolution > 24h

                1 message is waiting to be delivered
                  team: HTTP 503 from the far side
                The daemon is not running; what stands here is from Tue 24 Nov 10:00. Start it: crmgoals run

                """)
    }

    @Test func fitsEightyColumns() {
        #expect(
            rendered(80) == """
                Tue 24 Nov 10:00 UTC · 1 critical · 1 warning · 1 pending · 6 ok

                ✖ critical  churn-smb                  6.1 %  churn > 5%        ▁▁▃▃▄▅▇
                            Churn of small businesses · since Sat 21 Nov, 3 d · peak 6.4 %
                            owner Anna Weiß · n 1,243
                ▲ warning   resolution  急 \\u{1b}[31m      –  resolution > 24h
                            since 07:00, 3 h · no data: no ticket was resolved in the window
                            peak 26.7 h
                ~ pending   nps                            8  nps < 10
                            Net promoter score · since Mon 23 Nov, 26 h · opens after 2d · n 61
                ✓ ok        resolution  6 series              resolution > 24h

                1 message is waiting to be delivered
                  team: HTTP 503 from the far side
                The daemon is not running; what stands here is from Tue 24 Nov 10:00. Start it:
                crmgoals run

                """)
    }

    @Test func stacksWhatDoesNotFitInColumns() {
        #expect(
            rendered(40) == """
                Tue 24 Nov 10:00 UTC · 1 critical
                1 warning · 1 pending · 6 ok

                ✖ critical  churn-smb
                  6.1 % (churn > 5%) · ▁▁▃▃▄▅▇ · n 1,243
                  Churn of small businesses
                  since Sat 21 Nov, 3 d · peak 6.4 %
                  owner Anna Weiß
                ▲ warning  resolution  急 \\u{1b}[31m
                  since 07:00, 3 h
                  no data: no ticket was resolved in the
                  window · peak 26.7 h
                ~ pending  nps
                  8 (nps < 10) · n 61
                  Net promoter score
                  since Mon 23 Nov, 26 h
                  opens after 2d
                ✓ ok  resolution  6 series

                1 message is waiting to be delivered
                  team: HTTP 503 from the far side
                The daemon is not running; what stands
                here is from Tue 24 Nov 10:00. Start it:
                crmgoals run

                """)
    }

    @Test func speaksGermanAndASCII() {
        #expect(
            rendered(80, unicode: false, language: .german) == """
                Di 24. Nov. 10:00 UTC, 1 kritisch, 1 Warnung, 1 schwebend, 6 ok

                X kritisch   churn-smb                  6.1 %  churn > 5%        __..-=^
                             Churn of small businesses, seit Sa 21. Nov., 3 Tage, Spitze 6.4 %
                             zuständig Anna Weiß, n 1.243
                ! Warnung    resolution  急 \\u{1b}[31m      -  resolution > 24h
                             seit 07:00, 3 h, keine Daten: no ticket was resolved in the window
                             Spitze 26.7 h
                ~ schwebend  nps                            8  nps < 10
                             Net promoter score, seit Mo 23. Nov., 26 h, öffnet nach 2d, n 61
                  ok         resolution  6 Reihen              resolution > 24h

                1 Nachricht wartet auf Zustellung
                  team: HTTP 503 from the far side
                Der Dienst läuft nicht; der Stand ist von Di 24. Nov. 10:00. Starten mit:
                crmgoals run

                """)
    }

    @Test(arguments: [20, 30, 40, 50, 60, 70, 80, 100, 120, 200])
    func noLineIsWiderThanTheTerminal(_ width: Int) {
        let terminal = Terminal(width: width, colour: false, unicode: true)
        for expanded in [false, true] {
            let lines = StatusTable(report, for: terminal, zone: .utc, expanded: expanded).lines
            #expect(lines.allSatisfy { $0.width <= width })
        }
    }

    @Test func seriesThatAreWellShareALineUnlessTheyAreAskedFor() {
        #expect(rendered(nil).split(separator: "\n").count { $0.hasPrefix("✓ ok") } == 1)
        #expect(rendered(nil, expanded: true).split(separator: "\n").count { $0.hasPrefix("✓ ok") } == 6)
    }

    @Test func noByteOfDataActsOnTheTerminal() {
        for width in [20, 40, 80, 120] {
            #expect(!rendered(width).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }

    @Test func eachNoteIsSaidOnceWithTheGoalsItIsAbout() {
        let note = "12 of 1000 rows of orders could not be read"
        let readings: [String: [Labels: Reading]] = [
            "churn-smb": [.none: Company.value(0.01, .ratio, notes: [note])],
            "nps": [.none: Company.value(40, .score, notes: [note, "two answers were left out"])],
        ]
        let report = StatusReport.check(
            goals: [Company.churn, Company.answers], readings: readings, at: Company.now, setting: Company.setting)
        let terminal = Terminal(width: 80, colour: false, unicode: true)
        let text = StatusTable(report, for: terminal, zone: .utc, notes: true).rendered()
        #expect(text.hasSuffix("note churn-smb, nps: \(note)\nnote nps: two answers were left out\n"))
    }
}
