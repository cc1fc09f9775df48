import Foundation

/// Which span of time a KPI is measured over. Half-open; calendar arithmetic in the configuration's time zone. DESIGN 7.
public enum Window: Hashable, Sendable {
    /// `[now - lag - span, now - lag)`
    case rolling(Span)
    /// The last complete period as of `now - lag`.
    case last(Period)
    /// The period that `now - lag` lies in, so far.
    case this(Period)

    public enum Period: String, Sendable, CaseIterable {
        case day, week, month, quarter, year

        /// Its length as a span, for stepping from one to the next.
        public var span: Span {
            switch self {
            case .day: Span(days: 1, text: "1d")
            case .week: Span(days: 7, text: "1w")
            case .month: Span(months: 1, text: "1 month")
            case .quarter: Span(months: 3, text: "1 quarter")
            case .year: Span(months: 12, text: "1 year")
            }
        }

        /// The first midnight of the period that `civil` lies in. Weeks start on Monday.
        public func start(of civil: CivilTime) -> CivilTime {
            switch self {
            case .day: civil.midnight
            case .week: CivilTime(day: civil.day - (civil.weekday - 1))
            case .month: CivilTime(year: civil.year, month: civil.month, day: 1)
            case .quarter: CivilTime(year: civil.year, month: (civil.month - 1) / 3 * 3 + 1, day: 1)
            case .year: CivilTime(year: civil.year, month: 1, day: 1)
            }
        }
    }

    /// The window as of `now`.
    public func range(asOf now: Date, lag: Span = .zero, in zone: Zone) -> TimeRange {
        let end = lag.isZero ? now : lag.added(to: now, times: -1, in: zone)
        switch self {
        case .rolling(let span):
            return TimeRange(start: span.added(to: end, times: -1, in: zone), end: end)
        case .last(let period):
            let close = period.start(of: zone.civil(end))
            var open = period.start(of: close.adding(days: -1))
            // A day that the clock skipped whole (Apia, 2011-12-30) was no day.
            while zone.instant(open) == zone.instant(close) { open = period.start(of: open.adding(days: -1)) }
            return TimeRange(start: zone.instant(open), end: zone.instant(close))
        case .this(let period):
            return TimeRange(start: zone.instant(period.start(of: zone.civil(end))), end: end)
        }
    }

    /// How far `now` is moved back to measure the window just before this one.
    public var step: Span {
        switch self {
        case .rolling(let span): span
        case .last(let period), .this(let period): period.span
        }
    }

    /// As it is written in goals.json.
    public var text: String {
        switch self {
        case .rolling(let span): span.text
        case .last(let period): "last \(period.rawValue)"
        case .this(let period): "this \(period.rawValue)"
        }
    }
}
