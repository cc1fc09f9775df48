import Foundation

extension SeriesState.Held {
    /// Begins at `slot`, or goes on to it. The time since the evaluation before counts only where `counted` says so.
    static func advanced(_ held: SeriesState.Held?, to slot: Date, counting interval: CountedInterval?)
        -> SeriesState.Held
    {
        guard var held else { return SeriesState.Held(since: slot) }
        if let interval {
            held.elapsed += interval.elapsed
            held.wall += interval.wall
        }
        return held
    }

    /// Whether it has held for `span`. Days and weeks are measured on the clock on the wall.
    func satisfies(_ span: Span) -> Bool {
        let tolerance = 0.001
        guard span.isCalendar else { return elapsed >= span.seconds - tolerance }
        return wall >= span.nominalSeconds - tolerance
    }
}

/// The time between two evaluations that counts for `for` and `recover_for`.
struct CountedInterval {
    /// Seconds that passed.
    var elapsed: Double
    /// Seconds by the clock on the wall, which differ when it is changed.
    var wall: Double

    init(from start: Date, to end: Date, in zone: Zone) {
        elapsed = end.timeIntervalSince(start)
        wall = zone.civil(end).secondsSince1970 - zone.civil(start).secondsSince1970
    }
}
