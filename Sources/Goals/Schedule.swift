import Foundation

/// When a goal is evaluated. DESIGN 7, "Slots".
public enum Schedule: Hashable, Sendable {
    /// Whole s, m, h: the multiples since 1970-01-01T00:00Z; d: local midnights; w: those of Mondays.
    case every(Span)
    case cron(Cron)
    /// Each day, at a time of the local clock.
    case at(hour: Int, minute: Int, text: String)
}
