import Goals

/// An event of an iCalendar file: the days on which it begins, and how many it lasts.
struct CalendarEvent {
    let uid: String?
    let isCancelled: Bool
    /// The day of the occurrence of its series that this one stands for.
    let replaces: CivilTime?
    /// Midnights; yearly ones through 2199.
    let starts: Set<CivilTime>
    /// Days, at least 1.
    let length: Int

    /// - Parameter lines: from BEGIN:VEVENT on.
    /// - Returns: `nil` for an event without a date, which RFC 5545 allows.
    init?(_ lines: [CalendarLine], zone: Zone) throws(CalendarFault) {
        func line(_ name: String) -> CalendarLine? { lines.first { $0.name == name } }
        func times(_ line: CalendarLine) throws(CalendarFault) -> [CivilTime] {
            var times: [CivilTime] = []
            for text in line.value.split(separator: ",") {
                // Of a period (RDATE), its beginning.
                let begin = String(text.prefix { $0 != "/" })
                guard let time = CalendarDate.time(begin, zoneName: line.parameters["TZID"], in: zone) else {
                    throw CalendarFault(
                        line: line.number, message: "\(line.name) is not a date: \(Shown.text(String(text)))",
                        fix: "write it as \(line.name);VALUE=DATE:20261225")
                }
                times.append(time)
            }
            return times
        }
        guard let begin = line("DTSTART"), let start = try times(begin).first else { return nil }
        uid = line("UID")?.value
        isCancelled = line("STATUS")?.value.uppercased() == "CANCELLED"
        replaces =
            try line("RECURRENCE-ID").map { line throws(CalendarFault) in try times(line).first?.midnight } ?? nil

        var end = start.adding(days: begin.isWholeDay ? 1 : 0)
        if let line = line("DTEND"), let written = try times(line).first {
            end = written
        } else if let line = line("DURATION") {
            guard let seconds = CalendarDate.duration(line.value) else {
                throw CalendarFault(
                    line: line.number, message: "DURATION is \(Shown.text(line.value))", fix: "write days, as in P1D")
            }
            end = CivilTime(day: start.day, second: start.second).adding(seconds: seconds)
        }
        // The end is exclusive: what ends at midnight does not touch that day.
        let last = end.second > 0 ? end.day : end.day - 1
        length = max(1, last - start.day + 1)
        if length > 366 {
            throw CalendarFault(
                line: begin.number, message: "the event lasts \(length) days", fix: "shorten it, or take it out")
        }

        var starts: Set<CivilTime> = [start.midnight]
        for line in lines where line.name == "RRULE" {
            starts.formUnion(try YearlyRule(line, zone: zone).days(from: start.midnight))
        }
        for line in lines where line.name == "RDATE" { starts.formUnion(try times(line).map(\.midnight)) }
        for line in lines where line.name == "EXDATE" { starts.subtract(try times(line).map(\.midnight)) }
        self.starts = starts
    }
}

extension CalendarLine {
    fileprivate var isWholeDay: Bool { !value.contains("T") }
}

extension CivilTime {
    fileprivate func adding(seconds: Int) -> CivilTime {
        let whole = Int(second) + seconds
        return CivilTime(day: day + whole / 86_400, second: Double(whole % 86_400))
    }
}
