import Foundation
import Goals
import KPIs

/// What was found when all rows of a source's tables were looked at last. That costs a look at each row, so it is done at first, then once
/// an hour; at once where a table's columns are others than then, and where it had failed.
struct AuditLog {
    private var at: Date?
    /// By table: the query that it was.
    private var shapes: [String: SQL] = [:]
    private var reports: [String: TableReport] = [:]

    /// Seconds from one look to the next.
    private static let interval: Double = 3600

    func isDue(_ now: Date) -> Bool {
        guard let at else { return true }
        let age = now.timeIntervalSince(at)
        return age < 0 || age >= Self.interval
    }

    /// - Parameter audit: looks at all rows of one table.
    mutating func reports(
        on tables: [FoundTable], now: Date, audit: (FoundTable, DerivedTable) throws -> TableReport
    ) rethrows -> [TableReport] {
        let isDue = isDue(now)
        var fresh = AuditLog()
        fresh.at = isDue ? now : at
        var found: [TableReport] = []
        for one in tables {
            let name = one.table.name
            switch one.outcome {
            case .failure(let fault):
                found.append(TableReport(table: name, files: [one.place], failure: fault.reason, readAt: now))
            case .success(let derived):
                let shape = derived.relation
                let kept = isDue || shapes[name] != shape ? nil : reports[name].flatMap { $0.failure == nil ? $0 : nil }
                let report = try kept ?? audit(one, derived)
                fresh.shapes[name] = shape
                fresh.reports[name] = report
                found.append(report)
            }
        }
        self = fresh
        return found
    }
}
