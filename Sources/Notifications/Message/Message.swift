import Foundation
import Goals

/// What a notification says, in words, before a channel gives it its looks. The order is that of DESIGN 12. Nothing in it is escaped
/// yet, and no text in it is longer than 600 UTF-16 units.
struct Message: Sendable {
    /// What happened and how bad; one line.
    var headline: String
    var severity: Severity
    var sections: [Section]
    /// What did not fit, and where it is to be seen.
    var more: String?
    var wording: Wording

    enum Severity: Sendable, Hashable {
        case critical, warning
        /// An all-clear.
        case good
        case neutral
    }

    struct Section: Sendable {
        /// `nil` where the headline says it.
        var heading: String?
        var facts: [Fact] = []
        var trend: Fact?
        var adviceLabel = ""
        var advice: [String] = []
        var command: Fact?
        var runbook: Fact?
    }

    struct Fact: Sendable, Hashable {
        var label: String
        var text: String
    }

    /// Stories told with all that is known; further ones are told by a line each, and what is more than those is counted.
    static let fullStories = 8
    static let shortStories = 20

    init(_ notification: Notification) {
        let wording = Wording(notification)
        self.wording = wording
        switch notification.content {
        case .test:
            headline = wording.testHeadline
            severity = .neutral
            sections = [Section(facts: [Fact(label: wording.deliveryLabel, text: notification.id)])]
        case .deadLetter(let dead, let stories):
            headline = wording.deadLetterHeadline(dead).shortened(to: 600)
            severity = .warning
            var facts = [Fact(label: wording.reasonLabel, text: dead.error.shortened(to: 500))]
            facts += stories.prefix(Self.shortStories).map {
                Fact(label: wording.messageLabel, text: wording.headline($0).shortened(to: 500))
            }
            facts.append(Fact(label: wording.deliveryLabel, text: dead.id))
            sections = [
                Section(facts: facts, command: Fact(label: wording.lookLabel, text: "crmgoals outbox list"))
            ]
            more = wording.more(stories.count - Self.shortStories)
        case .events(let stories):
            let sorted = Self.worstFirst(stories)
            headline = wording.headline(of: sorted).shortened(to: 600)
            severity = sorted.first.map(Self.severity) ?? .neutral
            sections = Self.sections(sorted, wording)
            more = wording.more(stories.count - Self.fullStories - Self.shortStories)
        }
    }

    private static func sections(_ stories: [Story], _ wording: Wording) -> [Section] {
        if Wording.areFailuresOfOneSource(stories) { return [wording.failures(stories, atMost: shortStories)] }
        var sections = stories.prefix(fullStories).map { story in
            wording.section(story, heading: stories.count > 1 ? wording.headline(story).shortened(to: 600) : nil)
        }
        let rest = stories.dropFirst(fullStories).prefix(shortStories)
        if !rest.isEmpty {
            sections.append(
                Section(
                    facts: rest.map { Fact(label: wording.alsoLabel, text: wording.headline($0).shortened(to: 120)) }))
        }
        // What to try is the same for all series of a goal: said once, where the goal is told last.
        for index in sections.indices.dropLast() where sections[index + 1].advice == sections[index].advice {
            sections[index].advice = []
            sections[index].runbook = nil
            sections[index].command = nil
        }
        return sections
    }

    private static func worstFirst(_ stories: [Story]) -> [Story] {
        func rank(_ story: Story) -> Int {
            switch severity(story) {
            case .critical: 0
            case .warning: 1
            case .neutral: 2
            case .good: 3
            }
        }
        return stories.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(
            \.element)
    }

    static func severity(_ story: Story) -> Severity {
        switch story.event.kind {
        case .opened, .escalated, .reminder, .flapping: story.event.level == .critical ? .critical : .warning
        case .eased, .checkFailed, .noData: .warning
        case .resolved, .dataReturned, .checkRecovered, .cleared: .good
        case .closed, .pending: .neutral
        }
    }

    /// The message without looks, for the console and the text part of a mail; the headline is not among the lines.
    func plainLines(indent: String = "") -> [String] {
        var lines: [String] = []
        for section in sections {
            if let heading = section.heading { lines += ["", heading] }
            let facts = section.facts + (section.trend.map { [$0] } ?? [])
            lines += facts.map { "\($0.label): \($0.text)" }
            if !section.advice.isEmpty { lines += [section.adviceLabel] + section.advice.map { "- \($0)" } }
            if let command = section.command { lines.append("\(command.label): \(command.text)") }
            if let runbook = section.runbook { lines.append("\(runbook.label): \(runbook.text)") }
        }
        if let more { lines.append(more) }
        return lines.map { $0.isEmpty ? $0 : indent + $0 }
    }
}
