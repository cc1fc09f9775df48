import Foundation
import Goals
import Testing

@testable import Journal

@Suite struct MeasurementsTests {
    private let folder = TemporaryFolder()

    @Test func recordedValuesAreThoseSinceATimeAndGrowWithTheJournal() throws {
        let journal = try folder.open()
        for hour in 0..<5 { try journal.commit(Sample.quiet(hour: hour, 0.01 * Double(hour + 1))) }
        try journal.commit(Sample.quiet("other", hour: 4, 0.5))
        let since = Sample.slot(2)
        let values = try journal.recordedValues(goal: "churn", since: since)
        #expect(values == [0.03, 0.04, 0.05].enumerated().map { RecordedValue(at: Sample.slot(2 + $0), value: $1) })
        #expect(values.value(of: .min) == 0.03)
        #expect(values.value(of: .max) == 0.05)
        #expect(values.value(of: .avg) == 0.04)
        try journal.commit(Sample.quiet(hour: 5, 0.06))
        #expect(try journal.recordedValues(goal: "churn", since: since).map(\.value) == [0.03, 0.04, 0.05, 0.06])
        #expect(try journal.recordedValues(goal: "churn", since: Sample.slot(-9)).count == 6)
        #expect(try Journal.recordedValues(folder: folder.path, goal: "churn", since: since).count == 4)
        #expect(try journal.recordedValues(goal: "nobody", since: since).isEmpty)
        #expect([RecordedValue]().value(of: .avg) == nil)
    }

