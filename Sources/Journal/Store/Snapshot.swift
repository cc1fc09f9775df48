import Foundation
import Goals

/// `snapshot.json`: the state at one moment, and how far journal and measurements had come then. What stands in it is read
/// from there; what was written later from the files.
struct Snapshot {
    var seq: Int
    /// The journal's length, and the checksum of its last line, by which the file is known again.
    var journalLength: Int
    var journalChecksum: String
    /// The file of measurements that was written last, and its length.
    var measurements: String?
    var measurementsLength: Int
    var goals: [Goal]
    var outbox: [Delivery]
    var trends: [String: [Labels: [TrendPoint]]]

    struct Goal {
        var id: String
        var fields: JSONTree
        /// Compact states.
        var series: [(Labels, JSONTree)]
    }

    init(
        _ state: JournalState, journalLength: Int, journalChecksum: String, measurements: String?,
        measurementsLength: Int
    ) throws(JournalError) {
        seq = state.seq
        self.journalLength = journalLength
        self.journalChecksum = journalChecksum
        self.measurements = measurements
        self.measurementsLength = measurementsLength
        goals = []
        for goal in state.goals.values.sorted(by: { $0.goal < $1.goal }) {
            var series = [(Labels.none, try CompactState.tree(goal.whole))]
            for (labels, state) in goal.series.sorted(by: { $0.key < $1.key }) {
                series.append((labels, try CompactState.tree(state)))
            }
            goals.append(Goal(id: goal.goal, fields: try CompactState.fields(goal), series: series))
        }
        outbox = state.outbox
        trends = state.trends
    }

    /// The file's bytes.
    func bytes() throws(JournalError) -> [UInt8] {
        var goalTrees: [JSONTree] = []
        for goal in goals {
            var series: [JSONTree] = []
            for (labels, state) in goal.series { series.append(try tree(labels, state, goal: goal.id)) }
            goalTrees.append(.members([("goal", .text(goal.id)), ("of", goal.fields), ("series", .list(series))]))
        }
        var deliveries: [JSONTree] = []
        for delivery in outbox { deliveries.append(try CompactState.written(delivery)) }
        let tree = JSONTree.members([
            ("v", .integer(1)), ("seq", .integer(seq)),
            ("journal", .members([("bytes", .integer(journalLength)), ("crc", .text(journalChecksum))])),
            (
                "measurements",
                measurements.map {
                    .members([("file", .text($0)), ("bytes", .integer(measurementsLength))])
                }
            ),
            ("goals", .list(goalTrees)), ("outbox", .list(deliveries)),
        ])
        var bytes: [UInt8] = []
        Line.append(tree, to: &bytes)
        return bytes
    }

    /// The series' entry; its trend as times (seconds since 1970) and values in turn.
    private func tree(_ labels: Labels, _ state: JSONTree, goal: String) throws(JournalError) -> JSONTree {
        let points = trends[goal]?[labels] ?? []
        let trend = points.flatMap { [JSONTree.number($0.at.timeIntervalSince1970), .number($0.value)] }
        return .members([
            ("labels", try CompactState.written(labels)), ("state", state),
            ("trend", trend.isEmpty ? nil : .list(trend)),
        ])
    }

    private static func version(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        do throws(JSONReader.Problem) {
            return try JSONReader.tree(bytes, wanted: { $0 == "v" })["v"]?.integer
        } catch {
            return nil
        }
    }

    /// Reads the file's bytes.
    init(reading bytes: [UInt8]) throws(LineProblem) {
        let line = bytes.last == 10 ? bytes.dropLast() : bytes[...]
        let result: Result<JSONTree, LineProblem> = line.withUnsafeBufferPointer { buffer in
            do throws(LineProblem) {
                return .success(try Line.tree(buffer))
            } catch {
                // A newer version may do without the checksum, or do it otherwise: it says its version all the same.
                if let version = Self.version(buffer), version > 1 { return .failure(.newer(version)) }
                return .failure(error)
            }
        }
        let tree = try result.get()
        guard let seq = tree["seq"]?.integer, let length = tree["journal"]?["bytes"]?.integer,
            let checksum = tree["journal"]?["crc"]?.text, let goals = tree["goals"]?.list,
            let outbox = tree["outbox"]?.list
        else { throw .damaged("it lacks what a snapshot has") }
        self.seq = seq
        journalLength = length
        journalChecksum = checksum
        measurements = tree["measurements"]?["file"]?.text
        measurementsLength = tree["measurements"]?["bytes"]?.integer ?? 0
        self.goals = []
        trends = [:]
        do {
            self.outbox = try outbox.map { try TreeDecoder.value(Delivery.self, from: $0) }
        } catch {
            throw .damaged("its outbox cannot be read: \(error)")
        }
        for tree in goals {
            guard let id = tree["goal"]?.text, let series = tree["series"]?.list else {
                throw .damaged("a goal in it cannot be read")
            }
            var goal = Goal(id: id, fields: tree["of"] ?? .empty, series: [])
            for entry in series {
                let labels = Labels(entry["labels"]?.texts ?? [:])
                goal.series.append((labels, entry["state"] ?? .empty))
                let numbers = (entry["trend"]?.list ?? []).compactMap(\.number)
                let points = stride(from: 0, to: numbers.count - 1, by: 2).map {
                    TrendPoint(at: Date(timeIntervalSince1970: numbers[$0]), value: numbers[$0 + 1])
                }
                if !points.isEmpty { trends[id, default: [:]][labels] = points }
            }
            self.goals.append(goal)
        }
    }
}
