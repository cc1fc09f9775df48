import Foundation
import Goals
import KPIs
import Testing

@testable import Notifications

struct MessageTests {
    @Test func aBreachIsToldInTheOrderPeopleAskIn() {
        let message = Message(Sample.notification())
        #expect(message.headline == "Churn is critical: 6.1 % (churn > 5%)")
        #expect(message.severity == .critical)
        let advice = Sample.story().kpi?.advice.map { "- \($0.en)" } ?? []
        #expect(
            message.plainLines() == [
                "Value: 6.1 %, against churn > 5%", "Since: 22 Nov 2026, 10:00 (Europe/Berlin)",
                "Window: 25 Oct 2026 – 23 Nov 2026 (Europe/Berlin)", "Sample: 76 of 1,243", "Owner: Ada Lovelace",
                "Measured: Churn rate: " + (Sample.story().kpi?.meaning.en ?? ""),
                "Note: Counts paying customers only.",
                "Trend: ▁▂▃▅▇█ (4.1 % → 6.1 %)", "What to try:",
            ] + advice + ["Look closer: crmgoals status churn", "Runbook: https://wiki.example.com/churn?a=1&b=2"])
    }

    @Test func whereSurenessDecidedTheIntervalStandsBesideTheValue() {
        var event = Sample.event()
        event.interval = .init(low: 0.0491, high: 0.0761)
        let story = Sample.story(event)
        #expect(
            Message(Sample.notification([story])).plainLines().first
                == "Value: 6.1 % (4.9 to 7.6 %), against churn > 5%")
        #expect(
            Message(Sample.notification([story], language: .german)).plainLines().first
                == "Wert: 6,1 % (4,9 bis 7,6 %), Bedingung churn > 5%")
    }

    /// A message about p90(resolution) must not explain the median.
    @Test(arguments: [
        (
            "resolution > 24h", "Time to resolution: The median time from the opening",
            "Lösungszeit: Der Median der Zeit vom Öffnen"
        ),
        (
            "median(resolution) > 24h", "Time to resolution: The median time from the opening",
            "Lösungszeit: Der Median der Zeit vom Öffnen"
        ),
        (
            "mean(resolution) > 24h", "Time to resolution: The mean time from the opening",
            "Lösungszeit: Der Mittelwert der Zeit vom Öffnen"
        ),
        (
            "p90(resolution) > 3d", "Time to resolution: The 90th percentile of the time from the opening",
            "Lösungszeit: Das 90. Perzentil der Zeit vom Öffnen"
        ),
        ("churn > 5%", "Churn rate: ", "Abwanderungsrate (Churn): "),
    ])
    func theExplanationIsOfTheStatisticThatTheGoalAsksFor(condition: String, english: String, german: String) throws {
        let parsed = try ConditionParser(vocabulary: Catalogue.standard, currency: "EUR").parse(
            condition, defaultKPI: nil)
        let reference = try #require(parsed.references.first)
        let goal = Goal(id: "a", kpi: reference.kpi, unit: reference.unit, critical: parsed)
        let story = Story(Sample.event(goal: "a"), goal: goal, kpi: Catalogue.standard.kpi(named: reference.kpi))
        let told = Message(Sample.notification([story])).plainLines()
        #expect(told.contains { $0.hasPrefix("Measured: " + english) }, "\(told)")
        let erzählt = Message(Sample.notification([story], language: .german)).plainLines()
        #expect(erzählt.contains { $0.hasPrefix("Gemessen: " + german) }, "\(erzählt)")
    }

    @Test func germanHasItsNumbersTimesAndUmlauts() {
        let message = Message(Sample.notification(language: .german))
        #expect(message.headline == "Churn ist kritisch: 6,1 % (churn > 5%)")
        let lines = message.plainLines()
        #expect(lines.contains("Seit: 22.11.2026, 10:00 Uhr (Europe/Berlin)"))
        #expect(lines.contains("Stichprobe: 76 von 1.243"))
        #expect(lines.contains("Zuständig: Ada Lovelace"))
    }

    @Test(arguments: [
        (
            Event.Kind.opened, Level?.some(.warning), "Churn is at warning: 6.1 % (churn > 5%)",
            "Churn ist im Warnbereich: 6,1 % (churn > 5%)"
        ),
        (
            .escalated, .critical, "Churn has got worse: now critical: 6.1 % (churn > 5%)",
            "Churn hat sich verschlechtert: jetzt kritisch: 6,1 % (churn > 5%)"
        ),
        (
            .eased, .warning, "Churn has eased: now at warning: 6.1 % (churn > 5%)",
            "Churn hat sich gebessert: jetzt im Warnbereich: 6,1 % (churn > 5%)"
        ),
        (
            .resolved, nil, "Churn is back to normal: 6.1 % (churn > 5%)",
            "Churn ist wieder im grünen Bereich: 6,1 % (churn > 5%)"
        ),
        (
            .reminder, .critical, "Churn is still critical: 6.1 % (churn > 5%)",
            "Churn ist weiterhin kritisch: 6,1 % (churn > 5%)"
        ),
        (
            .flapping, .critical, "Churn keeps going back and forth, now critical: 6.1 % (churn > 5%)",
            "Churn schwankt hin und her, jetzt kritisch: 6,1 % (churn > 5%)"
        ),
        (.dataReturned, nil, "Churn has data again: 6.1 % (churn > 5%)", "Churn hat wieder Daten: 6,1 % (churn > 5%)"),
        (
            .checkRecovered, nil, "The check of Churn works again: 6.1 % (churn > 5%)",
            "Die Prüfung von Churn funktioniert wieder: 6,1 % (churn > 5%)"
        ),
    ])
    func everyKindOfEventHasItsWords(kind: Event.Kind, level: Level?, english: String, german: String) {
        let story = Sample.story(Sample.event(kind, level: level))
        #expect(Message(Sample.notification([story])).headline == english)
        #expect(Message(Sample.notification([story], language: .german)).headline == german)
    }

    @Test func anAllClearTellsHowLongItLastedAndHowBadItWas() {
        let lines = Message(Sample.notification([Sample.story(Sample.event(.resolved, level: nil, value: 0.042))]))
            .plainLines()
        #expect(lines.contains("Lasted: 2 days 1 hour") && lines.contains("Worst value: 7.1 %"))
        #expect(!lines.contains("What to try:"))
    }

    @Test(arguments: ["series_gone", "goal_removed", "goal_changed", "something new"])
    func whatIsClosedIsNoAllClear(reason: String) {
        let story = Sample.story(Sample.event(.closed, level: nil, value: nil, reason: reason))
        let message = Message(Sample.notification([story]))
        #expect(message.headline.hasSuffix("This is no all-clear") && message.severity == .neutral)
        #expect(
            message.plainLines().contains("Worst value: 7.1 %"), "the unit is the goal's where there is no measurement")
        #expect(Message(Sample.notification([story], language: .german)).headline.hasSuffix("Das ist keine Entwarnung"))
    }

    @Test func anEditedConditionIsSaidToHaveBeenChanged() {
        let story = Sample.story(Sample.event(reason: "condition changed, before: churn > 4%"))
        #expect(
            Message(Sample.notification([story])).plainLines().contains(
                "Note: The condition was changed; before: churn > 4%"))
        #expect(
            Message(Sample.notification([story], language: .german)).plainLines()
                .contains("Hinweis: Die Bedingung wurde geändert; vorher: churn > 4%"))
    }

    @Test func missingDataSaysWhyAndThatABreachStaysOpen() {
        let story = Sample.story(Sample.event(.noData, level: nil, value: nil, reason: "no visits in the window"))
        let lines = Message(Sample.notification([story])).plainLines()
        #expect(
            lines.contains("Reason: no visits in the window")
                && lines.contains("Note: An open breach stays open meanwhile."))
    }

    @Test func failuresOfOneSourceAreOneMessageThatListsTheGoals() {
        let stories = ["churn", "nps", "csat"].map { goal in
            Sample.story(
                Sample.event(.checkFailed, goal: goal, level: nil, value: nil, reason: "orders.csv cannot be read"),
                title: goal)
        }
        let message = Message(Sample.notification(stories))
        #expect(message.headline == "The checks of 3 goals failed: source crm")
        #expect(
            message.plainLines() == [
                "Reason: orders.csv cannot be read", "Goals: churn, nps, csat", "Look closer: crmgoals sources",
            ])
    }

    @Test func severalSeriesAreToldWorstFirstAndAdviceOnce() {
        let stories = [
            Sample.story(Sample.event(.resolved, labels: ["segment": "mid"], level: nil)),
            Sample.story(Sample.event(labels: ["segment": "smb"])),
            Sample.story(Sample.event(labels: ["segment": ""], level: .warning)),
        ]
        let message = Message(Sample.notification(stories))
        #expect(message.headline == "Churn (segment=smb) is critical: 6.1 % (churn > 5%), and 2 more")
        #expect(
            message.sections.compactMap(\.heading).map { $0.prefix(22) } == [
                "Churn (segment=smb) is", "Churn (segment=(none))", "Churn (segment=mid) is",
            ])
        #expect(message.sections.filter { !$0.advice.isEmpty }.count == 1)
    }

    @Test func whatIsTooMuchIsCountedAndPointedAt() {
        let stories = (0..<500).map { Sample.story(Sample.event(labels: ["customer": "c\($0)"])) }
        let message = Message(Sample.notification(stories))
        #expect(message.more == "… and 472 more: shortened, see `crmgoals status`")
        #expect(message.sections.count == Message.fullStories + 1)
        #expect(
            Message(Sample.notification(stories, language: .german)).headline.hasSuffix(", und 499 weitere Meldungen"))
    }

    @Test func aDeadLetterIsToldWithWhatItSaid() {
        let dead = Delivery.DeadLetter(id: "d-0", channel: "team", error: "HTTP 404: no_team")
        let message = Message(Sample.notification(.deadLetter(dead, [Sample.story()])))
        #expect(message.headline == "A message to the channel team could not be delivered and was given up")
        #expect(
            message.plainLines() == [
                "Reason: HTTP 404: no_team", "It said: Churn is critical: 6.1 % (churn > 5%)", "Delivery: d-0",
                "Look closer: crmgoals outbox list",
            ])
    }

    @Test(arguments: Event.Kind.allCases, Language.allCases)
    func nothingKnownButTheEventStillMakesAMessage(kind: Event.Kind, language: Language) {
        let event = Event(kind: kind, at: Sample.slot, goal: "churn")
        let message = Message(Sample.notification([Story(event, goal: nil, kpi: nil)], language: language))
        #expect(message.headline.hasPrefix("churn") || message.headline.contains(" churn"))
    }
}

