import Foundation

/// The one way a time is written in files, JSON and messages to programs: `2026-11-24T10:00:00Z`.
public enum Timestamp {
    /// UTC to the second, or to the microsecond where there is a fraction. Times before the year 0 or after 9999 are shown as its first or
    /// last second.
    public static func text(_ date: Date) -> String {
        let seconds = date.timeIntervalSince1970
        // -62_167_219_200 is 0000-01-01T00:00:00Z, 253_402_300_799 is 9999-12-31T23:59:59Z. NaN becomes the first.
        let micros = Int(((seconds > earliest ? min(seconds, latest) : earliest) * 1_000_000).rounded())
        let whole = Int((Double(micros) / 1_000_000).rounded(.down))
        return text(seconds: whole, micros: micros - whole * 1_000_000)
    }

    private static let earliest: Double = -62_167_219_200
    private static let latest: Double = 253_402_300_799

    private static func text(seconds: Int, micros: Int) -> String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let second = seconds - day * 86_400
        let (year, month, dayOfMonth) = CivilTime(day: day).components
        return String(unsafeUninitializedCapacity: 27) { buffer in
            var length = 0
            func put(_ byte: UInt8) {
                buffer[length] = byte
                length += 1
            }
            func put(_ number: Int, digits: Int) {
                var divisor = 1
                for _ in 1..<digits { divisor *= 10 }
                while divisor > 0 {
                    put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
                    divisor /= 10
                }
            }
            put(year, digits: 4)
            put(UInt8(ascii: "-"))
            put(month, digits: 2)
            put(UInt8(ascii: "-"))
            put(dayOfMonth, digits: 2)
            put(UInt8(ascii: "T"))
            put(second / 3600, digits: 2)
            put(UInt8(ascii: ":"))
            put(second / 60 % 60, digits: 2)
            put(UInt8(ascii: ":"))
            put(second % 60, digits: 2)
            if micros > 0 {
                put(UInt8(ascii: "."))
                put(micros, digits: 6)
            }
            put(UInt8(ascii: "Z"))
            return length
        }
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(abs(number))
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
