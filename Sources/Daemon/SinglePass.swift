import Foundation
import Goals
import Journal

/// Tries each due delivery once, the channels side by side; what fails stays owed. For commands that do not stay.
struct SinglePass: Sendable {
    let ledger: Ledger
    let post: Post

    func deliver(now: Date) async {
        let due = await ledger.outbox.filter { $0.status == .owed && ($0.nextAttemptAt ?? now) <= now }
        await withTaskGroup(of: Void.self) { group in
            for (_, deliveries) in Dictionary(grouping: due, by: \.channel) {
                group.addTask { await deliver(deliveries, now: now) }
            }
        }
    }

    private func deliver(_ deliveries: [Delivery], now: Date) async {
        var tried: Set<String> = []
        while true {
            let owed = await ledger.outbox.filter { $0.channel == deliveries.first?.channel && $0.status == .owed }
            guard case .attempt(let delivery) = DeliveryQueue.next(owed, at: now), tried.insert(delivery.id).inserted else {
                return
            }
            let outcome = await post.attempt(delivery, now: now)
            do {
                try await ledger.record(outcome)
            } catch {
                post.logger.error("a delivery cannot be written down and may be repeated: \(error)")
                return
            }
        }
    }
}
