import Foundation

/// Which span of time a KPI is measured over. Half-open; calendar arithmetic in the configuration's time zone. DESIGN 7.
///
/// Quarters and years know the month that the company's year starts in, so that a window means one thing wherever it is asked.
public enum Window: Hashable, Sendable {
    /// `[now - lag - span, now - lag)`
    case rolling(Span)
    /// The last complete period as of `now - lag`.
    case last(Period)
    /// The period that `now - lag` lies in, so far.
    case this(Period)

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
        case .last(let period): "last \(period.unit.rawValue)"
        case .this(let period): "this \(period.unit.rawValue)"
        }
    }
}
