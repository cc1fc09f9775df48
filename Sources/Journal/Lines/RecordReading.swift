import Foundation
import Goals

extension Record {
    /// Reads a record whose checksum holds.
    init(_ tree: JSONTree) throws(LineProblem) {
        guard let seq = tree["seq"]?.integer, let at = tree["at"]?.time, let type = tree["type"]?.text else {
            throw .damaged("it lacks seq, at or type")
        }
        var append: ClosedRange<Int>?
        if let ends = tree["append"]?.list, ends.count == 2, let first = ends[0].integer, let last = ends[1].integer {
            guard first <= seq, seq <= last else { throw .damaged("its append does not hold its seq") }
            append = first...last
        }
        do {
            self.init(seq: seq, at: at, append: append, content: try Self.content(tree, type: type, at: at))
        } catch {
            throw .damaged("its \(type) cannot be read: \(error)")
        }
    }

    private static func content(_ tree: JSONTree, type: String, at: Date) throws -> Content {
        let attempts = tree["attempts"]?.integer ?? 0
        func outcome(_ result: DeliveryOutcome.Result) -> Content {
            .outcome(
                id: tree["delivery"]?.text ?? "", channel: tree["channel"]?.text ?? "", result, attempts: attempts)
        }
        let error = tree["error"]?.text ?? ""
        switch type {
        case "delivered": return outcome(.delivered)
        case "dropped": return outcome(.dropped)
        case "dead_letter": return outcome(.deadLetter(error: error, attempted: true))
        case "retry":
            guard let next = tree["next_attempt_at"]?.time else { return outcome(.requeued) }
            return outcome(.retry(nextAttemptAt: next, error: error))
        case "grouped":
            var delivery = try delivery(tree, at: at)
            delivery.events = try (tree["events"]?.list ?? []).map { try event($0, deliveries: nil) }
            return .grouped(delivery)
        case "configured" where tree["removed"]?.bool == true:
            return .removed(goal: tree["goal"]?.text ?? "")
        default:
            guard Event.Kind(rawValue: type) != nil else { return .other(type: type) }
            let deliveries = try (tree["deliveries"]?.list ?? []).map { try delivery($0, at: at) }
            let event = try event(tree, deliveries: deliveries)
            let change = SeriesChange.read(
                tree["after"], goal: event.goal, labels: event.labels, at: tree["at"] ?? .null)
            return .event(event, deliveries, change)
        }
    }

    private static func event(_ tree: JSONTree, deliveries: [Delivery]?) throws -> Event {
        var members = tree.members
        if let type = tree["type"] { members.append(.init(key: "kind", value: type)) }
        if tree["channels"] == nil {
            let channels = (deliveries ?? []).map { JSONTree.text($0.channel) }
            members.append(.init(key: "channels", value: .list(channels)))
        }
        return try TreeDecoder.value(Event.self, from: .object(members))
    }

    private static func delivery(_ tree: JSONTree, at: Date) throws -> Delivery {
        let plain = try CompactState.written(Delivery(id: "", channel: "", events: [], queuedAt: at))
        let own = JSONTree.object(tree.members.filter { $0.key != "events" })
        return try TreeDecoder.value(Delivery.self, from: CompactState.merged(own, over: plain))
    }
}
