import Foundation
import Synchronization

/// The offsets of a time zone from UTC, remembered: asking `TimeZone` takes ten times as long, and a CSV row has several times in it.
final class ZoneOffsets: Sendable {
    private let timeZone: TimeZone
    private let stretches = Mutex<[Int: Stretch]>([:])

    /// Changes of the offset within 2^24 seconds (194 days).
    private struct Stretch {
        var first: Int
        /// Ascending; the offset from that second on.
        var changes: [(second: Int, offset: Int)]
    }

    init(_ timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// Seconds east of Greenwich at a second since 1970.
    func offset(at second: Int) -> Int {
        let stretch = stretch(second >> 24)
        var offset = stretch.first
        for change in stretch.changes where change.second <= second { offset = change.offset }
        return offset
    }

    /// Those in `(low, high]`, latest first.
    func changes(from low: Int, through high: Int) -> [(second: Int, offset: Int)] {
        guard low < high else { return [] }
        var changes: [(second: Int, offset: Int)] = []
        var last = offset(at: low)
        for key in (low >> 24)...(high >> 24) {
            let stretch = stretch(key)
            for change in [(key << 24, stretch.first)] + stretch.changes
            where change.0 > low && change.0 <= high && change.1 != last {
                changes.append((change.0, change.1))
                last = change.1
            }
        }
        return changes.reversed()
    }

    private func stretch(_ key: Int) -> Stretch {
        stretches.withLock { stretches in
            if let known = stretches[key] { return known }
            let new = survey(key)
            stretches[key] = new
            return new
        }
    }

    /// The last change of the offset in `(low, high]`, which has one.
    func change(after low: Int, notAfter high: Int) -> Int {
        change(after: low, notAfter: high, to: offset(at: high), ask: offset(at:))
    }

    private func survey(_ key: Int) -> Stretch {
        let begin = key << 24
        let end = begin + (1 << 24)
        let first = ask(begin)
        var changes: [(second: Int, offset: Int)] = []
        var low = begin
        var last = first
        // Half a day: no zone has changed its offset and changed it back within so short a time.
        while low < end - 1 {
            let high = min(low + 43_200, end - 1)
            let offset = ask(high)
            if offset != last {
                changes.append((change(after: low, notAfter: high, to: offset, ask: ask), offset))
                last = offset
            }
            low = high
        }
        return Stretch(first: first, changes: changes)
    }

    private func ask(_ second: Int) -> Int {
        timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }

    private func change(after low: Int, notAfter high: Int, to offset: Int, ask: (Int) -> Int) -> Int {
        var low = low
        var high = high
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if ask(middle) == offset { high = middle } else { low = middle }
        }
        return high
    }
}
