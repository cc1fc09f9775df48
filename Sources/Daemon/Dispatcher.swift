import Foundation
import Goals
import Journal
import Logging
import Notifications

/// Delivers what is owed: a task a channel, so that one that is slow or down holds up no other.
actor Dispatcher {
    private let ledger: Ledger
    private let logger: Logger
    private let clock: @Sendable () -> Date
    private var post: Post
    private var wakeups: [String: Wakeup] = [:]
    private var workers: [String: Task<Void, Never>] = [:]
    private var isRunning = false

    init(ledger: Ledger, post: Post, logger: Logger, clock: @escaping @Sendable () -> Date) {
        self.ledger = ledger
        self.post = post
        self.logger = logger
        self.clock = clock
    }

    /// Begins to deliver, and goes on until `stop`.
    func start() async {
        isRunning = true
        await wake()
    }

    /// New deliveries may be owed, or the configuration is another.
    func wake() async {
        guard isRunning else { return }
        for channel in Set(await ledger.outbox.filter { $0.status == .owed }.map(\.channel))
        where workers[channel] == nil {
            let wakeup = Wakeup()
            wakeups[channel] = wakeup
            workers[channel] = Task { await work(channel, wakeup) }
        }
        for wakeup in wakeups.values { await wakeup.wake() }
    }

    func use(_ post: Post) async {
        self.post = post
        await wake()
    }

    /// Ends the deliveries under way; what is not known to have arrived stays owed.
    func stop() async {
        isRunning = false
        for worker in workers.values { worker.cancel() }
        for worker in workers.values { await worker.value }
        workers = [:]
    }

    private func work(_ channel: String, _ wakeup: Wakeup) async {
        while !Task.isCancelled {
            let owed = await ledger.outbox.filter { $0.channel == channel && $0.status == .owed }
            switch DeliveryQueue.next(owed, at: clock()) {
            case .attempt(let delivery):
                let outcome = await post.attempt(delivery, now: clock())
                guard !Task.isCancelled || outcome.isFinal else { return }
                await record(outcome, of: delivery)
            case .wait(let time):
                await wakeup.sleep(seconds: time.timeIntervalSince(clock()))
            case .nothing:
                await wakeup.sleep(seconds: nil)
            }
        }
    }

    /// Writes down what became of it. It was sent, so this is tried until it is written: sending again would be a repeat.
    private func record(_ outcome: DeliveryOutcome, of delivery: Delivery) async {
        while true {
            do {
                try await ledger.record(outcome)
                outcome.log(delivery, to: logger)
                if !outcome.followUps.isEmpty { await wake() }
                return
            } catch {
                logger.error(
                    "a delivery cannot be written down, tried again in 5 s: \(error)",
                    metadata: ["delivery": "\(delivery.id)"])
                await Wakeup().sleep(seconds: 5)
                if Task.isCancelled { return }
            }
        }
    }
}
