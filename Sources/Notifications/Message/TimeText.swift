import Foundation
import Goals

/// Times and lengths of time as people write them.
struct TimeText {
    var language: Language
    var zone: Zone

    /// `24 Nov 2026, 11:00`, `24.11.2026, 11:00 Uhr`; the zone is said once, by `zoneName`.
    func moment(_ date: Date) -> String {
        let civil = zone.civil(date)
        let clock = "\(padded(civil.hour)):\(padded(civil.minute))"
        switch language {
        case .english: return "\(day(civil)), \(clock)"
        case .german: return "\(day(civil)), \(clock) Uhr"
        }
    }

    var zoneName: String { zone.identifier }

    /// A window: its days where it goes from midnight to midnight, both of them counted; else its times.
    func window(_ range: TimeRange) -> String {
        let start = zone.civil(range.start)
        let end = zone.civil(range.end)
        if start.second == 0, end.second == 0, end.day > start.day {
            let last = end.adding(days: -1)
            return last.day == start.day ? day(start) : "\(day(start)) – \(day(last))"
        }
        return "\(moment(range.start)) – \(moment(range.end))"
    }

    /// The two largest units: `3 days 4 hours`, `1 Tag`, `less than a minute`.
    func length(_ seconds: Double) -> String {
        let minutes = Int((max(0, min(seconds, 1e12)) / 60).rounded())
        let parts: [(count: Int, one: String, many: String)] =
            switch language {
            case .english:
                [
                    (minutes / 1440, "day", "days"), (minutes / 60 % 24, "hour", "hours"),
                    (minutes % 60, "minute", "minutes"),
                ]
            case .german:
                [
                    (minutes / 1440, "Tag", "Tage"), (minutes / 60 % 24, "Stunde", "Stunden"),
                    (minutes % 60, "Minute", "Minuten"),
                ]
            }
        guard let first = parts.firstIndex(where: { $0.count > 0 }) else {
            return language == .german ? "weniger als eine Minute" : "less than a minute"
        }
        return parts[first...].prefix(2).filter { $0.count > 0 }
            .map { "\($0.count) \($0.count == 1 ? $0.one : $0.many)" }.joined(separator: " ")
    }

    private func day(_ civil: CivilTime) -> String {
        let (year, month, day) = civil.components
        switch language {
        case .english: return "\(day) \(Self.months[month - 1]) \(year)"
        case .german: return "\(padded(day)).\(padded(month)).\(year)"
        }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
