import Foundation
import Goals

/// Times in the form `2026-11-24T10:00:00Z`, with six digits of fraction where there is one; byte by byte, since every line
/// has several.
enum Instant {
    /// What is left of a time once it is written and read: whole microseconds.
    static func rounded(_ date: Date) -> Date {
        let micros = (date.timeIntervalSince1970 * 1_000_000).rounded()
        let whole = (micros / 1_000_000).rounded(.down)
        return Date(timeIntervalSince1970: whole + (micros - whole * 1_000_000) / 1_000_000)
    }

    static func append(_ date: Date, to bytes: inout [UInt8]) {
        let seconds = date.timeIntervalSince1970
        guard seconds == seconds.rounded(), abs(seconds) < 60_000_000_000 else {
            bytes.append(contentsOf: Timestamp.text(date).utf8)
            return
        }
        let civil = CivilTime(utc: date)
        let (year, month, day) = civil.components
        guard (0...9999).contains(year) else {
            bytes.append(contentsOf: Timestamp.text(date).utf8)
            return
        }
        two(year / 100, &bytes)
        two(year % 100, &bytes)
        bytes.append(UInt8(ascii: "-"))
        two(month, &bytes)
        bytes.append(UInt8(ascii: "-"))
        two(day, &bytes)
        bytes.append(UInt8(ascii: "T"))
        two(civil.hour, &bytes)
        bytes.append(UInt8(ascii: ":"))
        two(civil.minute, &bytes)
        bytes.append(UInt8(ascii: ":"))
        two(Int(civil.second) % 60, &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func two(_ number: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    /// `nil` unless it is a time in our own form.
    static func date(_ text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 20 || bytes.count == 27, bytes[bytes.count - 1] == UInt8(ascii: "Z"),
                bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
                bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
                let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
                let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
                let second = number(bytes[17..<19]),
                CivilTime.isValid(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
            else { return nil }
            let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute)
            var seconds = civil.secondsSince1970 + Double(second)
            if bytes.count == 27 {
                guard bytes[19] == UInt8(ascii: "."), let micros = number(bytes[20..<26]) else { return nil }
                seconds += Double(micros) / 1_000_000
            }
            return Date(timeIntervalSince1970: seconds)
        }
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
