import Foundation

/// The one way a time is written in files, JSON and messages to programs: `2026-11-24T10:00:00Z`.
public enum Timestamp {
    /// UTC to the second, or to the microsecond where there is a fraction.
    public static func text(_ date: Date) -> String {
        let micros = (date.timeIntervalSince1970 * 1_000_000).rounded()
        let whole = (micros / 1_000_000).rounded(.down)
        let fraction = Int(micros - whole * 1_000_000)
        let civil = CivilTime(utc: Date(timeIntervalSince1970: whole))
        let (year, month, day) = civil.components
        var text = padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
        text += "T" + padded(civil.hour, 2) + ":" + padded(civil.minute, 2) + ":" + padded(Int(civil.second) % 60, 2)
        if fraction > 0 { text += "." + padded(fraction, 6) }
        return text + "Z"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(abs(number))
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
