/// A cron expression of five fields: minute, hour, day of the month, month, day of the week.
public struct Cron: Hashable, Sendable {
    /// As written, one blank between the fields.
    public var text: String
    public var minutes: Set<Int>
    public var hours: Set<Int>
    public var days: Set<Int>
    public var months: Set<Int>
    /// Sunday is 0, Saturday is 6.
    public var weekdays: Set<Int>
    /// Whether the field begins with something else than `*`. Where both day fields are restricted, either one suffices; else both must
    /// agree (so `*/2` narrows the other field, as in the cron of Debian; POSIX says nothing of steps).
    public var daysRestricted: Bool
    public var weekdaysRestricted: Bool

    /// Whether it runs on the day that `civil` lies in.
    func includes(_ civil: CivilTime) -> Bool {
        let (_, month, day) = civil.components
        guard months.contains(month) else { return false }
        let dayFits = days.contains(day)
        let weekdayFits = weekdays.contains(civil.weekday % 7)
        return daysRestricted && weekdaysRestricted ? dayFits || weekdayFits : dayFits && weekdayFits
    }

    /// The times of day at which it runs, in seconds since midnight, ascending.
    var secondsOfDay: [Int] {
        let minutes = minutes.sorted()
        return hours.sorted().flatMap { hour in minutes.map { hour * 3600 + $0 * 60 } }
    }
}