    @Test func aGoalThatAsksForSomethingElseBeginsAnew() throws {
        let journal = try folder.open()
        try journal.commit(Sample.quiet(hour: 0))
        #expect(try journal.recordedValues(goal: "churn", since: Sample.slot(-1)).count == 1)
        var changed = Sample.quiet(hour: 1, 0.7)
        changed.states[0].kpi = "nps"
        try journal.commit(changed)
        #expect(try journal.recordedValues(goal: "churn", since: Sample.slot(-1)).map(\.value) == [0.7])
        #expect(journal.state.trend("churn").map(\.value) == [0.7])
        #expect(try Journal.read(folder: folder.path) == journal.state)
        try journal.commit(Commit(at: Sample.slot(2), removed: ["churn"]))
        try journal.commit(Sample.quiet(hour: 3, 0.8))
        #expect(
            try Journal.recordedValues(folder: folder.path, goal: "churn", since: Sample.slot(-1)).map(\.value) == [0.8]
        )
        #expect(try Journal.read(folder: folder.path) == journal.state)
    }

    @Test func theLeadingKPIIsRecordedBesideTheValue() throws {
        let journal = try folder.open()
        var commit = Sample.quiet(hour: 0, 0.1)
        commit.readings[0].reading.measurement?.kpiValue = 7
        commit.states[0].whole.reading = commit.readings[0].reading
        try journal.commit(commit)
        for _ in 1...2 {
            #expect(try journal.recordedValues(goal: "churn", since: Sample.slot(0)).map(\.value) == [7])
        }
        #expect(journal.state.trend("churn").map(\.value) == [0.1])
        #expect(try Journal.read(folder: folder.path) == journal.state)
    }

    @Test func theIntervalAndADoubtAreKept() throws {
        let journal = try folder.open()
        var commit = Sample.quiet(hour: 0, 0.0612)
        commit.readings[0].reading.measurement?.interval = .init(low: 0.049, high: 0.076)
        commit.readings[0].reading.verdict = .ok
        commit.readings[0].reading.doubted = .critical
        commit.states[0].whole.reading = commit.readings[0].reading
        try journal.commit(commit)
        let kept = try #require(try Journal.read(folder: folder.path).goals["churn"]?.whole.reading)
        #expect(kept == commit.readings[0].reading)
        #expect(try folder.text("measurements-2026-11.jsonl").contains("\"interval\":[0.049,0.076]"))
    }

    @Test func theTrendIsTheLastThirtyValues() throws {
        let journal = try folder.open()
        for hour in 0..<40 { try journal.commit(Sample.quiet(hour: hour, Double(hour))) }
        #expect(journal.state.trend("churn").map(\.value) == (10..<40).map(Double.init))
        try journal.saveSnapshot()
        try journal.commit(Sample.quiet(hour: 40, 40))
        #expect(try Journal.read(folder: folder.path) == journal.state)
    }

    @Test func aYearOfAHundredHourlyGoalsStaysUnderAHundredMegabytes() throws {
        // A week of one goal is written; the rest is arithmetic: lines are alike.
        let journal = try folder.open()
        var commits: [Commit] = []
        for hour in 0..<(7 * 24) {
            var commit = Sample.quiet(hour: hour, 0.04 + Double(hour) / 7919)
            commit.readings[0].reading.condition = "churn_rate{segment=\"smb\"}[30d] > 5%"
            commit.states[0].whole.reading = commit.readings[0].reading
            commit.states[0].whole.judgedBy = "churn_rate{segment=\"smb\"}[30d] > 5%"
            commits.append(commit)
            try journal.commit(commit)
        }
        try journal.commit(Sample.quiet("other", hour: 900))
        let name = "measurements-2026-11.jsonl"
        let november = try folder.data(name).count + folder.data("measurements-2026-12.jsonl").count
        let line = Double(november) / Double(7 * 24 + 1)
        try journal.thin(now: Sample.slot(900))
        let hourly = try Double(folder.data(name).count) / Double(try folder.text(name).split(separator: "\n").count)
        try journal.thin(now: Sample.slot(3000))
        let daily = try Double(folder.data(name).count) / Double(try folder.text(name).split(separator: "\n").count)
        // The month that runs as it is; then up to 66 days by the hour; the rest by the day.
        let year = 100 * (31 * 24 * line + 66 * 24 * hourly + 300 * daily)
        #expect(year < 100e6, "\(year / 1e6) MB; lines of \(line), \(hourly) and \(daily) bytes")
        #expect(year > 20e6)
    }

    @Test func thinningKeepsMinMaxMeanAndTheLastValueOfADay() throws {
        let journal = try folder.open()
        var values: [Double] = []
        var random = SeededRandom(seed: 5)
        for hour in 0..<100 {
            let value = Double.random(in: 0..<1, using: &random)
            values.append(value)
            try journal.commit(Sample.quiet(hour: hour, value))
        }
        try journal.commit(Sample.quiet("idle", hour: 100))
        try journal.commit(Sample.quiet("other", hour: 24 * 40))
        let before = try Journal.recordedValues(folder: folder.path, goal: "churn", since: Sample.slot(-1))
        let state = journal.state
        try journal.thin(now: Sample.slot(24 * 80))
        let after = try Journal.recordedValues(folder: folder.path, goal: "churn", since: Sample.slot(-1))
        #expect(before.count == 100)
        #expect(after.count == 5)
        #expect(after.reduce(0) { $0 + $1.count } == 100)
        #expect(after.value(of: .min) == values.min())
        #expect(after.value(of: .max) == values.max())
        let mean = values.reduce(0, +) / 100
        #expect(abs((after.value(of: .avg) ?? 0) - mean) < 1e-12)
        #expect(after.last?.value == values.last)
        #expect(after.map(\.at) == [13, 37, 61, 85, 99].map(Sample.slot))
        // Done once; and known series keep their state, even if the snapshot is lost.
        let bytes = try folder.data("measurements-2026-11.jsonl")
        try journal.thin(now: Sample.slot(24 * 81))
        #expect(try folder.data("measurements-2026-11.jsonl") == bytes)
        try FileManager.default.removeItem(atPath: folder.path + "/snapshot.json")
        #expect(try Journal.read(folder: folder.path).goals == state.goals)
    }

    @Test func thinningThatIsInterruptedAnywhereLeavesTheOldFileOrTheNew() throws {
        func written() throws -> (MemoryFileSystem, Journal) {
            let fileSystem = MemoryFileSystem()
            let journal = try Journal.open(StateFolder(path: "/s", fileSystem: fileSystem), now: Sample.start).0
            for hour in 0..<6 { try journal.commit(Sample.quiet(hour: hour, Double(hour))) }
            try journal.commit(Sample.opening("other", hour: 24 * 40))
            return (fileSystem, journal)
        }
        let (whole, journal) = try written()
        let first = whole.calls
        try journal.thin(now: Sample.slot(24 * 80))
        var random = SeededRandom(seed: 9)
        for last in first...whole.calls {
            let (fileSystem, journal) = try written()
            fileSystem.fail { $0 > last ? EIO : nil }
            do {
                try journal.thin(now: Sample.slot(24 * 80))
            } catch {
                #expect(last < whole.calls)
            }
            for disk in [fileSystem.afterKill(), fileSystem.afterPowerCut(&random)] {
                let folder = StateFolder(path: "/s", fileSystem: disk)
                var recorded = RecordedValues(folder: folder)
                let values = try recorded.values(goal: "churn", labels: .none, since: Sample.slot(-1))
                #expect([1, 6].contains(values.count))
                #expect(values.reduce(0) { $0 + $1.count } == 6)
                #expect(try Journal.read(folder) == journal.state)
            }
        }
    }
}
