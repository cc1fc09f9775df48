import Configuration
import Foundation
import Goals
import Journal
import Logging

/// Evaluates each goal at its slots. A source has one round at a time; one that hangs delays no other.
actor EvaluationLoop {
    private var setup: Setup
    private let ledger: Ledger
    private let dispatcher: Dispatcher
    private let notifier: ServiceNotifier
    private let logger: Logger
    private let clock: @Sendable () -> Date
    private let wakeup = Wakeup()

    private var rounds: [String: Task<Void, Never>] = [:]
    /// Of goals that name none, by goal.
    private var chosenSources: [String: String] = [:]
    private var isStopping = false
    private var finishedRounds = 0
    /// After a commit that failed, nothing is evaluated before this time.
    private var pausedUntil: Date?

    /// Seconds between two looks at the clock, at most: it may be set, and the machine may sleep.
    private static let longestSleep = 15.0
    /// Seconds that rounds under way may take to finish when the daemon ends.
    private static let patience = 6.0

    init(
        setup: Setup, ledger: Ledger, dispatcher: Dispatcher, notifier: ServiceNotifier, logger: Logger,
        clock: @escaping @Sendable () -> Date
    ) {
        self.setup = setup
        self.ledger = ledger
        self.dispatcher = dispatcher
        self.notifier = notifier
        self.logger = logger
        self.clock = clock
    }

    func run() async {
        while !isStopping {
            let now = clock()
            await startRounds(at: now)
            notifier.alive()
            await tellStatus()
            await wakeup.sleep(seconds: sleepTime(from: clock()))
        }
        await finishRounds()
    }

    func stop() async {
        isStopping = true
        notifier.stopping()
        await wakeup.wake()
    }

    /// A reload: rounds under way finish with the goals they began with.
    func use(_ setup: Setup) async {
        self.setup = setup
        chosenSources = [:]
        await wakeup.wake()
    }

    // MARK: Rounds

    /// Goals due at one slot.
    private struct Round {
        var slot: Date
        var goals: [Goal]
    }

    private func startRounds(at now: Date) async {
        if let pausedUntil, now < pausedUntil { return }
        pausedUntil = nil
        for (queue, due) in await dueRounds(at: now) where rounds[queue] == nil {
            rounds[queue] = Task { [setup] in
                await evaluate(due, setup: setup)
                await roundsFinished(queue)
            }
        }
    }

    private func dueRounds(at now: Date) async -> [String: [Round]] {
        var slots: [String: [Date: [Goal]]] = [:]
        for goal in setup.goals {
            let due = DueSlots.slots(of: goal, after: await ledger.lastSlot(of: goal), now: now, in: setup.zone)
            guard !due.isEmpty else { continue }
            var goal = goal
            goal.source = goal.source ?? chosenSources[goal.id]
            let queue = queue(of: goal)
            for slot in due { slots[queue, default: [:]][slot, default: []].append(goal) }
        }
        return slots.mapValues { slots in
            slots.sorted { $0.key < $1.key }.map { Round(slot: $0.key, goals: $0.value) }
        }
    }

    /// The queue a goal waits in: its source's. A goal that leaves the choice open waits in a queue of its own until it is known
    /// which source has what it needs.
    private func queue(of goal: Goal) -> String {
        setup.evaluator.ownSource(of: goal) ?? goal.source ?? setup.evaluator.onlySource ?? chosenSources[goal.id]
            ?? "? \(goal.id)"
    }

    private func evaluate(_ due: [Round], setup: Setup) async {
        for round in due where !isStopping {
            do {
                let evaluations = await GoalsEvaluation(evaluator: setup.evaluator, refreshes: true)
                    .evaluate(try await ledger.jobs(for: round.goals), slot: round.slot)
                for (goal, evaluation) in evaluations { chosenSources[goal.id] = evaluation.source }
                let events = try await ledger.decide(evaluations, zone: setup.zone, now: clock())
                for event in events { log(event) }
                if events.contains(where: { !$0.channels.isEmpty }) { await dispatcher.wake() }
            } catch {
                pausedUntil = clock().addingTimeInterval(5)
                logger.error("the state cannot be read or written, so nothing is told; tried again in 5 s: \(error)")
                return
            }
        }
    }

    private func roundsFinished(_ queue: String) async {
        rounds[queue] = nil
        finishedRounds += 1
        if finishedRounds == 1 { logger.notice("the first round is done") }
        await wakeup.wake()
    }

    private func finishRounds() async {
        let deadline = Task { [rounds] in
            try await Task.sleep(for: .seconds(Self.patience))
            for round in rounds.values { round.cancel() }
        }
        for round in rounds.values { await round.value }
        deadline.cancel()
    }

    // MARK: Time and words

    private func sleepTime(from now: Date) -> Double {
        var time = Self.longestSleep
        if let watchdog = notifier.watchdog { time = min(time, watchdog / 3) }
        if let pausedUntil { time = min(time, pausedUntil.timeIntervalSince(now)) }
        for goal in setup.goals where rounds[queue(of: goal)] == nil {
            guard let next = goal.schedule.nextSlot(after: now, in: setup.zone) else { continue }
            time = min(time, next.timeIntervalSince(now))
        }
        return max(0, time)
    }

    private func tellStatus() async {
        let states = await ledger.states
        var counts: [State: Int] = [:]
        for goal in setup.goals {
            guard let state = states[goal.id] else { continue }
            for series in goal.by.isEmpty ? [state.whole] : Array(state.series.values) {
                counts[series.state, default: 0] += 1
            }
        }
        let words = State.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }
        notifier.status("\(setup.goals.count) goals" + (words.isEmpty ? "" : ": " + words.joined(separator: ", ")))
    }

    private func log(_ event: Event) {
        var metadata: Logger.Metadata = ["goal": "\(event.goal)", "slot": "\(Timestamp.text(event.at))"]
        if !event.labels.isEmpty { metadata["labels"] = "\(event.labels)" }
        if let level = event.level { metadata["level"] = "\(level.rawValue)" }
        if let value = event.value { metadata["value"] = "\(value)" }
        if let reason = event.reason { metadata["reason"] = "\(reason)" }
        let level: Logger.Level =
            event.isRise || event.kind == .checkFailed || event.kind == .noData ? .warning : .notice
        logger.log(level: level, "\(event.kind.rawValue)", metadata: metadata)
    }
}
