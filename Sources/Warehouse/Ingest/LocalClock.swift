import Foundation
import Goals

/// A time as a cell has it: a date, a time of day, and perhaps an offset from UTC of its own.
struct WrittenTime: Hashable {
    /// Days since 1970-01-01.
    var day: Int
    /// Microseconds since midnight.
    var microsecond: Int
    /// Seconds east of Greenwich, if written.
    var offset: Int?
}

/// Turns times as written into microseconds since 1970 in UTC, by the zone of the source.
///
/// The zone database is asked once a calendar day; only the few days round a change of the clock are asked cell by cell.
struct LocalClock {
    let zone: Zone
    private var days: [Int]
    private var offsets: [Int]

    private static let slots = 4096
    /// The clock changes about this day.
    private static let changes = Int.max

    init(zone: Zone) {
        self.zone = zone
        days = Array(repeating: Int.min, count: Self.slots)
        offsets = Array(repeating: 0, count: Self.slots)
    }

    mutating func microseconds(_ time: WrittenTime) -> Int {
        let wall = time.day * 86_400_000_000 + time.microsecond
        if let offset = time.offset { return wall - offset * 1_000_000 }
        let slot = time.day & (Self.slots - 1)
        if days[slot] != time.day {
            days[slot] = time.day
            offsets[slot] = offset(on: time.day)
        }
        if offsets[slot] != Self.changes { return wall - offsets[slot] * 1_000_000 }
        let civil = CivilTime(day: time.day, second: Double(time.microsecond / 1_000_000))
        let seconds = zone.instant(civil, gap: .shifted).timeIntervalSince1970
        return Int(seconds.rounded()) * 1_000_000 + time.microsecond % 1_000_000
    }

    /// The one offset that a day and its neighbours have, else `changes`. No zone changes its clock twice within three days.
    private func offset(on day: Int) -> Int {
        let noon = Double(day) * 86_400 + 43_200
        let before = zone.offset(at: Date(timeIntervalSince1970: noon - 2 * 86_400))
        let after = zone.offset(at: Date(timeIntervalSince1970: noon + 2 * 86_400))
        return before == after ? Int(before) : Self.changes
    }
}
