import Foundation
import KPIs

/// Queries one after the other. ClickHouse has no transactions: each sees the data as they are when it begins.
struct ClickHouseSession: Session {
    let client: ClickHouseClient
    let settings: ClickHouseSettings
    let complaint: ClickHouseComplaint
    let deadline: Deadline

    /// How much longer than the server may take we wait for it, so that it is the server that says what was wrong.
    private static let grace: Double = 2

    func rows(_ sql: SQL, _ each: (any ResultRow) throws -> Void) throws {
        do {
            try run(sql) { _, row in try each(row) }
        } catch let fault as ClickHouseFault {
            throw complaint.error(fault)
        }
    }

    /// - Parameter rows: of the result, at most.
    /// - Returns: the result's columns.
    /// - Throws: `ClickHouseFault`, or what `each` throws.
    @discardableResult
    func run(
        _ sql: SQL, atMost rows: Int? = nil,
        _ each: ([ClickHouseClient.Column], ClickHouseRow) throws -> Void = { _, _ in }
    ) throws -> [ClickHouseClient.Column] {
        let seconds = deadline.remaining
        return try client.rows(
            sql.rendered(placeholder: ClickHouseDialect().placeholder).text,
            settings: settings.sent(seconds: seconds, rows: rows), within: seconds + Self.grace, deadline, each)
    }
}
