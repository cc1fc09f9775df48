import Foundation
import Goals
import Journal

/// Tries each due delivery once, the channels side by side; what fails stays owed. For commands that do not stay.
struct SinglePass: Sendable {
    let ledger: Ledger
    let post: Post

    /// What an attempt leads to (the alarm about a dead letter) is tried too.
    /// - Throws: where an outcome cannot be written down; that delivery may be repeated.
    func deliver(now: Date) async throws {
        var tried: Set<String> = []
        while true {
            let known = tried
            let owed = await ledger.outbox.filter { $0.status == .owed && !known.contains($0.id) }
            let attempted = try await withThrowingTaskGroup(of: Set<String>.self) { group in
                for channel in Set(owed.map(\.channel)) {
                    group.addTask { try await deliver(to: channel, but: known, now: now) }
                }
                return try await group.reduce(into: Set()) { $0.formUnion($1) }
            }
            guard !attempted.isEmpty else { return }
            tried.formUnion(attempted)
        }
    }

    /// - Returns: the ids of the deliveries that were attempted.
    private func deliver(to channel: String, but known: Set<String>, now: Date) async throws -> Set<String> {
        var attempted: Set<String> = []
        while true {
            let owed = await ledger.outbox.filter { $0.channel == channel && $0.status == .owed }
            guard case .attempt(let delivery) = DeliveryQueue.next(owed, at: now), !known.contains(delivery.id),
                attempted.insert(delivery.id).inserted
            else { return attempted }
            try await ledger.record(await post.attempt(delivery, now: now))
        }
    }
}
