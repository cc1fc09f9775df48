import Foundation
import Goals
import KPIs

/// Looks through a derived table: how many rows there are, the newest, which are bad and why, which ids are there more than once.
///
/// It costs a look at each row, so an engine does it at first and then now and then, not at each measurement.
struct TableAudit {
    let derived: DerivedTable
    /// The table or view that the rows come from, for messages.
    let place: String
    let dialect: any Dialect
    let allowedBadRows: Double
    let allowsRepeatedIDs: Bool
    /// The source itself sees to it that no id is there twice.
    let idsAreUnique: Bool

    func report(_ session: any Session, now: Date) throws -> TableReport {
        let clock = ContinuousClock()
        let began = clock.now
        var report = TableReport(
            table: derived.table.name, columns: derived.columnNames, files: [place], readAt: now)
        try count(session, &report)
        if report.badRows > 0 { report.bad = try firstBad(session) }
        if !idsAreUnique { try findRepeated(session, &report) }
        report.failure = report.failureOfBadRows(allowed: allowedBadRows) ?? report.failure
        report.seconds = (clock.now - began).seconds
        return report
    }

    private func count(_ session: any Session, _ report: inout TableReport) throws {
        try session.rows(derived.counts(dialect)) { row in
            report.readRows = row.integer(0) ?? 0
            report.badRows = row.integer(1) ?? 0
            report.rows = report.readRows - report.badRows
            report.newest = row.text(2).flatMap { Timestamp.parse($0, in: .utc) }
        }
    }

    private func firstBad(_ session: any Session) throws -> [BadRow] {
        guard let sql = derived.firstBad else { return [] }
        let checks = derived.checks
        var rows: [BadRow] = []
        try session.rows(sql) { row in
            guard let index = row.integer(1), checks.indices.contains(index) else { return }
            let shown = String(
                (row.text(2) ?? "").prefix(60).map { character in
                    character.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } ? character : " "
                })
            rows.append(
                BadRow(
                    file: place, line: 0, id: row.text(0).flatMap { $0.isEmpty ? nil : $0 },
                    column: checks[index].column, reason: checks[index].reason(shown)))
        }
        return rows
    }

    /// A repeated id in `customers` would count their orders, tickets and so on twice where they are split by a column of theirs.
    private func findRepeated(_ session: any Session, _ report: inout TableReport) throws {
        guard let sql = derived.repeatedIDs else { return }
        var repeated = 0
        try session.rows(sql) { row in repeated = row.integer(0) ?? 0 }
        if repeated == 0 { return }
        let table = derived.table.name
        let rows = repeated == 1 ? "1 row of \(table) repeats" : "\(repeated) rows of \(table) repeat"
        if table == "customers" {
            report.failure =
                "\(rows) the id of another in \(place), so that what a customer did would count several times: take one row each, "
                + "such as \"tables\": { \"customers\": { \"sql\": \"SELECT DISTINCT ...\" } }"
        } else if table == "orders", !allowsRepeatedIDs, repeated * 100 > report.readRows {
            report.failure =
                "\(rows) the id of another in \(place), and each counts as an order. Order lines? leave `id` unmapped; if each "
                + "row is one of its own, say \"allow_repeated_ids\": true"
        } else {
            report.remarks = ["\(rows) the id of another, and each counts"]
        }
    }
}
