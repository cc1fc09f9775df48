import Foundation

/// A date and a time of day as a calendar and a clock on a wall show them, in no particular time zone (proleptic Gregorian).
///
/// The day arithmetic is that of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). It is ours because a
/// CSV row costs two or more of these, and `Calendar` takes microseconds for one.
public struct CivilTime: Hashable, Sendable, Comparable {
    /// Days since 1970-01-01.
    public var day: Int
    /// Seconds since midnight, 0..<86_400, fractions included.
    public var second: Double

    public init(day: Int, second: Double = 0) {
        self.day = day
        self.second = second
    }

    /// The caller has checked the ranges; see `isValid(year:month:day:)`.
    public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Double = 0) {
        self.day = Self.days(year: year, month: month, day: day)
        self.second = Double(hour * 3600 + minute * 60) + second
    }

    /// What a clock in UTC shows at `date`. Times more than 300,000 years away are as good as that far.
    public init(utc date: Date) {
        let seconds = date.boundedSeconds
        let day = (seconds / 86_400).rounded(.down)
        self.init(day: Int(day), second: seconds - day * 86_400)
    }

    /// Seconds since 1970-01-01T00:00 of the same clock.
    public var secondsSince1970: Double { Double(day) * 86_400 + second }

    public var year: Int { components.year }
    public var month: Int { components.month }
    public var dayOfMonth: Int { components.day }
    public var hour: Int { Int(second) / 3600 }
    public var minute: Int { Int(second) / 60 % 60 }
    /// ISO 8601: Monday is 1, Sunday is 7.
    public var weekday: Int { ((day + 3) % 7 + 7) % 7 + 1 }

    public var components: (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Midnight of the same day.
    public var midnight: CivilTime { CivilTime(day: day) }

    /// The same time of day `months` later; the day is kept where the month has it, else the month's last.
    public func adding(months: Int) -> CivilTime {
        let (year, month, day) = components
        let index = year * 12 + (month - 1) + months
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        let newMonth = index - newYear * 12 + 1
        let length = Self.length(ofMonth: newMonth, year: newYear)
        return CivilTime(day: Self.days(year: newYear, month: newMonth, day: min(day, length)), second: second)
    }

    public func adding(days: Int) -> CivilTime {
        CivilTime(day: day + days, second: second)
    }

    public static func < (left: CivilTime, right: CivilTime) -> Bool {
        (left.day, left.second) < (right.day, right.second)
    }

    public static func isValid(year: Int, month: Int, day: Int) -> Bool {
        (1...12).contains(month) && day >= 1 && day <= length(ofMonth: month, year: year)
    }

    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01.
    public static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Date {
    /// Seconds since 1970, near enough to be a whole number; what is no number is the earliest.
    var boundedSeconds: Double {
        // In this order a NaN becomes the bound.
        min(max(-1e13, timeIntervalSince1970), 1e13)
    }
}
