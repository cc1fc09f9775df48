import Goals

/// Reads ISO 8601 in cells: `2026-03-01`, `20260301`, `2026-03-01T09:30`, `2026-03-01 09:30:00.123`, with `Z`, `UTC`, `+02`,
/// `+0200` or `+02:00` behind it or nothing.
enum ISOTime {
    static func parse(_ cell: Cell) -> WrittenTime? {
        var cursor = ByteCursor(trimming: cell)
        guard let year = cursor.number(digits: 4...4) else { return nil }
        let isExtended = cursor.take(ASCII.minus)
        guard let month = cursor.number(digits: 2...2) else { return nil }
        if isExtended && !cursor.take(ASCII.minus) { return nil }
        guard let day = cursor.number(digits: 2...2), CivilTime.isValid(year: year, month: month, day: day) else {
            return nil
        }
        var time = WrittenTime(day: CivilTime.days(year: year, month: month, day: day), microsecond: 0, offset: nil)
        if cursor.isAtEnd { return time }
        guard cursor.take(UInt8(ascii: "T")) || cursor.take(UInt8(ascii: "t")) || cursor.take(ASCII.space) else {
            return nil
        }
        guard let hour = cursor.number(digits: 2...2) else { return nil }
        var second = 0
        var fraction = 0
        let hasColons = cursor.take(ASCII.colon)
        guard let minute = cursor.number(digits: 2...2) else { return nil }
        let hasSeconds = hasColons ? cursor.take(ASCII.colon) : cursor.peek.map(ASCII.isDigit) == true
        if hasSeconds {
            guard let seconds = cursor.number(digits: 2...2) else { return nil }
            second = seconds
            if cursor.take(ASCII.point) || cursor.take(ASCII.comma) {
                guard let micros = cursor.fraction() else { return nil }
                fraction = micros
            }
        }
        guard time.set(hour: hour, minute: minute, second: second, fraction: fraction) else { return nil }
        if cursor.isAtEnd { return time }
        _ = cursor.take(ASCII.space)
        guard let offset = cursor.offset(), cursor.isAtEnd else { return nil }
        time.offset = offset
        return time
    }
}

extension WrittenTime {
    /// `false` if a clock cannot show it. 24:00 is the midnight that follows.
    mutating func set(hour: Int, minute: Int, second: Int, fraction: Int) -> Bool {
        guard minute < 60, second < 60, hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0) else {
            return false
        }
        microsecond = (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
        return true
    }
}

extension ByteCursor {
    private static let utc = Array("UTC".utf8)
    private static let gmt = Array("GMT".utf8)

    /// Digits behind the point, in microseconds; what is finer is cut off.
    mutating func fraction() -> Int? {
        var micros = 0
        var unit = 100_000
        guard let first = peek, ASCII.isDigit(first) else { return nil }
        while let byte = peek, ASCII.isDigit(byte) {
            micros += Int(byte - ASCII.zero) * unit
            unit /= 10
            advance(1)
        }
        return micros
    }

    /// `Z`, `UTC`, `GMT`, `+01`, `+0100`, `+01:00`, in seconds.
    mutating func offset() -> Int? {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) || take(Self.utc) || take(Self.gmt) { return 0 }
        let isEast = take(ASCII.plus)
        guard isEast || take(ASCII.minus), let hours = number(digits: 2...2) else { return nil }
        let hasColon = take(ASCII.colon)
        let minutes = number(digits: 2...2)
        guard hours < 19, (minutes ?? 0) < 60, !hasColon || minutes != nil else { return nil }
        return (isEast ? 1 : -1) * (hours * 3600 + (minutes ?? 0) * 60)
    }
}

extension DateFormat {
    /// `nil` if the cell does not have this form.
    func parse(_ cell: Cell) -> WrittenTime? {
        var cursor = ByteCursor(trimming: cell)
        var year = 0
        var month = 0
        var day = 0
        var hour = 0
        var minute = 0
        var second = 0
        var fraction = 0
        var isAfternoon: Bool?
        var offset: Int?
        for index in elements.indices {
            switch elements[index] {
            case .year(let digits):
                guard let number = cursor.number(digits: digits...digits) else { return nil }
                year = number
            case .shortYear:
                guard let number = cursor.number(digits: 2...2) else { return nil }
                year = number < 69 ? 2000 + number : 1900 + number
            case .month(let digits):
                guard let number = cursor.number(digits: digits) else { return nil }
                month = number
            case .monthName:
                guard let number = CalendarNames.month(&cursor) else { return nil }
                month = number
                // The point of an abbreviation (`Okt.`) belongs to it, where the format does not write one itself.
                if index + 1 == elements.count || elements[index + 1] != .literal([ASCII.point]) {
                    _ = cursor.take(ASCII.point)
                }
            case .day(let digits):
                guard let number = cursor.number(digits: digits) else { return nil }
                day = number
            case .hour(let digits):
                guard let number = cursor.number(digits: digits) else { return nil }
                hour = number
            case .hourOfHalf(let digits):
                guard let number = cursor.number(digits: digits), (1...12).contains(number) else { return nil }
                hour = number % 12
            case .minute(let digits):
                guard let number = cursor.number(digits: digits) else { return nil }
                minute = number
            case .second(let digits):
                guard let number = cursor.number(digits: digits) else { return nil }
                second = number
            case .fraction(let digits):
                let before = cursor.left
                guard let micros = cursor.fraction(), before - cursor.left <= max(digits, 9) else { return nil }
                fraction = micros
            case .halfOfDay:
                guard let half = CalendarNames.isAfternoon(&cursor) else { return nil }
                isAfternoon = half
            case .weekdayName:
                guard CalendarNames.skipWeekday(&cursor) else { return nil }
            case .offset:
                guard let seconds = cursor.offset() else { return nil }
                offset = seconds
            case .literal(let bytes):
                guard cursor.take(bytes) else { return nil }
            }
        }
        guard cursor.isAtEnd, CivilTime.isValid(year: year, month: month, day: day) else { return nil }
        if isAfternoon == true { hour += 12 }
        var time = WrittenTime(
            day: CivilTime.days(year: year, month: month, day: day), microsecond: 0, offset: offset)
        return time.set(hour: hour, minute: minute, second: second, fraction: fraction) ? time : nil
    }
}
