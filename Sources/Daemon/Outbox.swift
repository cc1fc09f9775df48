import Foundation
import Goals
import Journal

/// `outbox retry` and `outbox drop`.
struct Outbox: Sendable {
    let ledger: Ledger

    /// Makes deliveries owed again, at once. No ids: every dead letter.
    /// - Returns: the ids of those that were changed.
    func retry(_ ids: [String], now: Date) async throws -> [String] {
        let dead = await ledger.outbox.filter { $0.status == .deadLetter }.map(\.id)
        return try await record(.requeued, of: ids.isEmpty ? dead : ids, now: now)
    }

    /// Takes deliveries out, owed or dead; they are not sent any more.
    func drop(_ ids: [String], now: Date) async throws -> [String] {
        try await record(.dropped, of: ids, now: now)
    }

    private func record(_ result: DeliveryOutcome.Result, of ids: [String], now: Date) async throws -> [String] {
        let present = Set(await ledger.outbox.map(\.id))
        if let unknown = ids.first(where: { !present.contains($0) }) { throw JournalError.unknownDelivery(id: unknown) }
        for id in ids { try await ledger.record(DeliveryOutcome(id, at: now, result)) }
        return ids
    }
}
