/// Names of months, weekdays and halves of the day in cells, in English and German, of any case.
enum CalendarNames {
    private struct Name {
        var bytes: [UInt8]
        var value: Int
    }

    /// Longer ones first, so that `Mai` is not taken for `Ma`, nor `June` for `Jun` and a rest.
    private static let months = names([
        "january januar jänner jÄnner jan jän", "february februar feb", "march märz mÄrz mar mär mÄr mrz",
        "april apr", "may mai", "june juni jun", "july juli jul", "august aug", "september sept sep",
        "october oktober oct okt", "november nov", "december dezember dec dez",
    ])

    private static let weekdays = names([
        "monday montag mon mo", "tuesday dienstag tues tue di", "wednesday mittwoch wed mi",
        "thursday donnerstag thurs thur thu do", "friday freitag fri fr", "saturday samstag sonnabend sat sa",
        "sunday sonntag sun so",
    ])

    private static let halves = names(["am a.m.", "pm p.m."])

    private static func names(_ lines: [String]) -> [Name] {
        lines.enumerated()
            .flatMap { index, line in line.split(separator: " ").map { Name(bytes: Array($0.utf8), value: index + 1) } }
            .sorted { $0.bytes.count > $1.bytes.count }
    }

    /// 1...12
    static func month(_ cursor: inout ByteCursor) -> Int? { take(months, &cursor) }

    static func skipWeekday(_ cursor: inout ByteCursor) -> Bool { take(weekdays, &cursor) != nil }

    private static func take(_ names: [Name], _ cursor: inout ByteCursor) -> Int? {
        for name in names where cursor.take(word: name.bytes) {
            return name.value
        }
        return nil
    }

    /// `am`, `pm`, `a.m.`, `PM`
    static func isAfternoon(_ cursor: inout ByteCursor) -> Bool? {
        for half in halves where cursor.take(word: half.bytes) { return half.value == 2 }
        return nil
    }
}
