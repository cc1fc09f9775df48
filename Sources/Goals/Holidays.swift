/// The days on which nobody works, weekends aside.
public struct Holidays: Hashable, Sendable {
    /// Days since 1970-01-01.
    private let days: Set<Int>

    public static let none = Holidays([])

    /// The time of day does not matter.
    public init(_ dates: some Sequence<CivilTime>) {
        days = Set(dates.map(\.day))
    }

    public var isEmpty: Bool { days.isEmpty }

    public func contains(_ date: CivilTime) -> Bool { days.contains(date.day) }

    /// Monday to Friday, and no holiday.
    public func isWorkingDay(_ date: CivilTime) -> Bool {
        date.weekday <= 5 && !contains(date)
    }

    /// How many working days there are from the day of `start` until before the day of `end`; 0 where it is not later.
    public func workingDays(from start: CivilTime, to end: CivilTime) -> Int {
        guard start.day < end.day else { return 0 }
        let weekdays = Self.weekdays(before: end) - Self.weekdays(before: start)
        return weekdays - days.count { start.day <= $0 && $0 < end.day && CivilTime(day: $0).weekday <= 5 }
    }

    /// Mondays to Fridays before a day, counted from one Monday; only differences mean something.
    private static func weekdays(before date: CivilTime) -> Int {
        // 1970-01-05 was a Monday.
        let sinceMonday = date.day - 4
        let week = sinceMonday >= 0 ? sinceMonday / 7 : (sinceMonday - 6) / 7
        return week * 5 + min(sinceMonday - week * 7, 5)
    }
}
