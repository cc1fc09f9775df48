import Foundation
import Goals

/// The state of a series as little JSON: only what differs from a series of which nothing is known. What a later version adds
/// to `SeriesState`, with a default in its `init()`, is therefore read from older journals as that default.
enum CompactState {
    /// A series of which nothing is known.
    private static let blank: Result<JSONTree, JournalError> = {
        do throws(JournalError) {
            return .success(try written(SeriesState()))
        } catch {
            return .failure(error)
        }
    }()

    static func tree(_ state: SeriesState) throws(JournalError) -> JSONTree {
        difference(try written(state), from: try blank.get()) ?? .empty
    }

    static func series(_ tree: JSONTree) throws -> SeriesState {
        try TreeDecoder.value(SeriesState.self, from: merged(tree, over: try blank.get()))
    }

    /// What is remembered of the goal beside its series.
    static func fields(_ goal: GoalState) throws(JournalError) -> JSONTree {
        var bare = goal
        bare.whole = SeriesState()
        bare.series = [:]
        let tree = try written(bare)
        return .object(tree.members.filter { !seriesKeys.contains($0.key) })
    }

    static func goal(
        _ id: String, fields: JSONTree, whole: SeriesState, series: [Labels: SeriesState]
    ) throws -> GoalState {
        let base = try written(GoalState(goal: id, kpi: "", by: []))
        var goal = try TreeDecoder.value(GoalState.self, from: merged(fields, over: base))
        goal.whole = whole
        goal.series = series
        return goal
    }

    private static let seriesKeys: Set = ["goal", "whole", "series"]

    static func written(_ value: some Encodable) throws(JournalError) -> JSONTree {
        do {
            return try TreeEncoder.tree(value)
        } catch {
            throw .unwritable(reason: "\(error)")
        }
    }

    /// What `merged` needs to make `tree` of `base`; `nil` if that is nothing.
    static func difference(_ tree: JSONTree, from base: JSONTree) -> JSONTree? {
        guard case .object(let members) = tree, case .object(let old) = base else { return tree == base ? nil : tree }
        var changes: [JSONTree.Member] = []
        for member in members {
            guard let before = base[member.key] else {
                changes.append(member)
                continue
            }
            guard let change = difference(member.value, from: before) else { continue }
            changes.append(.init(key: member.key, value: change))
        }
        for member in old where tree[member.key] == nil { changes.append(.init(key: member.key, value: .null)) }
        return changes.isEmpty ? nil : .object(JSONTree.sorted(changes))
    }

    static func merged(_ change: JSONTree, over base: JSONTree) -> JSONTree {
        guard case .object(let changes) = change, case .object(var members) = base else { return change }
        for change in changes {
            let index = members.firstIndex { $0.key == change.key }
            if change.value == .null {
                if let index { members.remove(at: index) }
            } else if let index {
                members[index].value = merged(change.value, over: members[index].value)
            } else {
                members.append(change)
            }
        }
        return .object(members)
    }
}
