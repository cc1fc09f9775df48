import Foundation

/// One step of one series: changes its state and collects what happened.
struct SeriesDecision {
    private(set) var state: SeriesState
    private(set) var events: [Event] = []
    let labels: Labels
    let step: EvaluationStep

    private let slot: Date
    private let before: State
    private let wasEvaluated: Bool

    init(_ state: SeriesState, labels: Labels, step: EvaluationStep) {
        self.state = state
        self.labels = labels
        self.step = step
        slot = step.slot
        before = state.state
        wasEvaluated = state.reading != nil
    }

    private var goal: Goal { step.goal }

    // MARK: What an evaluation can find

    mutating func take(_ finding: Finding) {
        state.absences = 0
        switch finding {
        case .value(let measurement, let truth): takeValue(measurement, truth)
        case .noData(let reason): missData(reason: reason)
        case .insufficient(let measurement, let reason): takeInsufficient(measurement, reason: reason)
        }
    }

    /// The check failed: neither breaches nor recovers. Told at the second in a row, once.
    mutating func fail(reason: String) {
        state.withoutData = 0
        state.failures += 1
        if state.failures >= 2, !state.failureTold {
            state.failureTold = true
            emit(.checkFailed, reason: reason)
        }
        hold(.failed, reason: reason)
    }

    /// There is nothing to measure. What that means is the goal's `no_data`.
    mutating func missData(reason: String) {
        recoverCheck()
        switch goal.noData {
        case .notify, .keep:
            if step.missingDataCounts { state.withoutData += 1 }
            if state.withoutData >= 2, !state.noDataTold, goal.noData == .notify {
                state.noDataTold = true
                emit(.noData, reason: reason)
            }
            hold(.noData, reason: reason)
        case .ok:
            let counted = countedInterval
            hold(.noData, reason: reason)
            clearPending()
            if state.episode != nil { clear(counting: counted, reason: "no_data_ok") }
            tell()
            finish()
        }
    }

    /// The goal as a whole has data again (a goal with `by`, whose series tell their own values).
    mutating func dataCame() {
        state.reading = Reading(at: slot, outcome: .value)
        recoverCheck()
        returnData()
        finish()
    }

    /// Other series came, this one did not: held for one evaluation, then gone, which is never called resolved.
    /// - Returns: whether it is gone.
    mutating func missSeries() -> Bool {
        state.absences += 1
        guard state.absences >= 2 else {
            hold(.noData, reason: "absent from the result")
            return false
        }
        clearPending()
        if let event = state.closing(of: goal.id, labels: labels, reason: "series_gone", at: slot) {
            events.append(event)
        }
        return true
    }

    /// Nothing is known of it this time: what was, stays.
    mutating func hold(_ outcome: Reading.Outcome, reason: String) {
        state.reading = Reading(
            at: slot, outcome: outcome, measurement: nil, reason: reason, verdict: .ok, condition: goal.leading?.text)
        remind()
        finish()
    }

    // MARK: Steps

    private mutating func takeInsufficient(_ measurement: Measurement?, reason: String) {
        recoverCheck()
        state.withoutData = 0
        state.reading = Reading(
            at: slot, outcome: .insufficient, measurement: measurement, reason: reason, condition: goal.leading?.text)
        remind()
        finish()
    }

    private mutating func takeValue(_ measurement: Measurement, _ truth: Truth) {
        let counted = countedInterval
        // What is open is measured by its plain condition, what is not by what is sure.
        let level = state.episode == nil ? truth.sureLevel : truth.level
        let holding = level.flatMap(goal.condition(of:)) ?? goal.leading
        state.reading = Reading(
            at: slot, outcome: .value, measurement: measurement, verdict: .init(level), condition: holding?.text,
            doubted: truth.doubtedLevel)
        recoverCheck()
        returnData()
        noteEdit()

        let wasPending = state.isPending
        state.warningHeld = truth.holds(.warning) ? .advanced(state.warningHeld, to: slot, counting: counted) : nil
        state.criticalHeld = truth.holds(.critical) ? .advanced(state.criticalHeld, to: slot, counting: counted) : nil
        if state.episode == nil {
            open()
            if state.isPending, !wasPending { emit(.pending, level: truth.sureLevel, since: slot) }
            if wasPending, !state.isPending, state.episode == nil { emit(.cleared) }
        } else {
            follow(truth, value: measurement.value, counting: counted)
        }
        remind()
        tell()
        if events.contains(where: \.isNotice) || before == .ok && state.state == .ok { state.judgedBefore = nil }
        finish()
    }

    /// Opens an episode at the highest level that has held for long enough.
    private mutating func open() {
        for level in Level.allCases.reversed() {
            guard let held = state.held(level), held.satisfies(goal.holdFor) else { continue }
            state.episode = Episode(
                id: EpisodeID.make(goal: goal.id, labels: labels, openedAt: slot), level: level, openedAt: slot,
                peak: state.reading?.measurement?.value ?? 0, heard: [], lastNoticeAt: slot)
            state.easing = nil
            state.clearing = nil
            emit(.opened, level: level, reason: editReason, since: held.since)
            return
        }
    }

