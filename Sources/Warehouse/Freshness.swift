import Foundation
import Goals
import KPIs

/// Whether a source's data are new enough to be measured: its `max_age`. A stuck export must not look like a good week.
///
/// Made for one state of the data, and asks for each table and time once.
final class Freshness {
    private let source: String
    private let maxAge: Span?
    private var newest: [Question: Date?] = [:]

    private struct Question: Hashable {
        var table: String
        var now: Date
    }

    init(source: String, maxAge: Span?) {
        self.source = source
        self.maxAge = maxAge
    }

    /// Why the tables are too old as of the time that is asked about: all of them, since one that changes seldom (costs, customers) may
    /// stand beside one that tells that the export runs. `nil`: they are not, or there is no row at all, which says so itself.
    func staleness(
        of tables: [String], at instants: Instants, _ session: any Session, _ layout: Layout, _ dialect: any Dialect
    ) throws -> String? {
        guard let maxAge else { return nil }
        let times = try tables.compactMap { try newest(of: $0, before: instants.now, session, layout, dialect) }
        guard let latest = times.max(), latest < maxAge.added(to: instants.now, times: -1, in: instants.zone) else {
            return nil
        }
        let names = tables.sorted().joined(separator: " or ")
        return "no row of \(names) is newer than \(Timestamp.text(latest)), and max_age of source \(source) is "
            + "\(maxAge.text): is the export stuck?"
    }

    private func newest(
        of table: String, before now: Date, _ session: any Session, _ layout: Layout, _ dialect: any Dialect
    ) throws -> Date? {
        let question = Question(table: table, now: now)
        if let answer = newest[question] { return answer }
        let begin = (CanonicalTable.named(table) ?? .series(table)).begin
        guard let column = layout.column(begin, of: table) else { return nil }
        let time: SQL = "\(SQLIdentifier("t")).\(layout.identifier(column))"
        var answer: Date?
        try session.rows(
            """
            SELECT \(dialect.label("newest", type: .time)) FROM (
            SELECT max(\(time)) AS newest FROM \(layout.relation(table)) AS \(SQLIdentifier("t")) WHERE \(time) < \(Bound("now", .time(now)))
            ) AS newest_row
            """
        ) { row in answer = row.text(0).flatMap { Timestamp.parse($0, in: .utc) } }
        // ClickHouse's maximum of nothing.
        if answer?.timeIntervalSince1970 == 0 { answer = nil }
        newest[question] = .some(answer)
        return answer
    }
}
