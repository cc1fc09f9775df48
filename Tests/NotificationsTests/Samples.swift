import Foundation
import Goals
import KPIs

@testable import Notifications

/// Events, stories and notifications for the tests.
enum Sample {
    /// 2026-11-24T10:00:00Z
    static let slot = Date(timeIntervalSince1970: 1_795_514_400)
    static let berlin = Zone("Europe/Berlin") ?? .utc

    static func event(
        _ kind: Event.Kind = .opened, goal: String = "churn", labels: [String: String] = [:], level: Level? = .critical,
        value: Double? = 0.0612, reason: String? = nil, source: String? = "crm", channels: [String] = ["team"]
    ) -> Event {
        Event(
            kind: kind, at: slot, goal: goal, labels: Labels(labels), level: level, episode: "churn-20261122",
            value: value, unit: value == nil ? nil : .ratio, sample: value == nil ? nil : 1243,
            numerator: value == nil ? nil : 76, denominator: value == nil ? nil : 1243,
            window: value == nil
                ? nil
                : TimeRange(
                    start: slot.addingTimeInterval(-30 * 86_400 - 43_200), end: slot.addingTimeInterval(-39_600)),
            condition: "churn > 5%", since: slot.addingTimeInterval(-2 * 86_400 - 3600), reason: reason, peak: 0.0712,
            source: source, channels: channels)
    }

    static func story(_ event: Event = event(), title: String = "Churn") -> Story {
        let words = Catalogue.standard.kpi(named: "churn_rate").map {
            Story.KPIWords(name: $0.name, meaning: $0.meaning, advice: $0.advice)
        }
        return Story(
            event: event, title: title, description: "Counts paying customers only.", owner: "Ada Lovelace",
            runbook: "https://wiki.example.com/churn?a=1&b=2", unit: .ratio, threshold: 0.05, kpi: words,
            trend: [0.041, 0.043, 0.047, 0.052, 0.058, 0.0612])
    }

    static func notification(
        _ stories: [Story] = [story()], id: String = "d-1", language: Language = .english, zone: Zone = berlin
    ) -> Notifications.Notification {
        notification(.events(stories), id: id, language: language, zone: zone)
    }

    static func notification(
        _ content: Notifications.Notification.Content, id: String = "d-1", language: Language = .english,
        zone: Zone = berlin, recipients: [String]? = nil
    ) -> Notifications.Notification {
        Notifications.Notification(
            id: id, content: content, recipients: recipients, currency: "EUR", language: language, zone: zone,
            now: slot.addingTimeInterval(5))
    }

    /// Text that means harm, one for each sink.
    static let hostile = [
        "<script>alert('x')</script>", "<!channel> <@U012AB3CD> <https://evil.example|click>",
        "a\r\nBcc: all@example.org\r\n\r\nhi",
        "=HYPERLINK(\"http://evil.example\",\"x\")", "\u{1B}[2J\u{1B}]0;owned\u{7}",
        "\u{202E}evil\u{202C} \u{2066}x\u{2069}",
        "R&D \"quoted\" 'single' & <b>", "👩‍👩‍👧‍👦🏳️‍🌈 größer ≥ 5", "nul\0byte", "=?UTF-8?B?QmNjOg==?=", "*bold* _it_ `code` ~s~",
        String(repeating: "ß", count: 5000), "a\u{2028}b\u{85}c", ".", "\n.\n", "--=_crmgoals_d-1--",
    ]
}