    /// An open episode rises, eases, ends, or goes on.
    private mutating func follow(_ truth: Truth, value: Double, counting counted: CountedInterval?) {
        guard var episode = state.episode else { return }
        if let condition = goal.leading, condition.excess(of: value) > condition.excess(of: episode.peak) {
            episode.peak = value
        }
        state.episode = episode
        let isEasing = episode.level == .critical && !truth.critical
        state.easing = isEasing ? .advanced(state.easing, to: slot, counting: counted) : nil
        if truth.isClear {
            clear(counting: counted, reason: editReason)
            return
        }
        state.clearing = nil
        switch episode.level {
        case .warning:
            guard let held = state.criticalHeld, held.satisfies(goal.holdFor) else { return }
            changeLevel(to: .critical, .escalated, since: held.since)
        case .critical:
            guard truth.warning, !truth.critical, let easing = state.easing, easing.satisfies(goal.recoverFor) else {
                return
            }
            changeLevel(to: .warning, .eased, since: easing.since)
        }
    }

    private mutating func changeLevel(to level: Level, _ kind: Event.Kind, since: Date) {
        state.episode?.level = level
        state.episode?.lastNoticeAt = slot
        emit(kind, level: level, reason: editReason, since: since)
    }

    /// The all-clear holds; the episode is resolved once it held for `recover_for`.
    private mutating func clear(counting counted: CountedInterval?, reason: String?) {
        let clearing = SeriesState.Held.advanced(state.clearing, to: slot, counting: counted)
        state.clearing = clearing
        guard clearing.satisfies(goal.recoverFor) else { return }
        emit(.resolved, reason: reason, since: state.episode?.openedAt)
        state.endEpisode()
    }

    private mutating func clearPending() {
        if state.isPending { emit(.cleared) }
        state.warningHeld = nil
        state.criticalHeld = nil
    }

    private mutating func recoverCheck() {
        state.failures = 0
        guard state.failureTold else { return }
        state.failureTold = false
        emit(.checkRecovered)
    }

    private mutating func returnData() {
        state.withoutData = 0
        guard state.noDataTold else { return }
        state.noDataTold = false
        emit(.dataReturned)
    }

    /// Again at the distance of `remind` while it is open, unless something else was told just now.
    private mutating func remind() {
        guard let remind = goal.remind, let episode = state.episode, !state.flapping.active,
            !events.contains(where: \.isNotice), remind.added(to: episode.lastNoticeAt, in: step.zone) <= slot
        else { return }
        state.episode?.lastNoticeAt = slot
        emit(.reminder, level: episode.level, reason: state.reading?.reason, since: episode.openedAt)
    }

    /// Holds back what a flapping series has to say; who is told of a rise is owed the end.
    private mutating func tell() {
        events = state.flapping.filter(events, episode: state.episode, standing: makeStandingEvent)
        for event in events where event.isRise {
            for channel in event.channels {
                if state.episode?.heard.contains(channel) == false { state.episode?.heard.append(channel) }
                if !state.flapping.heard.contains(channel) { state.flapping.heard.append(channel) }
            }
        }
    }

    private mutating func finish() {
        if !wasEvaluated || state.state != before { state.since = slot }
    }

    /// The time since the evaluation before, if both gave a value; `no_data: "ok"` takes none for one.
    private var countedInterval: CountedInterval? {
        guard let reading = state.reading, reading.at == step.previous else { return nil }
        switch reading.outcome {
        case .value: return step.interval
        case .noData: return goal.noData == .ok ? step.interval : nil
        case .insufficient, .failed: return nil
        }
    }

    // MARK: Edited conditions

    private mutating func noteEdit() {
        if let judgedBy = state.judgedBy, judgedBy != step.conditions { state.judgedBefore = judgedBy }
        state.judgedBy = step.conditions
    }

    private var editReason: String? {
        guard let old = state.judgedBefore else { return nil }
        let before = old.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return "condition changed, before: " + before.joined(separator: "; ")
    }

    // MARK: Events

    private mutating func emit(
        _ kind: Event.Kind, level: Level? = nil, reason: String? = nil, since: Date? = nil
    ) {
        events.append(makeEvent(kind, level: level, reason: reason, since: since))
    }

    private func makeEvent(_ kind: Event.Kind, level: Level?, reason: String?, since: Date?) -> Event {
        let measurement = state.reading?.at == slot ? state.reading?.measurement : nil
        return Event(
            kind: kind, at: slot, goal: goal.id, labels: labels, level: level,
            episode: state.episode?.id ?? (kind.isOfEpisode ? state.flapping.episode : nil), value: measurement?.value,
            unit: measurement?.unit, sample: measurement?.sample, numerator: measurement?.numerator,
            denominator: measurement?.denominator, interval: goal.confidence == nil ? nil : measurement?.interval,
            window: measurement?.window,
            condition: state.reading?.condition ?? goal.leading?.text, since: since, reason: reason,
            peak: state.episode?.peak, source: step.source,
            channels: goal.channels(for: kind, level: level, heard: state.episode?.heard ?? state.flapping.heard))
    }

    /// Where a series that stopped flapping stands now.
    private func makeStandingEvent(_ level: Level?) -> Event {
        guard let level else { return makeEvent(.resolved, level: nil, reason: nil, since: nil) }
        return makeEvent(.opened, level: level, reason: nil, since: state.episode?.openedAt)
    }
}
