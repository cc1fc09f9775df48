import Foundation
import Goals

/// What one evaluation made of one series and its goal, as it is written: under `after` in the journal, and in a line of the
/// measurements.
struct SeriesChange {
    var goal: String
    /// `nil`: the goal as such, which is gone.
    var labels: Labels?
    /// The slot.
    var at: Date
    /// What is remembered of the goal beside its series; empty if the goal is gone.
    var fields: JSONTree
    /// Compact; `nil` if the series is gone.
    var state: JSONTree?

    /// As written: the slots that are `at` itself are left out, and said to be none where they are.
    var writtenFields: JSONTree {
        var members = fields.members
        guard !members.isEmpty else { return .empty }
        for key in Self.slots {
            guard let index = members.firstIndex(where: { $0.key == key }) else {
                members.append(.init(key: key, value: .null))
                continue
            }
            if members[index].value.time == at { members.remove(at: index) }
        }
        if let by = members.firstIndex(where: { $0.key == "by" && $0.value == .list([]) }) { members.remove(at: by) }
        return .object(JSONTree.sorted(members))
    }

    static func readFields(_ written: JSONTree, at: JSONTree) -> JSONTree {
        guard case .object(var members) = written, !members.isEmpty else { return written }
        for key in slots where written[key] == nil { members.append(.init(key: key, value: at)) }
        if written["by"] == nil { members.append(.init(key: "by", value: .list([]))) }
        return .object(JSONTree.sorted(members))
    }

    private static let slots = ["last_slot"]

    /// What stands under `after`.
    var tree: JSONTree {
        .members([
            ("gone", state == nil ? .bool(true) : nil), ("of", fields == .empty ? nil : writtenFields),
            ("state", state),
        ])
    }

    /// Reads `after`; `nil` if the record has none.
    static func read(_ tree: JSONTree?, goal: String, labels: Labels, at: JSONTree) -> SeriesChange? {
        guard let tree, let date = at.time else { return nil }
        let isGone = tree["gone"]?.bool == true
        return SeriesChange(
            goal: goal, labels: labels, at: date, fields: readFields(tree["of"] ?? .empty, at: at),
            state: isGone ? nil : tree["state"] ?? .empty)
    }
}
