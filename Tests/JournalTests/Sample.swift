import Foundation
import Goals

@testable import Journal

/// A state folder of its own, gone when the test is over.
final class TemporaryFolder {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "crmgoals-journal-" + UUID().uuidString
    }

    var state: StateFolder { StateFolder(path: path, fileSystem: PosixFileSystem()) }

    func open(_ now: Date = Sample.start) throws -> Journal { try Journal.open(folder: path, now: now).0 }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    func data(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // It was never made.
        }
    }
}

/// What the tests write: goals that breach and recover, hour by hour.
enum Sample {
    static let start = Date(timeIntervalSince1970: 1_795_514_400)

    static func slot(_ hour: Int) -> Date { start.addingTimeInterval(Double(hour) * 3600) }

    static func measurement(_ value: Double, at: Date, labels: Labels = .none) -> Goals.Measurement {
        Goals.Measurement(
            value: value, unit: .ratio, sample: 1243, numerator: 76, denominator: 1243,
            window: TimeRange(start: at.addingTimeInterval(-30 * 86_400), end: at), labels: labels, now: at,
            duration: 0.00123456789)
    }

    static func reading(_ value: Double, at: Date, labels: Labels = .none) -> Reading {
        Reading(
            at: at, outcome: .value, measurement: measurement(value, at: at, labels: labels),
            verdict: value > 0.05 ? .critical : .ok, condition: "churn > 5%")
    }

    static func series(_ reading: Reading) -> SeriesState {
        var series = SeriesState()
        series.reading = reading
        series.since = reading.at
        series.flapping.evaluations = 3
        return series
    }

    static func goal(_ id: String, at: Date, _ series: SeriesState = SeriesState()) -> GoalState {
        var goal = GoalState(goal: id, kpi: "churn_rate", by: [])
        goal.lastSlot = at
        goal.whole = series
        return goal
    }

    /// An evaluation that finds a value and nothing to tell.
    static func quiet(_ id: String = "churn", hour: Int, _ value: Double = 0.04) -> Commit {
        let at = slot(hour)
        let reading = reading(value, at: at)
        return Commit(
            at: at, states: [goal(id, at: at, series(reading))], readings: [Recording(goal: id, reading: reading)])
    }

    /// An evaluation that opens an episode and owes a delivery to each of the channels.
    static func opening(
        _ id: String = "churn", hour: Int, channels: [String] = ["team", "mail"], value: Double = 0.0612
    ) -> Commit {
        var commit = quiet(id, hour: hour, value)
        let at = slot(hour)
        let episode = "\(id)-\(hour)"
        commit.states[0].whole.episode = Episode(
            id: episode, level: .critical, openedAt: at, peak: value, heard: channels, lastNoticeAt: at)
        let event = Event(
            kind: .opened, at: at, goal: id, level: .critical, episode: episode, value: value, unit: .ratio,
            sample: 1243, numerator: 76, denominator: 1243, window: commit.readings[0].reading.measurement?.window,
            condition: "churn > 5%", since: at, peak: value, channels: channels)
        commit.events = [event]
        commit.deliveries = channels.map {
            Delivery(id: "\(episode)-opened-\($0)", channel: $0, events: [event], queuedAt: at)
        }
        return commit
    }

    static func resolving(_ id: String = "churn", hour: Int, opened: Int, channels: [String] = ["team", "mail"])
        -> Commit
    {
        var commit = quiet(id, hour: hour)
        let episode = "\(id)-\(opened)"
        let event = Event(
            kind: .resolved, at: slot(hour), goal: id, episode: episode, value: 0.04, unit: .ratio,
            since: slot(opened), peak: 0.0612, channels: channels)
        commit.events = [event]
        commit.deliveries = channels.map {
            Delivery(id: "\(episode)-resolved-\($0)", channel: $0, events: [event], queuedAt: slot(hour))
        }
        return commit
    }
}
