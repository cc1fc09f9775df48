import Goals

/// An RRULE of holidays: every year (RFC 5545, section 3.3.10), on a day of a month or on a weekday of one (`BYMONTH=11;BYDAY=4TH`).
struct YearlyRule {
    private static let lastYear = 2199

    private var interval = 1
    private var count: Int?
    private var until: CivilTime?
    private var months: [Int] = []
    private var monthDays: [Int] = []
    private var weekdays: [Weekday] = []

    /// `4TH`: the fourth Thursday of the month; `-1MO`: the last Monday; `MO`: each of them.
    private struct Weekday {
        var ordinal: Int?
        var weekday: Int
    }

    init(_ line: CalendarLine, zone: Zone) throws(CalendarFault) {
        func fault(_ part: some StringProtocol) -> CalendarFault {
            CalendarFault(
                line: line.number, message: "RRULE with \(Shown.text(String(part))) is not understood here",
                fix:
                    "holidays come yearly: FREQ=YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY and BYDAY; write the others as single events"
            )
        }
        func numbers(_ text: Substring, _ range: ClosedRange<Int>) -> [Int]? {
            let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
            return numbers.allSatisfy { $0.map { $0 != 0 && range.contains($0) } ?? false }
                ? numbers.compactMap { $0 } : nil
        }
        var isYearly = false
        for part in line.value.uppercased().split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = sides.count == 2 ? sides[1] : ""
            switch sides[0] {
            case "FREQ":
                guard value == "YEARLY" else { throw fault(part) }
                isYearly = true
            case "INTERVAL":
                guard let number = Int(value), (1...1000).contains(number) else { throw fault(part) }
                interval = number
            case "COUNT":
                guard let number = Int(value), number >= 1 else { throw fault(part) }
                count = number
            case "UNTIL":
                guard let time = CalendarDate.time(String(value), zoneName: nil, in: zone) else { throw fault(part) }
                until = time.midnight
            case "BYMONTH":
                guard let all = numbers(value, 1...12) else { throw fault(part) }
                months = all
            case "BYMONTHDAY":
                guard let all = numbers(value, -31...31) else { throw fault(part) }
                monthDays = all
            case "BYDAY":
                guard let all = Self.weekdays(value) else { throw fault(part) }
                weekdays = all
            case "WKST", "": break
            default: throw fault(part)
            }
        }
        if !isYearly { throw fault("no FREQ") }
        // Without a month these two mean days of every month, or of the year.
        if months.isEmpty, let part = line.value.split(separator: ";").first(where: { $0.uppercased().hasPrefix("BY") })
        {
            throw fault("\(part) without BYMONTH")
        }
    }

    /// The midnights on which it begins, the first one included.
    func days(from first: CivilTime) -> [CivilTime] {
        let (startYear, startMonth, startDay) = first.components
        var days = [first]
        for year in stride(from: startYear, through: Self.lastYear, by: interval) {
            for month in months.isEmpty ? [startMonth] : months.sorted() {
                for day in 1...CivilTime.length(ofMonth: month, year: year) {
                    let date = CivilTime(year: year, month: month, day: day)
                    guard date > first, matches(date, startDay, year: year, month: month, day: day) else { continue }
                    if let count, days.count >= count { return days }
                    if let until, date > until { return days }
                    days.append(date)
                }
            }
        }
        return days
    }

    private func matches(_ date: CivilTime, _ startDay: Int, year: Int, month: Int, day: Int) -> Bool {
        if monthDays.isEmpty, weekdays.isEmpty { return day == startDay }
        let fromEnd = day - CivilTime.length(ofMonth: month, year: year) - 1
        if !monthDays.isEmpty, !monthDays.contains(day), !monthDays.contains(fromEnd) { return false }
        if weekdays.isEmpty { return true }
        return weekdays.contains { wanted in
            guard wanted.weekday == date.weekday else { return false }
            guard let ordinal = wanted.ordinal else { return true }
            return ordinal > 0 ? (day - 1) / 7 + 1 == ordinal : (-fromEnd - 1) / 7 + 1 == -ordinal
        }
    }

    private static func weekdays(_ text: Substring) -> [Weekday]? {
        let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        var weekdays: [Weekday] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let index = names.firstIndex(of: String(part.suffix(2))) else { return nil }
            let number = part.dropLast(2)
            let ordinal = Int(number)
            guard number.isEmpty || ordinal.map({ $0 != 0 && (-5...5).contains($0) }) == true else { return nil }
            weekdays.append(Weekday(ordinal: ordinal, weekday: index + 1))
        }
        return weekdays
    }
}
