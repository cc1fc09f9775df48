import Configuration
import Foundation
import Goals
import Journal
import Logging
import Notifications
import Transport

/// Makes one attempt to deliver one message, and says what follows from how it went.
struct Post: Sendable {
    private let configuration: Configuration
    private let sender: Sender
    private let ledger: Ledger
    private let makeID: @Sendable () -> String
    private let policy = RetryPolicy()

    init(_ configuration: Configuration, application: Application, ledger: Ledger) {
        self.configuration = configuration
        self.ledger = ledger
        makeID = application.makeID
        sender = application.sender(of: configuration)
    }

    /// Never fails: what goes wrong is part of the outcome.
    func attempt(_ delivery: Delivery, now: Date) async -> DeliveryOutcome {
        guard let channel = configuration.channel(delivery.channel) else {
            return giveUp(
                delivery, "goals.json has no channel \(delivery.channel) any more", attempted: false, now: now)
        }
        var trends: [SeriesName: [Double]] = [:]
        for event in delivery.events {
            let name = SeriesName(goal: event.goal, labels: event.labels)
            trends[name] = await ledger.trend(name)
        }
        let notification = Notification(
            delivery, currency: configuration.currency, language: channel.language, zone: configuration.zone, now: now
        ) { event in
            let goal = configuration.goal(event.goal)
            return Story(
                event, goal: goal, kpi: goal.flatMap { configuration.catalogue.kpi(named: $0.kpi) },
                trend: trends[SeriesName(goal: event.goal, labels: event.labels)] ?? [])
        }
        return follow(await sender.attempt(notification, channel: channel.name), of: delivery, now: now)
    }

    // MARK: What follows

    private func follow(_ outcome: Outcome, of delivery: Delivery, now: Date) -> DeliveryOutcome {
        switch outcome {
        case .delivered:
            return DeliveryOutcome(delivery.id, at: now, .delivered)
        case .permanent(let reason):
            return giveUp(delivery, reason, attempted: true, now: now)
        case .retry(let after, let reason):
            let next = policy.next(
                attempt: delivery.attempts + 1, firstAt: delivery.firstAttemptAt ?? now, now: now, retryAfter: after,
                jitter: Double.random(in: 0..<1))
            guard let next else { return giveUp(delivery, "given up after 72 h: \(reason)", attempted: true, now: now) }
            return DeliveryOutcome(delivery.id, at: now, .retry(nextAttemptAt: next, error: reason))
        case .partial(let refused):
            let rests = remainders(of: delivery, refused: refused, id: makeID, at: now)
            let alarms = rests.filter { $0.status == .deadLetter }.compactMap { alarm(about: $0, now: now) }
            return DeliveryOutcome(delivery.id, at: now, .delivered, followUps: rests + alarms)
        }
    }

    private func giveUp(_ delivery: Delivery, _ reason: String, attempted: Bool, now: Date) -> DeliveryOutcome {
        var dead = delivery
        dead.lastError = reason
        return DeliveryOutcome(
            delivery.id, at: now, .deadLetter(error: reason, attempted: attempted),
            followUps: [alarm(about: dead, now: now)].compactMap { $0 })
    }

    private func alarm(about dead: Delivery, now: Date) -> Delivery? {
        let other = alarmChannel(
            for: dead, recipients: { configuration.goal($0)?.recipients.all ?? [] }, channels: configuration.channels)
        return other.map { Notifications.alarm(about: dead, to: $0, id: makeID(), at: now) }
    }
}

extension DeliveryOutcome {
    var isDeadLetter: Bool {
        switch result {
        case .deadLetter: true
        case .delivered, .retry, .requeued, .dropped: false
        }
    }

    /// Whether the far side's answer is known, so that it must be written down.
    var isFinal: Bool {
        switch result {
        case .delivered, .deadLetter: true
        case .retry, .requeued, .dropped: false
        }
    }

    func log(_ delivery: Delivery, to logger: Logger) {
        let metadata: Logger.Metadata = [
            "channel": "\(delivery.channel)", "delivery": "\(delivery.id)",
            "goal": "\(Set(delivery.events.map(\.goal)).sorted().joined(separator: ","))",
        ]
        switch result {
        case .delivered: logger.info("delivered", metadata: metadata)
        case .retry(let next, let error):
            logger.warning("not delivered, tried again at \(Timestamp.text(next)): \(error)", metadata: metadata)
        case .deadLetter(let error, _): logger.error("given up: \(error)", metadata: metadata)
        case .requeued, .dropped: break
        }
    }
}
