import Foundation

/// A time zone: turns instants into what the clock on the wall shows there, and back.
public struct Zone: Hashable, Sendable {
    public let timeZone: TimeZone
    private let offsets: ZoneOffsets?

    public static let utc = Zone(timeZone: .gmt)

    public init(timeZone: TimeZone) {
        self.timeZone = timeZone
        offsets = timeZone == .gmt ? nil : ZoneOffsets(timeZone)
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
        self.init(timeZone: timeZone)
    }

    public static func == (left: Zone, right: Zone) -> Bool { left.timeZone == right.timeZone }

    public func hash(into hasher: inout Hasher) { hasher.combine(timeZone) }

    public var identifier: String { offsets == nil ? "UTC" : timeZone.identifier }

    /// Seconds east of Greenwich at an instant.
    public func offset(at date: Date) -> Double {
        Double(offset(atSecond: Int(date.boundedSeconds.rounded(.down))))
    }

    private func offset(atSecond second: Int) -> Int {
        offsets?.offset(at: second) ?? 0
    }

    /// Where the offset changes from `first` up to and with `last`, latest first, in whole seconds since 1970: from `second` on it is
    /// `offset` seconds east of Greenwich. Before all of them, and where there is none, it is `earliest`.
    public func offsetChanges(from first: Date, through last: Date) -> (
        changes: [(second: Int, offset: Int)], earliest: Int
    ) {
        let low = Int(first.boundedSeconds.rounded(.down))
        let high = Int(last.boundedSeconds.rounded(.down))
        return (offsets?.changes(from: low, through: high) ?? [], offset(atSecond: low))
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
        let whole = civil.second.rounded(.down)
        let (seconds, isSkipped) = resolve(civil.day * 86_400 + Int(whole), gap)
        // A fraction of a second that is skipped is not part of the instant at which the clock is put forward.
        let fraction = isSkipped && gap == .nextInstant ? 0 : civil.second - whole
        return Date(timeIntervalSince1970: Double(seconds) + fraction)
    }

    /// Whole seconds since 1970 of a time in data (`.shifted`); fractions of `civil` are dropped.
    func seconds(of civil: CivilTime) -> Int {
        resolve(civil.day * 86_400 + Int(civil.second.rounded(.down)), .shifted).seconds
    }

    /// `local`: seconds since 1970-01-01T00:00 of the clock on the wall.
    private func resolve(_ local: Int, _ gap: Gap) -> (seconds: Int, isSkipped: Bool) {
        guard let offsets else { return (local, false) }
        // No zone is farther than a day from UTC, so these two lie on either side of any change that concerns `local`.
        let before = offsets.offset(at: local - 86_400)
        let after = offsets.offset(at: local + 86_400)
        let first = local - before
        if before == after || offsets.offset(at: first) == before { return (first, false) }
        let second = local - after
        if offsets.offset(at: second) == after { return (second, false) }
        switch gap {
        case .shifted: return (first, true)
        case .nextInstant: return (offsets.change(after: second, notAfter: first), true)
        }
    }
}
