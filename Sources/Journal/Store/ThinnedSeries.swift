import Foundation
import Goals

/// The lines of one series on their way into a thinned file: those of one hour or day are made one.
struct ThinnedSeries {
    /// Seconds.
    let bucket: Double
    /// Of the present bucket: its number, the last line with a value (else the last line), and what the values come to.
    private var number: Double?
    private var line: ReadMeasurementLine?
    private var value: RecordedValue?
    /// The last line of all, as it was.
    private var last: ReadMeasurementLine?

    init(bucket: Double) {
        self.bucket = bucket
    }

    /// Takes a line; returns the one that stands for the bucket before, if that is over.
    mutating func add(_ next: ReadMeasurementLine) -> JSONTree? {
        let nextNumber = (next.at.timeIntervalSince1970 / bucket).rounded(.down)
        var done: JSONTree?
        // A goal that changed its KPI begins anew.
        if let number, number != nextNumber || line?.kpi != next.kpi {
            done = thinned(whole: false)
            line = nil
            value = nil
        }
        number = nextNumber
        if let nextValue = next.value {
            value = value?.joined(nextValue) ?? nextValue
            line = next
        } else if value == nil, next.tree["outcome"] != nil || line == nil {
            line = next
        }
        last = next
        return done
    }

    /// The lines that stand for the rest; the last of them has the state.
    func finish() -> [JSONTree] {
        guard let last else { return [] }
        if let line, line.tree == last.tree { return [thinned(whole: true)].compactMap(\.self) }
        return [thinned(whole: false), Self.without(last.tree, ["crc", "more"])].compactMap(\.self)
    }

    private func thinned(whole: Bool) -> JSONTree? {
        guard let line, whole || line.tree["outcome"] != nil else { return nil }
        let dropped =
            whole
            ? ["crc", "more"]
            : [
                "condition", "crc", "duration", "interval", "more", "notes", "now", "reading", "state", "verdict",
                "window",
            ]
        var members = Self.without(line.tree, dropped).members
        if !whole, let of = members.firstIndex(where: { $0.key == "of" }) {
            members[of].value = .members([("kpi", members[of].value["kpi"])])
        }
        if let value, value.count > 1 { members.append(.init(key: "thinned", value: Self.tree(value))) }
        return .object(JSONTree.sorted(members))
    }

    private static func tree(_ value: RecordedValue) -> JSONTree {
        .members([
            ("count", .integer(value.count)), ("max", .number(value.maximum)), ("mean", .number(value.mean)),
            ("min", .number(value.minimum)),
        ])
    }

    private static func without(_ tree: JSONTree, _ keys: [String]) -> JSONTree {
        .object(tree.members.filter { !keys.contains($0.key) })
    }
}
