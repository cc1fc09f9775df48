import Foundation
import Goals

/// The words of a message, in its language.
struct Wording: Sendable {
    let language: Language
    let currency: String
    let time: TimeText

    init(_ notification: Notification) {
        language = notification.language
        currency = notification.currency
        time = TimeText(language: notification.language, zone: notification.zone)
    }

    func pick(_ english: String, _ german: String) -> String {
        switch language {
        case .english: english
        case .german: german
        }
    }

    var valueLabel: String { pick("Value", "Wert") }
    var sinceLabel: String { pick("Since", "Seit") }
    var lastedLabel: String { pick("Lasted", "Dauer") }
    var peakLabel: String { pick("Worst value", "Schlechtester Wert") }
    var windowLabel: String { pick("Window", "Zeitraum") }
    var sampleLabel: String { pick("Sample", "Stichprobe") }
    var trendLabel: String { pick("Trend", "Verlauf") }
    var ownerLabel: String { pick("Owner", "Zuständig") }
    var adviceLabel: String { pick("What to try:", "Was helfen kann:") }
    var lookLabel: String { pick("Look closer", "Genauer ansehen") }
    var runbookLabel: String { pick("Runbook", "Anleitung") }
    var reasonLabel: String { pick("Reason", "Grund") }
    var noteLabel: String { pick("Note", "Hinweis") }
    var kpiLabel: String { pick("Measured", "Gemessen") }
    var goalsLabel: String { pick("Goals", "Ziele") }
    var goalLabel: String { pick("Goal", "Ziel") }
    var alsoLabel: String { pick("Also", "Außerdem") }
    var messageLabel: String { pick("It said", "Inhalt") }
    var deliveryLabel: String { pick("Delivery", "Zustellung") }
    var shortenedNote: String {
        pick("Shortened: this was too long for one message.", "Gekürzt: Das war zu lang für eine Nachricht.")
    }

    var testHeadline: String {
        pick(
            "This is a test message from crmgoals: this channel works",
            "Dies ist eine Testnachricht von crmgoals: Dieser Kanal funktioniert")
    }

    func deadLetterHeadline(_ dead: Delivery.DeadLetter) -> String {
        pick(
            "A message to the channel \(dead.channel) could not be delivered and was given up",
            "Eine Nachricht an den Kanal \(dead.channel) konnte nicht zugestellt werden und wurde aufgegeben")
    }

    /// `nil` where nothing is missing.
    func more(_ count: Int) -> String? {
        guard count > 0 else { return nil }
        return pick(
            "… and \(count) more: shortened, see `crmgoals status`",
            "… und \(count) weitere: gekürzt, siehe `crmgoals status`")
    }

    func value(_ value: Double, _ story: Story) -> String {
        ValueText.text(
            value, story.unit, currency: currency, language: language, against: story.threshold)
    }

    /// Title and, for a goal with `by`, which series: `Churn (segment=smb)`.
    func name(_ story: Story) -> String {
        let title = story.title.shortened(to: 150)
        guard !story.event.labels.isEmpty else { return title }
        let labels = story.event.labels.sorted.map {
            "\($0.column)=\($0.value.isEmpty ? pick("(none)", "(leer)") : $0.value)"
        }
        return "\(title) (\(labels.joined(separator: ", ").shortened(to: 200)))"
    }
}
