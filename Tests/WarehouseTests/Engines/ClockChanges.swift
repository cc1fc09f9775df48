import Foundation
import Goals
import KPIs

/// Companies whose data lie round the hours at which a zone's clock is put forward or back (in Apia: a day that there was not), written as
/// that clock showed them.
enum ClockChanges {
    static let questions: [MeasurementRequest] = [
        .of("resolution", .last(.day)), .of("resolution", .rolling(.days(3)), by: ["priority"]),
        .of("open_tickets", .last(.day)), .of("revenue", .last(.day)), .of("revenue", .rolling(.hours(24))),
        .of("orders", .last(.week)), .of("orders", .this(.day), lag: .days(1)), .of("clv_historic"),
        .of("revenue", .rolling(.days(30)), shift: Span(months: 1, text: "1 month")),
    ]

    /// Each with a time after the change at which it is asked.
    static func companies(in zone: Zone) -> [(TestCompany, Date)] {
        changes(in: zone).map { change in
            // Every half hour by the clock on the wall, from two days before to two days after; a skipped hour and a repeated one, too.
            let middle = zone.civil(change)
            let times = (-96...96).map { step -> String in
                let civil = CivilTime(
                    utc: Date(timeIntervalSince1970: middle.secondsSince1970 + Double(step) * 1800 + 90))
                let text = Timestamp.text(Date(timeIntervalSince1970: civil.secondsSince1970))
                return text.replacing("T", with: " ").replacing("Z", with: "")
            }
            let tickets = zip(times, times.dropFirst(5)).enumerated().map { index, pair -> [String?] in
                ["t\(index)", pair.0, index % 7 == 0 ? nil : pair.1, index % 2 == 0 ? "high" : "low"]
            }
            let orders = times.enumerated().map { index, time -> [String?] in
                ["o\(index)", "c\(index % 9)", time, String(index)]
            }
            let company = TestCompany(tables: [
                "tickets": .init(columns: ["id", "opened_at", "resolved_at", "priority"], rows: tickets),
                "orders": .init(columns: ["id", "customer_id", "ordered_at", "amount"], rows: orders),
            ])
            let dayAfter = CivilTime(day: zone.civil(change).day + 1)
            return (company, zone.instant(dayAfter))
        }
    }

    /// The last two changes before 2026 that a search by half hours finds, and one ordinary day where the zone has none.
    private static func changes(in zone: Zone) -> [Date] {
        let end = time("2026-01-01T00:00:00Z")
        var found: [Date] = []
        var later = end
        while found.count < 2, later > time("2011-06-01T00:00:00Z") {
            let earlier = later.addingTimeInterval(-1800)
            if zone.offset(at: earlier) != zone.offset(at: later) { found.append(later) }
            later = earlier
        }
        // Samoa went over the date line: 2011-12-30 was not.
        if zone.identifier == "Pacific/Apia" { found.append(time("2011-12-30T10:00:00Z")) }
        return found.isEmpty ? [time("2025-06-15T12:00:00Z")] : found
    }
}
