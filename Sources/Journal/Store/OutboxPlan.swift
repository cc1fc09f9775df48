import Foundation
import Goals

/// Where a commit's deliveries are written: beside the events that they tell of, or, where those are of another commit, in a
/// record of their own.
struct OutboxPlan {
    /// For each event of the commit the deliveries that carry it, as they were queued and without their events.
    private(set) var carried: [[Delivery]]
    private(set) var grouped: [Delivery] = []
    /// An id that is in use already.
    private(set) var repeated: String?

    /// All of them in the order in which they will be read back.
    private(set) var queued: [Delivery] = []

    init(_ commit: Commit, known: Set<String>) {
        carried = Array(repeating: [], count: commit.events.count)
        var seen = known
        var positions: [Event: Int] = [:]
        for (index, event) in commit.events.enumerated() where positions[event] == nil { positions[event] = index }
        var order: [(position: Int, delivery: Delivery)] = []
        for given in commit.deliveries {
            if !seen.insert(given.id).inserted, repeated == nil { repeated = given.id }
            let delivery = given.rounded
            let places = delivery.events.map { positions[$0] }
            // Read back, its events stand in the order of the records.
            let known = places.compactMap { $0 }
            if known.count < places.count || known.isEmpty || known != known.sorted() || Set(known).count < known.count
            {
                grouped.append(delivery)
                order.append((commit.events.count + grouped.count, delivery))
                continue
            }
            var bare = delivery
            bare.events = []
            for place in known { carried[place].append(bare) }
            order.append((known[0], delivery))
        }
        queued = order.enumerated().sorted {
            ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
        }.map(\.element.delivery)
    }
}

extension Delivery {
    /// As it is read back: times to the microsecond.
    var rounded: Delivery {
        var delivery = self
        delivery.queuedAt = Instant.rounded(queuedAt)
        delivery.nextAttemptAt = nextAttemptAt.map(Instant.rounded)
        return delivery
    }
}
