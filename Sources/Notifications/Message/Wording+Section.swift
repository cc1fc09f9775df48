import Foundation
import Goals

/// All that is said of one event.
extension Wording {
    func section(_ story: Story, heading: String?) -> Message.Section {
        let event = story.event
        var section = Message.Section(heading: heading)
        section.facts = facts(story)
        if let chart = Sparkline.text(story.trend) {
            let ends = [story.trend.filter(\.isFinite).suffix(24).first, story.trend.last { $0.isFinite }]
                .compactMap { $0 }.map { value($0, story) }
            section.trend = Message.Fact(label: trendLabel, text: "\(chart) (\(ends.joined(separator: " → ")))")
        }
        if asksForAction(event), let advice = story.kpi?.advice, !advice.isEmpty {
            section.adviceLabel = adviceLabel
            section.advice = advice.map { $0[language].shortened(to: 400) }
        }
        section.command = Message.Fact(label: lookLabel, text: "crmgoals status \(event.goal.shortened(to: 100))")
        section.runbook = story.runbook.map { Message.Fact(label: runbookLabel, text: $0.shortened(to: 400)) }
        return section
    }

    /// One message for a source whose failure stopped several goals.
    func failures(_ stories: [Story], atMost limit: Int) -> Message.Section {
        var section = Message.Section()
        let reasons = stories.compactMap(\.event.reason)
        if let reason = reasons.first, Set(reasons).count == 1, reasons.count == stories.count {
            section.facts.append(Message.Fact(label: reasonLabel, text: reason.shortened(to: 500)))
            let names = stories.prefix(limit).map { name($0).shortened(to: 60) }
            let more = stories.count - names.count
            section.facts.append(
                Message.Fact(
                    label: goalsLabel,
                    text: names.joined(separator: ", ").shortened(to: 560)
                        + (more > 0 ? pick(" and \(more) more", " und \(more) weitere") : "")))
        } else {
            section.facts += stories.prefix(limit).map { story in
                let reason = story.event.reason.map { ": " + $0 } ?? ""
                return Message.Fact(label: goalLabel, text: (name(story) + reason).shortened(to: 300))
            }
            if stories.count > limit {
                let more = stories.count - limit
                section.facts.append(
                    Message.Fact(label: goalsLabel, text: pick("and \(more) more", "und \(more) weitere")))
            }
        }
        section.command = Message.Fact(label: lookLabel, text: "crmgoals sources")
        return section
    }

    private func facts(_ story: Story) -> [Message.Fact] {
        let event = story.event
        var facts: [Message.Fact] = []
        func add(_ label: String, _ text: String?) {
            if let text, !text.isEmpty { facts.append(Message.Fact(label: label, text: text.shortened(to: 500))) }
        }
        add(valueLabel, event.value.map { valueFact($0, story) })
        add(sinceLabel, since(event))
        if event.kind == .resolved, let since = event.since {
            add(lastedLabel, time.length(event.at.timeIntervalSince(since)))
        }
        if let peak = event.peak, event.kind != .opened { add(peakLabel, value(peak, story)) }
        add(windowLabel, event.window.map { "\(time.window($0)) (\(time.zoneName))" })
        add(sampleLabel, event.sample.map { sample($0, event) })
        add(reason(event).label, reason(event).text)
        if event.kind == .flapping {
            add(
                noteLabel,
                pick(
                    "Further notices of it are held back until it has kept one state for 6 evaluations.",
                    "Weitere Meldungen dazu werden zurückgehalten, bis sie über 6 Auswertungen in einem Zustand bleibt."
                ))
        }
        if event.episode != nil, event.kind == .noData || event.kind == .checkFailed {
            add(
                noteLabel,
                pick("An open breach stays open meanwhile.", "Eine offene Verletzung bleibt währenddessen offen."))
        }
        add(ownerLabel, story.owner)
        add(kpiLabel, story.kpi.map { "\($0.name[language]): \($0.meaning[language])" })
        add(noteLabel, story.description)
        return facts
    }

    private func valueFact(_ value: Double, _ story: Story) -> String {
        var text = self.value(value, story)
        if let interval = story.event.interval {
            let ends = IntervalText.text(
                interval, story.unit, currency: currency, language: language,
                against: story.threshold.map { [$0] } ?? [])
            text += " (\(ends))"
        }
        guard let condition = story.event.condition else { return text }
        return text + pick(", against ", ", Bedingung ") + condition
    }

    private func sample(_ sample: Int, _ event: Event) -> String {
        func number(_ value: Double) -> String { ValueText.text(value, .count, currency: currency, language: language) }
        guard event.unit == .ratio, let numerator = event.numerator, let denominator = event.denominator else {
            return number(Double(sample))
        }
        return pick("\(number(numerator)) of \(number(denominator))", "\(number(numerator)) von \(number(denominator))")
    }

    private func since(_ event: Event) -> String? {
        guard let since = event.since else { return nil }
        let moment = "\(time.moment(since)) (\(time.zoneName))"
        switch event.kind {
        case .reminder, .eased, .escalated, .noData, .checkFailed:
            let length = event.at.timeIntervalSince(since)
            guard length >= 60 else { return moment }
            return moment + pick(", for \(time.length(length))", ", bisher \(time.length(length))")
        case .opened, .resolved, .closed, .flapping, .pending, .cleared, .dataReturned, .checkRecovered:
            return moment
        }
    }

    private func reason(_ event: Event) -> (label: String, text: String?) {
        guard let reason = event.reason else { return (reasonLabel, nil) }
        if reason.hasPrefix(EventReason.conditionChanged) {
            let before = reason.dropFirst(EventReason.conditionChanged.count)
            return (
                noteLabel,
                pick("The condition was changed", "Die Bedingung wurde geändert")
                    + (before.isEmpty ? "." : pick("; before: ", "; vorher: ") + before)
            )
        }
        let known = [EventReason.seriesGone, EventReason.goalRemoved, EventReason.goalChanged, EventReason.noDataOK]
        return (reasonLabel, known.contains(reason) ? nil : reason)
    }

    private func asksForAction(_ event: Event) -> Bool {
        switch event.kind {
        case .opened, .escalated, .eased, .reminder, .flapping: true
        case .resolved, .closed, .pending, .cleared, .noData, .dataReturned, .checkFailed, .checkRecovered: false
        }
    }
}
