import Foundation
import Goals

/// What happened and how bad, on one line.
extension Wording {
    func headline(_ story: Story) -> String {
        let event = story.event
        let name = name(story)
        switch event.kind {
        case .opened:
            return pick("\(name) is \(level(event))", "\(name) \(level(event))") + measured(story)
        case .escalated:
            return pick(
                "\(name) has got worse: now \(level(event))",
                "\(name) hat sich verschlechtert: jetzt \(adjective(event))")
                + measured(story)
        case .eased:
            return pick(
                "\(name) has eased: now \(level(event))", "\(name) hat sich gebessert: jetzt \(adjective(event))")
                + measured(story)
        case .resolved:
            if event.reason == EventReason.noDataOK {
                return pick(
                    "\(name) is over: there is no data any more, which this goal takes for good",
                    "\(name) ist vorbei: Es gibt keine Daten mehr, was bei diesem Ziel in Ordnung ist")
            }
            return pick("\(name) is back to normal", "\(name) ist wieder im grünen Bereich") + measured(story)
        case .closed:
            return closed(name, event)
        case .reminder:
            return pick("\(name) is still \(level(event))", "\(name) \(level(event, still: true))") + measured(story)
        case .flapping:
            return pick(
                "\(name) keeps going back and forth, now \(level(event))",
                "\(name) schwankt hin und her, jetzt \(adjective(event))") + measured(story)
        case .noData:
            return pick("\(name) has no data", "\(name) hat keine Daten")
        case .dataReturned:
            return pick("\(name) has data again", "\(name) hat wieder Daten") + measured(story)
        case .checkFailed:
            return pick("The check of \(name) failed", "Die Prüfung von \(name) ist fehlgeschlagen")
        case .checkRecovered:
            return pick("The check of \(name) works again", "Die Prüfung von \(name) funktioniert wieder")
                + measured(story)
        case .pending:
            return pick("\(name) is about to breach", "\(name) ist kurz vor einer Verletzung") + measured(story)
        case .cleared:
            return pick("\(name) did not breach after all", "\(name) wurde doch nicht verletzt") + measured(story)
        }
    }

    /// Of several stories: the worst, and how many more.
    func headline(of stories: [Story]) -> String {
        guard let first = stories.first else { return pick("Nothing to tell", "Nichts zu melden") }
        guard stories.count > 1 else { return headline(first) }
        if Self.areFailuresOfOneSource(stories), let source = first.event.source {
            return first.event.kind == .checkFailed
                ? pick(
                    "The checks of \(stories.count) goals failed: source \(source)",
                    "Die Prüfungen von \(stories.count) Zielen sind fehlgeschlagen: Quelle \(source)")
                : pick(
                    "The checks of \(stories.count) goals work again: source \(source)",
                    "Die Prüfungen von \(stories.count) Zielen funktionieren wieder: Quelle \(source)")
        }
        let rest = stories.count - 1
        return headline(first)
            + pick(", and \(rest) more", rest == 1 ? ", und 1 weitere Meldung" : ", und \(rest) weitere Meldungen")
    }

    /// Several goals whose checks failed (or recovered) at once, because of one source.
    static func areFailuresOfOneSource(_ stories: [Story]) -> Bool {
        guard stories.count > 1, let first = stories.first?.event, first.source != nil else { return false }
        switch first.kind {
        case .checkFailed, .checkRecovered:
            return stories.allSatisfy { $0.event.kind == first.kind && $0.event.source == first.source }
        case .opened, .escalated, .eased, .resolved, .closed, .reminder, .flapping, .pending, .cleared, .noData,
            .dataReturned:
            return false
        }
    }

    private func closed(_ name: String, _ event: Event) -> String {
        switch event.reason {
        case EventReason.seriesGone?:
            pick(
                "\(name) is closed: the series is gone from the data. This is no all-clear",
                "\(name) ist geschlossen: Die Reihe kommt in den Daten nicht mehr vor. Das ist keine Entwarnung")
        case EventReason.goalRemoved?:
            pick(
                "\(name) is closed: the goal was removed or disabled. This is no all-clear",
                "\(name) ist geschlossen: Das Ziel wurde entfernt oder abgeschaltet. Das ist keine Entwarnung")
        case EventReason.goalChanged?:
            pick(
                "\(name) is closed: the goal now measures something else. This is no all-clear",
                "\(name) ist geschlossen: Das Ziel misst jetzt etwas anderes. Das ist keine Entwarnung")
        case .some, nil:
            pick("\(name) is closed. This is no all-clear", "\(name) ist geschlossen. Das ist keine Entwarnung")
        }
    }

    /// `: 6.1 % (churn > 5%)`
    private func measured(_ story: Story) -> String {
        guard let value = story.event.value else { return "" }
        let condition = story.event.condition.map { " (\($0.shortened(to: 200)))" } ?? ""
        return ": \(self.value(value, story))\(condition)"
    }

    private func level(_ event: Event, still: Bool = false) -> String {
        switch language {
        case .english: event.level == .critical ? "critical" : "at warning"
        case .german: (still ? "ist weiterhin " : "ist ") + adjective(event)
        }
    }

    private func adjective(_ event: Event) -> String {
        switch language {
        case .english: level(event)
        case .german: event.level == .critical ? "kritisch" : "im Warnbereich"
        }
    }
}

/// The reasons that `decide` gives, as they stand in an event.
enum EventReason {
    static let seriesGone = "series_gone"
    static let goalRemoved = "goal_removed"
    static let goalChanged = "goal_changed"
    static let noDataOK = "no_data_ok"
    /// Followed by what it was before.
    static let conditionChanged = "condition changed, before: "
}
