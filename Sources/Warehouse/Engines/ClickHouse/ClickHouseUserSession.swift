import Foundation
import Goals
import KPIs

/// SQL of the user's own on ClickHouse: a SELECT within the program's, with a query that can only read.
///
/// Where the server knows common table expressions the canonical tables stand before it. 18.16 does not: the SQL sees the server's own
/// tables there, as they are now.
struct ClickHouseUserSession: UserSession {
    let session: ClickHouseSession
    /// Columns under their own names.
    let layout: Layout
    let version: ClickHouseVersion

    /// Rows of a result, at most: what is more is no set of series.
    private static let mostRows = 200_000

    func prepare(_ sql: UserSQL) throws -> any PreparedUserSQL {
        let statement = try UserSelect(sql.text, escapesByBackslash: true).sql(sql.times)
        let now: SQL = .bound(Bound("as_of", .time(sql.now)))
        let known = version.hasCommonTableExpressions ? layout : Layout(tables: [:])
        let query = UserQuery(layout: known, now: now, text: ClickHouseDialect.text(ofTime:)).sql(statement)
        let columns = try explaining { try session.run("\(query) WHERE 0") }
        return Prepared(
            user: self, query: query, types: columns.map { ClickHouseType($0.type) }, columns: columns.map(\.name))
    }

    private struct Prepared: PreparedUserSQL {
        let user: ClickHouseUserSession
        let query: SQL
        let types: [ClickHouseType]
        let columns: [String]

        func rows(_ each: ([UserCell]) throws -> Void) throws {
            try user.explaining {
                try user.session.run(query, atMost: ClickHouseUserSession.mostRows) { _, row in
                    try each(types.enumerated().map { row.cell($0.offset, $0.element) })
                }
            }
        }
    }

    @discardableResult
    private func explaining<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let fault as ClickHouseFault {
            guard case .refused(let code, let message) = fault, !ClickHouseFault.Code.login.contains(code) else {
                throw session.complaint.error(fault)
            }
            throw UserSQLFault(reason: reason(code, message))
        }
    }

    private func reason(_ code: Int, _ message: String) -> String {
        switch code {
        case ClickHouseFault.Code.timeout: return "it took too long"
        case ClickHouseFault.Code.readOnly: return "\(message): \(UserSelect.writes.reason)"
        case ClickHouseFault.Code.tooManyRows:
            return "it gave more than \(Self.mostRows) rows: GROUP BY what the goal splits by"
        case ClickHouseFault.Code.unknownTable:
            guard version.hasCommonTableExpressions else {
                return
                    "\(message): ClickHouse \(version) has no common table expressions, so that only its own tables are there"
            }
            let there = layout.tables.keys.sorted().joined(separator: ", ")
            return
                "\(message): there \(layout.tables.count == 1 ? "is" : "are") \(there.isEmpty ? "none" : there), and the server's own tables"
        default: return message
        }
    }
}

extension ClickHouseRow {
    fileprivate func cell(_ column: Int, _ type: ClickHouseType) -> UserCell {
        guard let text = text(column) else { return .null }
        switch type.kind {
        case .integer, .real, .decimal: return Double(text).map(UserCell.number) ?? .text(text)
        case .text, .fixedText, .date, .wideDate, .time, .fineTime, .other, .composite, .nothing: return .text(text)
        }
    }
}
