import Foundation
import Goals
import Testing

@testable import Daemon

@Suite struct DueSlotsTests {
    let start = Date(timeIntervalSince1970: 1_767_225_600)  // 2026-01-01T00:00Z

    private func goal(every: String, window: Window = .rolling(.days(30))) throws -> Goal {
        Goal(id: "churn", kpi: "churn_rate", unit: .ratio, window: window, schedule: try Schedule(every: every))
    }

    @Test func aNewGoalRunsAtOnceForItsLatestSlot() throws {
        let slots = DueSlots.slots(of: try goal(every: "1h"), after: nil, now: start + 5000, in: .utc)
        #expect(slots == [start + 3600])
    }

    @Test func nothingIsDueBeforeTheNextSlot() throws {
        let slots = DueSlots.slots(of: try goal(every: "1h"), after: start + 3600, now: start + 7199, in: .utc)
        #expect(slots == [])
    }

    @Test func ofMissedSlotsOnlyTheLatestIsEvaluated() throws {
        let slots = DueSlots.slots(of: try goal(every: "1h"), after: start, now: start + 10 * 3600, in: .utc)
        #expect(slots == [start + 10 * 3600])
    }

    @Test func eachMissedLastWindowIsEvaluatedOnceInOrder() throws {
        let goal = try goal(every: "12h", window: .last(.day))
        let slots = DueSlots.slots(of: goal, after: start + 43_200, now: start + 4 * 86_400 + 100, in: .utc)
        // The day before each midnight is a window; the latest slot of each day is taken, and the latest slot of all.
        #expect(slots == [1.5, 2.5, 3.5, 4].map { start + $0 * 86_400 })
    }

    @Test func missedLastWindowsAreMadeUpForThirtyOneAtMost() throws {
        let goal = try goal(every: "1d", window: .last(.day))
        let slots = DueSlots.slots(of: goal, after: start, now: start + 100 * 86_400, in: .utc)
        #expect(slots.count == 31)
        #expect(slots.last == start + 100 * 86_400)
        #expect(slots == slots.sorted())
    }

    @Test func aWindowThatWasEvaluatedIsNotMadeUpForAgain() throws {
        let goal = try goal(every: "6h", window: .last(.month))
        let slots = DueSlots.slots(of: goal, after: start + 86_400, now: start + 5 * 86_400, in: .utc)
        #expect(slots == [start + 5 * 86_400])
    }

    @Test func theClockPutBackEvaluatesNothing() throws {
        #expect(DueSlots.slots(of: try goal(every: "1h"), after: start + 7200, now: start, in: .utc) == [])
    }
}
