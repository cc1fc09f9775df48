import Foundation
import Goals
import Testing

@testable import Journal

/// Whatever happens between two system calls: what is found afterwards is what was acknowledged, or that and the write that
/// was under way.
@Suite struct CrashTests {
    enum Step: Sendable {
        case commit(Commit)
        case outcome([DeliveryOutcome])
        case snapshot
        case restart

        /// Whether it is on disk when it returns.
        var isSynced: Bool {
            switch self {
            case .commit(let commit): !commit.events.isEmpty || !commit.removed.isEmpty
            case .outcome, .snapshot, .restart: true
            }
        }
    }

    /// A day in the life: two goals of one series, one split in three, a channel that is down.
    static let story: [Step] = {
        var split = GoalState(goal: "nps", kpi: "net_promoter_score", by: ["segment"])
        func bySegment(_ hour: Int, _ segments: [String], events: [Event] = []) -> Commit {
            let at = Sample.slot(hour)
            var commit = Commit(at: at, events: events)
            split.lastSlot = at
            split.series = [:]
            for segment in segments {
                let labels = Labels(["segment": segment])
                let reading = Sample.reading(0.01 * Double(hour), at: at, labels: labels)
                split.series[labels] = Sample.series(reading)
                commit.readings.append(Recording(goal: "nps", labels: labels, reading: reading))
            }
            commit.states = [split]
            return commit
        }
        let gone = Event(
            kind: .closed, at: Sample.slot(5), goal: "nps", labels: Labels(["segment": "smb"]), episode: "e",
            reason: "series_gone")
        var both = Sample.opening("churn", hour: 2)
        let other = Sample.opening("csat", hour: 2)
        both.events += other.events
        both.deliveries += other.deliveries
        both.states += other.states
        both.readings += other.readings
        let alarm = Delivery(
            id: "alarm", channel: "mail", events: both.events, queuedAt: Sample.slot(3),
            deadLetter: .init(id: "churn-2-opened-team", channel: "team", error: "404"))
        return [
            .commit(Sample.quiet("churn", hour: 0)), .commit(bySegment(0, ["smb", "mid", ""])),
            .commit(Sample.quiet("churn", hour: 1)), .commit(both),
            .outcome([DeliveryOutcome("churn-2-opened-mail", at: Sample.slot(2), .delivered)]),
            .outcome([
                DeliveryOutcome(
                    "csat-2-opened-team", at: Sample.slot(2), .retry(nextAttemptAt: Sample.slot(3), error: "503"))
            ]),
            .snapshot, .commit(bySegment(3, ["smb", "mid"])), .commit(Sample.quiet("csat", hour: 3)),
            .outcome([
                DeliveryOutcome(
                    "churn-2-opened-team", at: Sample.slot(3), .deadLetter(error: "404", attempted: true),
                    followUps: [alarm]),
                DeliveryOutcome("csat-2-opened-mail", at: Sample.slot(3), .dropped),
            ]),
            .commit(Sample.resolving("churn", hour: 4, opened: 2)), .restart,
            .commit(bySegment(5, ["mid"], events: [gone])),
            .outcome([DeliveryOutcome("churn-2-opened-team", at: Sample.slot(5), .requeued)]),
            // Into the next month.
            .commit(Sample.opening("churn", hour: 200)), .commit(Sample.quiet("csat", hour: 200)),
            .commit(Commit(at: Sample.slot(201), removed: ["nps"])), .commit(Sample.quiet("churn", hour: 202)),
        ]
    }()

    /// Runs the story; returns the states after each step, up to the one that fails.
    static func run(
        _ fileSystem: MemoryFileSystem, retrying: Bool = false
    ) throws -> (states: [JournalState], failure: (any Error)?) {
        let folder = StateFolder(path: "/var/state", fileSystem: fileSystem)
        var states: [JournalState] = []
        var journal: Journal?
        func open() throws {
            journal = nil
            do {
                journal = try Journal.open(folder, now: Sample.start).0
            } catch  where retrying {
                journal = try Journal.open(folder, now: Sample.start).0
            }
        }
        func perform(_ step: Step) throws {
            switch step {
            case .commit(let commit): try journal?.commit(commit)
            case .outcome(let outcomes): try journal?.record(outcomes)
            case .snapshot: try journal?.saveSnapshot()
            case .restart: try open()
            }
        }
        do {
            try open()
            states.append(journal?.state ?? JournalState())
            for step in story {
                let before = journal?.state
                do {
                    try perform(step)
                } catch  where retrying {
                    #expect(journal?.state == before || journal == nil)
                    try perform(step)
                }
                states.append(journal?.state ?? JournalState())
            }
        } catch {
            return (states, error)
        }
        return (states, nil)
    }

