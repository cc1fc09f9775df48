import Foundation
import Goals

/// Which slots of a goal are still to be evaluated. DESIGN 7.
enum DueSlots {
    /// Missed windows that are made up for, at most.
    static let most = 31

    /// The slots to evaluate now, in order. Slots missed while the machine slept or the daemon was down: the latest only; with a
    /// `last ...` window, each missed window once, at its latest slot.
    static func slots(of goal: Goal, after last: Date?, now: Date, in zone: Zone) -> [Date] {
        guard let latest = goal.schedule.latestSlot(atOrBefore: now, in: zone) else { return [] }
        guard let last else { return [latest] }
        guard latest > last else { return [] }
        guard case .last = goal.window else { return [latest] }

        func window(_ slot: Date) -> TimeRange { goal.window.range(asOf: slot, lag: goal.lag, in: zone) }
        let evaluated = window(last)
        var slots = [latest]
        var slot = latest
        while slots.count < most {
            // The window changed when the period ended, which the goal sees `lag` later.
            let change = goal.lag.added(to: window(slot).end, in: zone)
            guard
                let earlier = goal.schedule.latestSlot(
                    atOrBefore: min(change, slot).addingTimeInterval(-0.001), in: zone),
                earlier > last, window(earlier) != evaluated
            else { break }
            if window(earlier) != window(slot) { slots.append(earlier) }
            slot = earlier
        }
        return slots.reversed()
    }
}
