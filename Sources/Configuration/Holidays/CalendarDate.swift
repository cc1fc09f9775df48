import Goals

/// Dates and times as iCalendar writes them (RFC 5545, sections 3.3.4 to 3.3.6).
enum CalendarDate {
    /// `20261225`
    static func day(_ text: String) -> CivilTime? {
        let digits = text.utf8.compactMap { (0x30...0x39).contains($0) ? Int($0) - 0x30 : nil }
        guard digits.count == 8, text.utf8.count == 8 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let (year, month, day) = (number(0..<4), number(4..<6), number(6..<8))
        guard year >= 1, CivilTime.isValid(year: year, month: month, day: day) else { return nil }
        return CivilTime(year: year, month: month, day: day)
    }

    /// `20261225`, `20261225T090000`, `20261225T090000Z`: what the clock shows in `zone` then. A time without a zone is one of `zone`, and so is
    /// one of a zone (`TZID`) that nobody knows.
    static func time(_ text: String, zoneName: String?, in zone: Zone) -> CivilTime? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let day = day(String(parts[0])) else { return nil }
        if parts.count == 1 { return day }
        let clock = parts[1].hasSuffix("Z") ? parts[1].dropLast() : parts[1]
        guard parts.count == 2, clock.utf8.count == 6, let number = Int(clock), number >= 0,
            number / 10_000 < 24, number / 100 % 100 < 60, number % 100 <= 60
        else { return nil }
        let second = Double(number / 10_000 * 3600 + number / 100 % 100 * 60 + min(number % 100, 59))
        let written = CivilTime(day: day.day, second: second)
        let own = parts[1].hasSuffix("Z") ? Zone.utc : zoneName.flatMap { Zone($0) }
        return own.map { zone.civil($0.instant(written)) } ?? written
    }

    /// Seconds of `P1D`, `P2W`, `PT12H30M`.
    static func duration(_ text: String) -> Int? {
        let units: [Character: Int] = ["W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1]
        guard text.first == "P", text.count > 1 else { return nil }
        var seconds = 0
        var number = ""
        for character in text.dropFirst() where character != "T" {
            guard let unit = units[character] else {
                number.append(character)
                continue
            }
            guard let count = Int(number), (0..<100_000).contains(count) else { return nil }
            seconds += count * unit
            number = ""
        }
        return number.isEmpty ? seconds : nil
    }
}