    static func reopened(_ fileSystem: MemoryFileSystem) throws -> JournalState {
        let folder = StateFolder(path: "/var/state", fileSystem: fileSystem)
        let read = try Journal.read(folder)
        let journal = try Journal.open(folder, now: Sample.start).0
        #expect(journal.state == read)
        #expect(try journal.verifyOlder() == [])
        // It goes on from there, and a second start finds the same.
        try journal.commit(Sample.opening("next", hour: 300))
        #expect(journal.state.seq == read.seq + 1)
        #expect(try Journal.read(folder) == journal.state)
        return read
    }

    @Test func theStoryIsTheSameWhenItIsReadBack() throws {
        let fileSystem = MemoryFileSystem()
        let run = try Self.run(fileSystem)
        #expect(run.failure == nil)
        let state = try #require(run.states.last)
        #expect(state.goals.keys.sorted() == ["churn", "csat"])
        #expect(state.outbox.contains { $0.id == "alarm" && $0.deadLetter?.error == "404" })
        #expect(try Self.reopened(fileSystem.afterKill()) == state)
    }

    @Test func aProcessKilledAtAnyCallLosesNothingThatWasAcknowledged() throws {
        let whole = MemoryFileSystem()
        let states = try Self.run(whole).states
        for last in 0...whole.calls {
            let fileSystem = MemoryFileSystem()
            fileSystem.fail { $0 > last ? EIO : nil }
            let acknowledged = try Self.run(fileSystem).states.count - 1
            let found = try Self.reopened(fileSystem.afterKill())
            let allowed = states[max(0, acknowledged)...min(states.count - 1, max(0, acknowledged) + 1)]
            #expect(allowed.contains(found), "killed after call \(last)")
        }
    }

    @Test func aPowerCutAtAnyCallLosesNothingThatWasTold() throws {
        let whole = MemoryFileSystem()
        let states = try Self.run(whole).states
        var random = SeededRandom(seed: 7)
        for last in 0...whole.calls {
            for limit in [last % 2 == 0 ? Int.max : 97] {
                let fileSystem = MemoryFileSystem()
                fileSystem.limitWrites(to: limit)
                fileSystem.fail { $0 > last ? EIO : nil }
                let acknowledged = max(0, try Self.run(fileSystem).states.count - 1)
                // A commit without events may be lost with those before it back to the last that was synced: its slot is
                // evaluated again.
                let synced = Self.story.prefix(acknowledged).lastIndex(where: \.isSynced).map { $0 + 1 } ?? 0
                let found = try Self.reopened(fileSystem.afterPowerCut(&random))
                let allowed = states[synced...min(states.count - 1, acknowledged + 1)]
                #expect(allowed.contains(found), "power cut after call \(last)")
            }
        }
    }

    @Test(arguments: [ENOSPC, EIO])
    func aCallThatFailsOnceChangesNothingAndMayBeRepeated(code: Int32) throws {
        let whole = MemoryFileSystem()
        let states = try Self.run(whole).states
        for number in 1...whole.calls {
            let fileSystem = MemoryFileSystem()
            fileSystem.fail { $0 == number ? code : nil }
            let run = try Self.run(fileSystem, retrying: true)
            #expect(run.failure == nil, "call \(number)")
            #expect(run.states == states, "call \(number)")
            #expect(try Self.reopened(fileSystem.afterKill()) == states.last, "call \(number)")
        }
    }

    @Test func aDiskThatIsFullForAWhileIsWaitedFor() throws {
        let whole = MemoryFileSystem()
        let expected = try Self.run(whole).states
        for start in stride(from: 30, to: whole.calls, by: 7) {
            let fileSystem = MemoryFileSystem()
            let folder = StateFolder(path: "/var/state", fileSystem: fileSystem)
            let journal = try Journal.open(folder, now: Sample.start).0
            fileSystem.fail { (start..<(start + 9)).contains($0) ? ENOSPC : nil }
            for step in Self.story {
                for _ in 0..<20 {
                    do throws(JournalError) {
                        switch step {
                        case .commit(let commit): try journal.commit(commit)
                        case .outcome(let outcomes): try journal.record(outcomes)
                        case .snapshot, .restart: try journal.saveSnapshot()
                        }
                        break
                    } catch {
                        #expect(error.isTransient)
                    }
                }
            }
            #expect(journal.state == expected.last)
            #expect(try Self.reopened(fileSystem.afterKill()) == expected.last)
        }
    }
}
