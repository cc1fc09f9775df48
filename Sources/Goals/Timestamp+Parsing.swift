import Foundation

extension Timestamp {
    /// Reads an ISO 8601 time: `2026-03-01`, `2026-03-01T09:30`, `2026-03-01 09:30:00`, with a fraction of a second after `.` or `,`, and
    /// with `Z`, ` UTC`, `+02`, `+0200` or `+02:00` after the time of day. Blanks round it do not matter. Years 0000 to 9999.
    ///
    /// As PostgreSQL does, it takes `24:00` for the next midnight and `:60` for the next minute. What lies beyond the microsecond is cut
    /// off. Without an offset it is a time of `zone`: the first, where the clock shows it twice; as if the clock had not been put forward
    /// yet, where it skips it.
    ///
    /// `nil` if it is anything else.
    public static func parse(_ text: String, in zone: Zone) -> Date? {
        var text = text
        return text.withUTF8 { parse(utf8: $0, in: zone) }
    }

    /// The same from bytes, without allocating.
    public static func parse(utf8 bytes: UnsafeBufferPointer<UInt8>, in zone: Zone) -> Date? {
        microseconds(utf8: bytes, in: zone).map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }
    }

    /// The same, as whole microseconds since 1970-01-01T00:00Z.
    public static func microseconds(utf8 bytes: UnsafeBufferPointer<UInt8>, in zone: Zone) -> Int64? {
        var reader = ISOReader(bytes)
        guard let (civil, micros) = reader.civil() else { return nil }
        let seconds: Int
        if let offset = reader.offset {
            seconds = civil.day * 86_400 + Int(civil.second) - offset
        } else {
            seconds = zone.seconds(of: civil)
        }
        return Int64(seconds) * 1_000_000 + Int64(micros)
    }
}

/// Reads one time from bytes; ASCII throughout.
private struct ISOReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int
    private let end: Int
    /// Seconds east of Greenwich, if the text says so.
    private(set) var offset: Int?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        var begin = 0
        var end = bytes.count
        while begin < end, Self.isBlank(bytes[begin]) { begin += 1 }
        while end > begin, Self.isBlank(bytes[end - 1]) { end -= 1 }
        position = begin
        self.end = end
    }

    /// A date with whole seconds, and the microseconds beside them.
    mutating func civil() -> (CivilTime, micros: Int)? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
            CivilTime.isValid(year: year, month: month, day: day)
        else { return nil }
        let days = CivilTime.days(year: year, month: month, day: day)
        if position == end { return (CivilTime(day: days), 0) }
        guard take("T") || take("t") || take(" "), let hour = number(2), take(":"), let minute = number(2) else {
            return nil
        }
        var second = 0
        var micros = 0
        if take(":") {
            guard let seconds = number(2) else { return nil }
            second = seconds
            if take(".") || take(",") {
                guard let fraction = fraction() else { return nil }
                micros = fraction
            }
        }
        guard minute < 60, second <= 60, hour < 24 || (hour == 24 && minute == 0 && second == 0 && micros == 0) else {
            return nil
        }
        guard readOffset(), position == end else { return nil }
        let total = hour * 3600 + minute * 60 + second
        return total < 86_400
            ? (CivilTime(day: days, second: Double(total)), micros)
            : (CivilTime(day: days + 1, second: Double(total - 86_400)), micros)
    }

    private mutating func readOffset() -> Bool {
        if position == end { return true }
        if take("Z") || take("z") {
            offset = 0
            return true
        }
        let afterBlank = take(" ")
        if afterBlank, end - position == 3, take("U"), take("T"), take("C") {
            offset = 0
            return true
        }
        let east = take("+")
        guard east || take("-"), let hours = number(2), hours <= 18 else { return false }
        var seconds = hours * 3600
        if position < end {
            _ = take(":")
            guard let minutes = number(2), minutes < 60 else { return false }
            seconds += minutes * 60
        }
        offset = east ? seconds : -seconds
        return true
    }

    private mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= end else { return nil }
        var value = 0
        for index in position..<(position + digits) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += digits
        return value
    }

    private mutating func fraction() -> Int? {
        let begin = position
        var value = 0
        while position < end, bytes[position] &- UInt8(ascii: "0") <= 9 {
            if position - begin < 6 { value = value * 10 + Int(bytes[position] &- UInt8(ascii: "0")) }
            position += 1
        }
        guard position > begin else { return nil }
        for _ in (position - begin)..<max(6, position - begin) { value *= 10 }
        return value
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard position < end, bytes[position] == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
