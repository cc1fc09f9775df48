import Foundation

/// A length of time as people say it: `30d`, `1h30m`, `1 month`. Days and longer are calendar time: a day is a day when the
/// clock is put back, too.
public struct Span: Hashable, Sendable {
    /// Months and longer, in months (a quarter is 3, a year is 12).
    public var months: Int
    /// Days and weeks, in days.
    public var days: Int
    /// Hours and shorter, in seconds.
    public var seconds: Double
    /// As written; what a person is shown.
    public var text: String

    public static let zero = Span(text: "0s")

    public init(months: Int = 0, days: Int = 0, seconds: Double = 0, text: String) {
        self.months = months
        self.days = days
        self.seconds = seconds
        self.text = text
    }

    public static func days(_ days: Int) -> Span { Span(days: days, text: "\(days)d") }
    public static func hours(_ hours: Int) -> Span { Span(seconds: Double(hours) * 3600, text: "\(hours)h") }

    public var isZero: Bool { months == 0 && days == 0 && seconds == 0 }

    /// Whether its length depends on the calendar.
    public var isCalendar: Bool { months != 0 || days != 0 }

    /// Seconds, with a day of 24 hours, a month of 30 and a year of 365 days: for comparing spans, not for arithmetic on times.
    public var nominalSeconds: Double {
        Double(months / 12 * 365 + months % 12 * 30 + days) * 86_400 + seconds
    }

    /// `date` moved by this much, `times` over: months and days on the calendar of `zone`, then seconds.
    public func added(to date: Date, times: Int = 1, in zone: Zone) -> Date {
        guard isCalendar else { return date.addingTimeInterval(seconds * Double(times)) }
        let civil = zone.civil(date).adding(months: months * times).adding(days: days * times)
        return zone.instant(civil).addingTimeInterval(seconds * Double(times))
    }

    public static func == (left: Span, right: Span) -> Bool {
        (left.months, left.days, left.seconds) == (right.months, right.days, right.seconds)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(months)
        hasher.combine(days)
        hasher.combine(seconds)
    }
}
