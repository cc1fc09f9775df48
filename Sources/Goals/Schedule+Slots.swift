import Foundation

// Slots of the local clock (days, weeks, cron, at) follow one rule: the slot of a time that the clock skips is the next instant, that
// of a time it shows twice is the first (`Zone.instant`). The instants of rising local times therefore never fall, though two of them may
// be the same instant, which is then one slot.
extension Schedule {
    /// The last slot that is not after `date`; `nil` if there is none within 40 years before it.
    public func latestSlot(atOrBefore date: Date, in zone: Zone) -> Date? {
        let plan = SlotPlan(self)
        if case .seconds(let length) = plan {
            return Date(timeIntervalSince1970: (date.timeIntervalSince1970 / length).rounded(.down) * length)
        }
        // The clock may have been put back over midnight: the day after the one it shows may have begun already.
        let last = zone.civil(date).day + 1
        for day in stride(from: last, through: last - SlotPlan.horizon, by: -1) where plan.includes(day) {
            let times = plan.secondsOfDay
            let later = times.partitioningIndex { plan.instant(day, $0, in: zone) > date }
            if later > 0 { return plan.instant(day, times[later - 1], in: zone) }
        }
        return nil
    }

    /// The first slot after `date`; `nil` if there is none within 40 years.
    public func nextSlot(after date: Date, in zone: Zone) -> Date? {
        SlotPlan(self).nextSlot(after: date, in: zone)
    }

    /// The slots from one time to another, both included.
    public func slots(from start: Date, through end: Date, in zone: Zone) -> [Date] {
        let plan = SlotPlan(self)
        var slots: [Date] = []
        var slot = latestSlot(atOrBefore: start, in: zone)
        if slot != start { slot = plan.nextSlot(after: start, in: zone) }
        while let present = slot, present <= end {
            slots.append(present)
            slot = plan.nextSlot(after: present, in: zone)
        }
        return slots
    }

    /// How many slots lie strictly between two times; counting stops at `most`.
    public func slotCount(after start: Date, before end: Date, in zone: Zone, atMost most: Int) -> Int {
        let plan = SlotPlan(self)
        var count = 0
        var slot = plan.nextSlot(after: start, in: zone)
        while count < most, let present = slot, present < end {
            count += 1
            slot = plan.nextSlot(after: present, in: zone)
        }
        return count
    }
}

/// A schedule, ready for arithmetic.
private enum SlotPlan {
    case seconds(Double)
    /// Local days of which `includes` is true, at these seconds after midnight.
    case days(includes: @Sendable (Int) -> Bool, secondsOfDay: [Int])

    /// In days; the calendar of days and weekdays repeats within it (29 February of a given weekday: 28 years, 40 over 1900 or 2100).
    static let horizon = 40 * 366

    init(_ schedule: Schedule) {
        switch schedule {
        case .every(let span) where span.days > 0:
            let length = span.days
            self = .days(includes: { $0.isMultiple(of: length) }, secondsOfDay: [0])
        case .every(let span):
            self = .seconds(max(1, span.seconds))
        case .everyWeeks(let weeks, _):
            // Day 4 is 1970-01-05, a Monday.
            let length = max(1, weeks) * 7
            self = .days(includes: { ($0 - 4).isMultiple(of: length) }, secondsOfDay: [0])
        case .cron(let cron):
            self = .days(includes: { cron.includes(CivilTime(day: $0)) }, secondsOfDay: cron.secondsOfDay)
        case .at(let hour, let minute, _):
            self = .days(includes: { _ in true }, secondsOfDay: [hour * 3600 + minute * 60])
        }
    }

    func includes(_ day: Int) -> Bool {
        switch self {
        case .seconds: true
        case .days(let includes, _): includes(day)
        }
    }

    var secondsOfDay: [Int] {
        switch self {
        case .seconds: []
        case .days(_, let seconds): seconds
        }
    }

    func instant(_ day: Int, _ second: Int, in zone: Zone) -> Date {
        zone.instant(CivilTime(day: day, second: Double(second)))
    }

    func nextSlot(after date: Date, in zone: Zone) -> Date? {
        if case .seconds(let length) = self {
            return Date(timeIntervalSince1970: ((date.timeIntervalSince1970 / length).rounded(.down) + 1) * length)
        }
        // The clock may have skipped a day, whose slot is the instant at which it did.
        let first = zone.civil(date).day - 1
        let times = secondsOfDay
        for day in first...(first + Self.horizon) where includes(day) {
            let later = times.partitioningIndex { instant(day, $0, in: zone) > date }
            if later < times.count { return instant(day, times[later], in: zone) }
        }
        return nil
    }
}

extension Array {
    /// The first index whose element `belongs` to the second part of an array that has all those that do not before all those that do.
    fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
