import Foundation
import Goals
import Journal

/// Tries each due delivery once, the channels side by side; what fails stays owed. For commands that do not stay.
struct SinglePass: Sendable {
    let ledger: Ledger
    let post: Post

    /// - Throws: where an outcome cannot be written down; that delivery may be repeated.
    func deliver(now: Date) async throws {
        let due = await ledger.outbox.filter { $0.status == .owed && ($0.nextAttemptAt ?? now) <= now }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for channel in Set(due.map(\.channel)) {
                group.addTask { try await deliver(to: channel, now: now) }
            }
            try await group.waitForAll()
        }
    }

    private func deliver(to channel: String, now: Date) async throws {
        var tried: Set<String> = []
        while true {
            let owed = await ledger.outbox.filter { $0.channel == channel && $0.status == .owed }
            guard case .attempt(let delivery) = DeliveryQueue.next(owed, at: now), tried.insert(delivery.id).inserted
            else {
                return
            }
            try await ledger.record(await post.attempt(delivery, now: now))
        }
    }
}
