import Goals

/// The days that the events of an iCalendar file cover (RFC 5545), yearly ones through 2199.
struct CalendarFile {
    private(set) var days: Set<CivilTime> = []
    private(set) var faults: [CalendarFault] = []

    /// `zone`: whose date an event with a time of day has.
    init(_ bytes: [UInt8], zone: Zone) {
        let lines = CalendarLine.all(in: bytes)
        guard lines.contains(where: { $0.name == "BEGIN" && $0.value.uppercased() == "VCALENDAR" }) else {
            faults = [
                CalendarFault(
                    line: 1, message: "this is not a calendar: there is no BEGIN:VCALENDAR in it",
                    fix: "export the holidays as iCalendar (.ics), or write a list of dates")
            ]
            return
        }
        let blocks = Self.events(lines)
        if blocks.isEmpty {
            faults = [
                CalendarFault(
                    line: 1, message: "there is no event in this calendar", fix: "look whether it is the right file")
            ]
        }
        var events: [CalendarEvent] = []
        for lines in blocks {
            do { if let event = try CalendarEvent(lines, zone: zone) { events.append(event) } } catch {
                faults.append(error)
            }
        }
        days = Self.days(of: events)
    }

    /// The lines of each VEVENT, without those of alarms in it.
    private static func events(_ lines: [CalendarLine]) -> [[CalendarLine]] {
        var events: [[CalendarLine]] = []
        var open: [String] = []
        for line in lines {
            switch line.name {
            case "BEGIN":
                open.append(line.value.uppercased())
                if open.last == "VEVENT" { events.append([line]) }
            case "END":
                if open.last == line.value.uppercased() { open.removeLast() }
            default:
                if open.last == "VEVENT", !events.isEmpty { events[events.count - 1].append(line) }
            }
        }
        return events
    }

    /// An event that moves one occurrence of another (RECURRENCE-ID) takes its place.
    private static func days(of events: [CalendarEvent]) -> Set<CivilTime> {
        var moved: [String: Set<CivilTime>] = [:]
        for event in events {
            if let uid = event.uid, let day = event.replaces { moved[uid, default: []].insert(day) }
        }
        var days: Set<CivilTime> = []
        for event in events where !event.isCancelled {
            let gone = event.replaces == nil ? event.uid.flatMap { moved[$0] } ?? [] : []
            for start in event.starts where !gone.contains(start) {
                for offset in 0..<event.length { days.insert(start.adding(days: offset)) }
            }
        }
        return days
    }
}

/// What cannot be understood of a calendar.
struct CalendarFault: Error {
    /// Of the file, from 1.
    var line: Int
    var message: String
    var fix: String
}
