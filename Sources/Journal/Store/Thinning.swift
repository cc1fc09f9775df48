import Foundation
import Goals

/// Makes files of measurements smaller once their month is over, so that a year of a hundred hourly goals stays small.
///
/// - In a month that is over: at most one value an hour of a series.
/// - 35 days after its end: at most one value a day (UTC), and without windows and states.
///
/// A line that stands for several keeps the last of them and, under `thinned`, count, min, max and mean. The last line of each
/// series in a file stays whole, with its state. A file is written anew beside the old one and put in its place.
struct Thinning {
    let folder: StateFolder

    /// How long after its month's end a file is thinned to days, in seconds.
    static let age: Double = 35 * 86_400

    enum Tier: String {
        case hourly, daily

        /// Seconds.
        var bucket: Double {
            switch self {
            case .hourly: 3600
            case .daily: 86_400
            }
        }
    }

    struct Due {
        var name: String
        var tier: Tier
    }

    /// Files that can be thinned further. `current`: the one that is being written, which is left alone, as are all after it.
    func due(before current: String, now: Date) throws(JournalError) -> [Due] {
        var due: [Due] = []
        for name in try folder.measurementNames() where name < current {
            guard let month = StateFolder.month(of: name) else { continue }
            let tier: Tier = now >= month.end.addingTimeInterval(Self.age) ? .daily : .hourly
            let done = try self.tier(of: name)
            if done != tier, done != .daily { due.append(Due(name: name, tier: tier)) }
        }
        return due
    }

    /// What a file was thinned to: its first line says so.
    private func tier(of name: String) throws(JournalError) -> Tier? {
        guard let file = try folder.fileSystem.openIfThere(folder.file(name)) else { return nil }
        defer { folder.fileSystem.close(file) }
        var tier: Tier?
        try LineReader(fileSystem: folder.fileSystem, file: file).forEach(from: 0) { found throws(JournalError) in
            tier = Self.tree(found)?["thinned_to"]?.text.flatMap(Tier.init)
            return false
        }
        return tier
    }

    func thin(_ due: Due) throws(JournalError) {
        let fileSystem = folder.fileSystem
        let path = folder.file(due.name)
        let source = try fileSystem.open(path, .reading)
        defer { fileSystem.close(source) }
        let target = try fileSystem.open(path + ".new", .replacing)
        defer { fileSystem.close(target) }
        var writer = Output(fileSystem: fileSystem, file: target)
        try writer.add(.members([("thinned_to", .text(due.tier.rawValue)), ("v", .integer(1))]))
        var series: [SeriesName: ThinnedSeries] = [:]
        var order: [SeriesName] = []
        try LineReader(fileSystem: fileSystem, file: source).forEach(from: 0) { found throws(JournalError) in
            guard let tree = Self.tree(found), let line = ReadMeasurementLine(tree) else { return true }
            guard let labels = line.labels else {
                // The goal as such is gone; what it had before comes before that.
                for name in order where name.goal == line.goal {
                    for tree in series[name]?.finish() ?? [] { try writer.add(tree) }
                    series[name] = nil
                }
                order.removeAll { $0.goal == line.goal }
                try writer.add(line.tree)
                return true
            }
            let name = SeriesName(goal: line.goal, labels: labels)
            if series[name] == nil { order.append(name) }
            if let done = series[name, default: ThinnedSeries(bucket: due.tier.bucket)].add(line) {
                try writer.add(done)
            }
            return true
        }
        for name in order {
            for tree in series[name]?.finish() ?? [] { try writer.add(tree) }
        }
        try writer.flush()
        try fileSystem.sync(target)
        try fileSystem.rename(path + ".new", to: path)
        try fileSystem.syncFolder(folder.path)
    }

    /// `nil` of a damaged line, which does not come along.
    private static func tree(_ found: LineReader.Found) -> JSONTree? {
        guard found.isWhole else { return nil }
        do throws(LineProblem) {
            return try Line.tree(found.bytes)
        } catch {
            return nil
        }
    }

    /// Gathers lines, so that each is not a call of its own.
    private struct Output {
        let fileSystem: any FileSystem
        let file: OpenFile
        var bytes: [UInt8] = []
        var length = 0

        init(fileSystem: any FileSystem, file: OpenFile) {
            self.fileSystem = fileSystem
            self.file = file
        }

        mutating func add(_ tree: JSONTree) throws(JournalError) {
            Line.append(tree, to: &bytes)
            if bytes.count > 256 * 1024 { try flush() }
        }

        mutating func flush() throws(JournalError) {
            try fileSystem.writeAll(bytes, to: file, at: length)
            length += bytes.count
            bytes.removeAll(keepingCapacity: true)
        }
    }
}
