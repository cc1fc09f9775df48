import Foundation
import Goals

/// One line of `measurements-YYYY-MM.jsonl`: what one evaluation found of one series, and the series after it.
struct MeasurementLine {
    /// The journal's last record when it was written, those of the same commit included: the line counts only if the journal
    /// has that record.
    var seq: Int
    /// How many lines of the same commit follow: either all of them count, or none.
    var more: Int
    /// `nil` where only the state changed.
    var reading: Reading?
    var change: SeriesChange

    func tree() throws(JournalError) -> JSONTree {
        var members: [(String, JSONTree?)] = [
            ("at", .time(change.at)), ("goal", .text(change.goal)), ("seq", .integer(seq)),
            ("labels", try change.labels.map { labels throws(JournalError) in try CompactState.written(labels) }),
            ("more", more > 0 ? .integer(more) : nil),
        ]
        if change.state == nil { members.append(("gone", .bool(true))) }
        if change.labels != nil { members.append(("of", change.writtenFields)) }
        var state = change.state
        if let reading {
            let tree = try CompactState.written(reading)
            members += Self.flat(tree, at: change.at, labels: change.labels)
            state = state.map { Self.withoutReading($0, tree) }
        }
        if let state, state != .empty { members.append(("state", state)) }
        return .members(members)
    }

    /// A reading's members, and those of its measurement, side by side; what can be told from others is left out.
    private static func flat(_ reading: JSONTree, at: Date, labels: Labels?) -> [(String, JSONTree?)] {
        var members: [(String, JSONTree?)] = []
        var others: [JSONTree.Member] = []
        for member in reading.members {
            switch member.key {
            case "at": if member.value != .time(at) { others.append(member) }
            case "measurement": members += flat(measurement: member.value, at: at)
            case "verdict": if member.value != .text("ok") { members.append((member.key, member.value)) }
            case "outcome", "reason", "condition": members.append((member.key, member.value))
            default: others.append(member)
            }
        }
        if !others.isEmpty { members.append(("reading", .object(others))) }
        return members
    }

    private static func flat(measurement: JSONTree, at: Date) -> [(String, JSONTree?)] {
        measurement.members.compactMap { member in
            switch member.key {
            case "labels": nil
            case "now": member.value == .time(at) ? nil : (member.key, member.value)
            case "notes": member.value == .list([]) ? nil : (member.key, member.value)
            default: (member.key, member.value)
            }
        }
    }

    /// The state without the reading that the line tells anyway.
    private static func withoutReading(_ state: JSONTree, _ reading: JSONTree) -> JSONTree {
        var members = state.members
        if let index = members.firstIndex(where: { $0.key == "reading" }) {
            if members[index].value == reading { members.remove(at: index) }
        } else {
            members.append(.init(key: "reading", value: .null))
        }
        return .object(JSONTree.sorted(members))
    }
}

/// A line of the measurements as it is read: no more of it is made than asked for.
struct ReadMeasurementLine {
    let tree: JSONTree
    let goal: String
    let labels: Labels?
    let at: Date
    let seq: Int
    let more: Int

    /// `nil` if it is no measurement (the heading of a thinned file).
    init?(_ tree: JSONTree) {
        guard let goal = tree["goal"]?.text, let at = tree["at"]?.time else { return nil }
        self.tree = tree
        self.goal = goal
        self.at = at
        labels = tree["labels"]?.texts.map(Labels.init)
        seq = tree["seq"]?.integer ?? 0
        more = tree["more"]?.integer ?? 0
    }

    var isGone: Bool { tree["gone"]?.bool == true }
    var kpi: String? { tree["of"]?["kpi"]?.text }

    /// The goal's value.
    var shownValue: Double? { tree["value"]?.number }

    /// What `min`, `max` and `avg` look back at, with what thinning made of several.
    var value: RecordedValue? { Self.value(tree["kpi_value"] ?? tree["value"], thinned: tree["thinned"], at: at) }

    private static func value(_ value: JSONTree?, thinned: JSONTree?, at: Date) -> RecordedValue? {
        guard let value = value?.number else { return nil }
        guard let thinned, let count = thinned["count"]?.integer, let minimum = thinned["min"]?.number,
            let maximum = thinned["max"]?.number, let mean = thinned["mean"]?.number
        else { return RecordedValue(at: at, value: value) }
        return RecordedValue(at: at, value: value, count: count, minimum: minimum, maximum: maximum, mean: mean)
    }

    /// What is remembered of the goal beside its series.
    var fields: JSONTree { SeriesChange.readFields(tree["of"] ?? .empty, at: tree["at"] ?? .null) }

    /// The compact state, with the reading that the line tells put back in.
    var state: JSONTree {
        var state = tree["state"] ?? .empty
        guard tree["outcome"] != nil, state["reading"] == nil else {
            // An explicit null says that the state has no reading.
            return .object(state.members.filter { $0.key != "reading" || $0.value != .null })
        }
        var reading: [JSONTree.Member] = tree["reading"]?.members ?? []
        var measurement: [JSONTree.Member] = []
        for member in tree.members {
            switch member.key {
            case "outcome", "reason", "condition", "verdict": reading.append(member)
            case "crc", "goal", "gone", "labels", "more", "of", "reading", "seq", "state", "thinned", "v", "at":
                break
            default: measurement.append(member)
            }
        }
        let at = tree["at"] ?? .null
        func add(_ members: inout [JSONTree.Member], _ key: String, _ value: JSONTree) {
            if !members.contains(where: { $0.key == key }) { members.append(.init(key: key, value: value)) }
        }
        add(&reading, "at", at)
        add(&reading, "verdict", .text("ok"))
        if tree["value"] != nil {
            add(&measurement, "now", at)
            add(&measurement, "notes", .list([]))
            add(&measurement, "labels", tree["labels"] ?? .empty)
            add(&reading, "measurement", .object(JSONTree.sorted(measurement)))
        }
        state = .object(
            JSONTree.sorted(state.members + [.init(key: "reading", value: .object(JSONTree.sorted(reading)))]))
        return state
    }
}
