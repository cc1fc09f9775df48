import Foundation
import Goals

extension Record {
    func tree() throws(JournalError) -> JSONTree {
        var members: [(String, JSONTree?)] = [
            ("at", .time(at)), ("seq", .integer(seq)), ("v", .integer(1)),
            ("append", append.map { .list([.integer($0.lowerBound), .integer($0.upperBound)]) }),
        ]
        switch content {
        case .event(let event, let deliveries, let change):
            members += try Self.members(event, deliveries)
            var waiting: [JSONTree] = []
            for delivery in deliveries { waiting.append(try Self.tree(delivery, at: event.at)) }
            members += [("after", change?.tree), ("deliveries", .list(waiting))]
        case .grouped(let delivery):
            var events: [JSONTree] = []
            for event in delivery.events { events.append(.members(try Self.members(event, nil))) }
            let entry = try Self.tree(delivery, at: at)
            members += entry.members.map { ($0.key, $0.value) }
            members += [("events", .list(events)), ("type", .text("grouped"))]
        case .outcome(let id, let channel, let result, let attempts):
            members += [("delivery", .text(id)), ("channel", .text(channel)), ("attempts", .integer(attempts))]
            members += Self.members(result)
        case .removed(let goal):
            members += [("goal", .text(goal)), ("removed", .bool(true)), ("type", .text("configured"))]
        case .other(let type):
            members += [("type", .text(type))]
        }
        return .members(members)
    }

    /// An event's keys; `deliveries` spares naming its channels again where they are the deliveries' own.
    private static func members(
        _ event: Event, _ deliveries: [Delivery]?
    ) throws(JournalError) -> [(String, JSONTree?)] {
        var members: [(String, JSONTree?)] = []
        for member in try CompactState.written(event).members {
            switch member.key {
            case "kind": members.append(("type", member.value))
            case "channels":
                if deliveries?.map(\.channel) != event.channels { members.append(("channels", member.value)) }
            default: members.append((member.key, member.value))
            }
        }
        return members
    }

    /// A delivery without its events: channel and id, and what is not as it is in a new one.
    private static func tree(_ delivery: Delivery, at: Date) throws(JournalError) -> JSONTree {
        var bare = delivery
        bare.events = []
        let plain = Delivery(id: "", channel: "", events: [], queuedAt: at)
        let difference = CompactState.difference(
            try CompactState.written(bare), from: try CompactState.written(plain))
        return difference ?? .empty
    }

    private static func members(_ result: DeliveryOutcome.Result) -> [(String, JSONTree?)] {
        switch result {
        case .delivered: [("type", .text("delivered"))]
        case .retry(let next, let error):
            [("type", .text("retry")), ("next_attempt_at", .time(next)), ("error", .text(error))]
        case .deadLetter(let error, _): [("type", .text("dead_letter")), ("error", .text(error))]
        case .requeued: [("type", .text("retry"))]
        case .dropped: [("type", .text("dropped"))]
        }
    }
}
