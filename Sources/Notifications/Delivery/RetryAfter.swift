import Foundation
import Goals

/// `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP-date.
enum RetryAfter {
    /// What is longer than a day is taken for a day: a far side that is wrong must not silence a channel for a year.
    static let longest = 86_400.0

    /// Seconds from `now`, 0...`longest`; `nil` for what is neither form.
    static func seconds(_ text: String, now: Date) -> Double? {
        let text = text.trimmingCharacters(in: .whitespaces)
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            // Digits without end are a number all the same.
            return min(longest, Double(text) ?? longest)
        }
        return date(text).map { min(longest, max(0, $0.timeIntervalSince(now))) }
    }

    /// The three forms of RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`,
    /// `Sun Nov  6 08:49:37 1994`.
    static func date(_ text: String) -> Date? {
        var day: Int?
        var month: Int?
        var year: Int?
        var time: (hour: Int, minute: Int, second: Int)?
        for word in text.split(whereSeparator: { " ,-".contains($0) }) {
            let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
            if parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] {
                time = (hour, minute, second)
            } else if let number = Int(word), number >= 0 {
                if day == nil {
                    day = number
                } else {
                    year = word.count == 2 ? number + (number < 70 ? 2000 : 1900) : number
                }
            } else if let index = months.firstIndex(of: word.lowercased()) {
                month = index + 1
            }
        }
        guard let day, let month, let year, let time, (1900...9999).contains(year),
            CivilTime.isValid(year: year, month: month, day: day),
            (0..<24).contains(time.hour), (0..<60).contains(time.minute), (0...60).contains(time.second)
        else { return nil }
        let civil = CivilTime(
            year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: Double(time.second))
        return Date(timeIntervalSince1970: civil.secondsSince1970)
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}