struct TimeTextTests {
    @Test(arguments: [
        (0.0, "less than a minute", "weniger als eine Minute"), (60, "1 minute", "1 Minute"),
        (3600, "1 hour", "1 Stunde"),
        (3660, "1 hour 1 minute", "1 Stunde 1 Minute"), (7320, "2 hours 2 minutes", "2 Stunden 2 Minuten"),
        (86_400, "1 day", "1 Tag"), (86_460, "1 day", "1 Tag"), (273_600, "3 days 4 hours", "3 Tage 4 Stunden"),
        (-5, "less than a minute", "weniger als eine Minute"),
        (.infinity, "11574074 days 1 hour", "11574074 Tage 1 Stunde"),
    ])
    func lengthsHaveTheirPlurals(seconds: Double, english: String, german: String) {
        #expect(TimeText(language: .english, zone: .utc).length(seconds) == english)
        #expect(TimeText(language: .german, zone: .utc).length(seconds) == german)
    }

    @Test func aWindowOfWholeDaysNamesItsDaysAndAnyOtherItsTimes() {
        let time = TimeText(language: .english, zone: Sample.berlin)
        let midnight = Date(timeIntervalSince1970: 1_795_474_800)
        #expect(time.window(TimeRange(start: midnight - 86_400, end: midnight)) == "23 Nov 2026")
        #expect(
            time.window(TimeRange(start: midnight, end: midnight + 3600)) == "24 Nov 2026, 00:00 – 24 Nov 2026, 01:00")
    }
}

struct SparklineTests {
    @Test func chartsShowTheShapeOfTheLastValues() {
        #expect(Sparkline.text([1, 2, 3, 4, 5, 6, 7, 8]) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([5, 5, 5]) == "▄▄▄")
        #expect(Sparkline.text([5]) == nil && Sparkline.text([.nan, 1]) == nil)
        #expect(Sparkline.text([-.greatestFiniteMagnitude, .nan, .greatestFiniteMagnitude]) == "▁█")
        #expect(Sparkline.text((0..<1000).map(Double.init))?.count == 24)
    }
}
