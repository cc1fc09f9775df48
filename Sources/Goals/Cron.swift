/// A cron expression of five fields: minute, hour, day of the month, month, day of the week.
public struct Cron: Hashable, Sendable {
    public var text: String
    public var minutes: Set<Int>
    public var hours: Set<Int>
    public var days: Set<Int>
    public var months: Set<Int>
    /// Sunday is 0, Saturday is 6.
    public var weekdays: Set<Int>
    /// Where both day fields are restricted, either one suffices (POSIX crontab).
    public var daysRestricted: Bool
    public var weekdaysRestricted: Bool
}
