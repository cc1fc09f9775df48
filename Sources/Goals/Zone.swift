import Foundation

/// A time zone: turns instants into what the clock on the wall shows there, and back.
public struct Zone: Hashable, Sendable {
    public let timeZone: TimeZone

    public static let utc = Zone(timeZone: .gmt)

    public init(timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// `nil` if the zone database has no such name. Takes IANA names (`Europe/Berlin`) and `UTC`.
    public init?(_ identifier: String) {
        // ICU brings the zone database into a binary that has Swift's libraries inside; this names it, so that it is linked.
        _ = Date.FormatStyle()
        if identifier == "UTC" {
            self = .utc
            return
        }
        guard identifier.contains("/"), let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.timeZone = timeZone
    }

    public var identifier: String { self == .utc ? "UTC" : timeZone.identifier }

    /// Seconds east of Greenwich at an instant.
    public func offset(at date: Date) -> Double {
        self == .utc ? 0 : Double(timeZone.secondsFromGMT(for: date))
    }

    public func civil(_ date: Date) -> CivilTime {
        CivilTime(utc: date.addingTimeInterval(offset(at: date)))
    }

    /// What to make of a time that the clock skips when it is put forward.
    public enum Gap: Sendable {
        /// The instant at which the clock is put forward; what schedules and windows use.
        case nextInstant
        /// As if the clock had not been put forward yet (02:30 is 03:30 summer time); what data uses, as PostgreSQL and Python do.
        case shifted
    }

    /// The instant at which the clock shows `civil`; the first, where it shows it twice.
    public func instant(_ civil: CivilTime, gap: Gap = .nextInstant) -> Date {
        let asUTC = Date(timeIntervalSince1970: civil.secondsSince1970)
        if self == .utc { return asUTC }
        let before = offset(at: asUTC.addingTimeInterval(-86_400))
        let after = offset(at: asUTC.addingTimeInterval(86_400))
        let first = asUTC.addingTimeInterval(-before)
        if before == after || offset(at: first) == before { return first }
        let second = asUTC.addingTimeInterval(-after)
        if offset(at: second) == after { return second }
        switch gap {
        case .shifted: return first
        case .nextInstant: return transition(after: second, before: first)
        }
    }

    /// The first instant in `(low, high]` at which the offset is that of `high`.
    private func transition(after low: Date, before high: Date) -> Date {
        let target = offset(at: high)
        var low = low.timeIntervalSince1970.rounded(.down)
        var high = high.timeIntervalSince1970.rounded(.up)
        while high - low > 1 {
            let middle = ((low + high) / 2).rounded(.down)
            if offset(at: Date(timeIntervalSince1970: middle)) == target {
                high = middle
            } else {
                low = middle
            }
        }
        return Date(timeIntervalSince1970: high)
    }
}
