import Foundation
import Goals

/// Which delivery of a channel is next. Pure.
enum DeliveryQueue {
    enum Next: Equatable {
        case attempt(Delivery)
        /// Nothing before this time.
        case wait(until: Date)
        case nothing
    }

    /// The first of a channel's owed deliveries, in order, whose time has come. Order is kept per episode: one that waits for
    /// its next attempt holds up what tells of the same episodes after it, and nothing else.
    static func next(_ owed: [Delivery], at now: Date) -> Next {
        var waiting: Set<String> = []
        var earliest: Date?
        for delivery in owed where delivery.status == .owed {
            let threads = Set(delivery.events.map(\.thread))
            let isBehind = !waiting.isDisjoint(with: threads)
            let isDue = delivery.nextAttemptAt.map { $0 <= now } ?? true
            if isDue, !isBehind { return .attempt(delivery) }
            if !isBehind, let time = delivery.nextAttemptAt { earliest = min(earliest ?? time, time) }
            waiting.formUnion(threads)
        }
        return earliest.map(Next.wait) ?? .nothing
    }
}

extension Event {
    /// What its order is kept within: its episode; for what has none, the goal and its labels.
    fileprivate var thread: String {
        episode ?? "\(goal)\u{0}\(labels.description)"
    }
}
