import Foundation
import Goals

/// Recorded values of the goals that were asked for, read from the files once and kept up to date after that.
struct RecordedValues {
    let folder: StateFolder
    private var goals: [String: GoalValues] = [:]

    /// A series keeps no more than so many values in memory; more are read from the files each time.
    static let limit = 20_000

    private struct GoalValues {
        /// All values from here on are here.
        var since: Date
        /// How far back was asked for the last time, in seconds.
        var span: Double
        var values: [Labels: [RecordedValue]]
    }

    init(folder: StateFolder) {
        self.folder = folder
    }

    mutating func values(
        goal: String, labels: Labels, since: Date
    ) throws(JournalError) -> [RecordedValue] {
        if let known = goals[goal], known.since <= since {
            let newest = known.values.values.compactMap(\.last?.at).max() ?? since
            goals[goal]?.span = max(0, newest.timeIntervalSince(since))
            return Self.part(known.values[labels] ?? [], since: since)
        }
        let read = try Self.read(folder, goal: goal, since: since)
        let newest = read.values.compactMap(\.last?.at).max() ?? since
        goals[goal] = GoalValues(since: since, span: max(0, newest.timeIntervalSince(since)), values: read)
        trim(goal)
        return Self.part(read[labels] ?? [], since: since)
    }

    /// Called with what was committed.
    mutating func add(_ readings: [Recording]) {
        for recording in readings {
            guard goals[recording.goal] != nil else { continue }
            let at = recording.reading.at
            if let measurement = recording.reading.measurement {
                let value = measurement.kpiValue ?? measurement.value
                add(value, at, recording.goal, recording.labels)
            }
            trim(recording.goal)
        }
    }

    private mutating func add(_ value: Double, _ at: Date, _ goal: String, _ labels: Labels) {
        Self.insert(
            RecordedValue(at: at, value: value),
            into: &goals[goal, default: .init(since: at, span: 0, values: [:])].values[labels, default: []])
    }

    /// A goal that was removed, or now asks for something else, begins anew.
    mutating func forget(_ goal: String) {
        goals[goal] = nil
    }

    /// Lets go of what is older than anybody asked for, and of what is too much.
    private mutating func trim(_ goal: String) {
        guard var known = goals[goal] else { return }
        for labels in known.values.keys {
            guard let values = known.values[labels], let newest = values.last?.at else { continue }
            let floor = newest.addingTimeInterval(-known.span - 86_400)
            // Now and then, not for each value.
            if values.count > 64, values[values.count / 4].at < floor {
                known.values[labels] = values.filter { $0.at >= floor }
                known.since = max(known.since, floor)
            }
            if values.count > Self.limit {
                known.values[labels] = Array(values.suffix(Self.limit / 2))
                known.since = max(known.since, values[values.count - Self.limit / 2].at)
            }
        }
        goals[goal] = known
    }

    private static func part(_ values: [RecordedValue], since: Date) -> [RecordedValue] {
        Array(values.drop { $0.at < since })
    }

    /// Slots come in order, but for a missed window that is made up for; a slot that was evaluated again counts once.
    private static func insert(_ value: RecordedValue, into values: inout [RecordedValue]) {
        guard let last = values.last, value.at <= last.at else {
            values.append(value)
            return
        }
        let index = values.firstIndex { $0.at >= value.at } ?? values.endIndex
        if index < values.endIndex, values[index].at == value.at {
            values[index] = value
        } else {
            values.insert(value, at: index)
        }
    }

    private static func read(
        _ folder: StateFolder, goal: String, since: Date
    ) throws(JournalError) -> [Labels: [RecordedValue]] {
        var values: [Labels: [RecordedValue]] = [:]
        var kpi: String?
        let mark = Array("\"goal\":\(String(decoding: JSONWriter.bytes(.text(goal)), as: UTF8.self)),".utf8)
        for name in try folder.measurementNames() where (StateFolder.month(of: name)?.end ?? since) > since {
            guard let file = try folder.fileSystem.openIfThere(folder.file(name)) else { continue }
            defer { folder.fileSystem.close(file) }
            try LineReader(fileSystem: folder.fileSystem, file: file).forEach(from: 0) { found throws(JournalError) in
                guard found.isWhole, found.bytes.contains(mark), let line = Self.line(found.bytes), line.goal == goal
                else { return true }
                if let before = kpi, let now = line.kpi, before != now { values = [:] }
                if line.labels == nil { values = [:] }
                kpi = line.kpi ?? kpi
                guard let labels = line.labels, line.at >= since else { return true }
                if let value = line.value {
                    insert(value, into: &values[labels, default: []])
                }
                return true
            }
        }
        return values
    }

    private static let unused: Set = ["state", "window", "condition", "reason", "notes"]

    /// A damaged line is left out: starts and `verifyOlder` report it.
    private static func line(_ bytes: UnsafeBufferPointer<UInt8>) -> ReadMeasurementLine? {
        do throws(LineProblem) {
            return ReadMeasurementLine(try Line.tree(bytes, wanted: { !unused.contains($0) }))
        } catch {
            return nil
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return false }
        for start in 0...(count - part.count)
        where self[start] == first && self[start..<(start + part.count)].elementsEqual(part) {
            return true
        }
        return false
    }
}
