import Foundation
import Goals
import KPIs

/// SQL of the user's own on PostgreSQL: a SELECT within the program's, so that it cannot write even by a WITH, in a transaction that can
/// only read and that is rolled back.
struct PostgresUserSession: UserSession {
    let session: PostgresSession
    let layout: Layout
    let complaint: PostgresComplaint

    func prepare(_ sql: UserSQL) throws -> any PreparedUserSQL {
        let statement = try UserSelect(sql.text).sql(sql.times)
        let now: SQL = .bound(Bound("as_of", .time(sql.now)))
        let query = UserQuery(layout: layout, now: now, text: PostgresDialect.text(ofTime:)).sql(statement)
        let columns = try explaining { try session.run("\(query) LIMIT 0").map(\.name) }
        return Prepared(user: self, query: query, columns: columns)
    }

    private struct Prepared: PreparedUserSQL {
        let user: PostgresUserSession
        let query: SQL
        let columns: [String]

        func rows(_ each: ([UserCell]) throws -> Void) throws {
            try user.explaining {
                _ = try user.session.run(query) { row in try each(columns.indices.map(row.cell)) }
            }
        }
    }

    private func explaining<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let fault as PostgresFault {
            guard case .refused(let state, let message) = fault, !fault.endsConnection else {
                throw complaint.error(fault)
            }
            throw UserSQLFault(reason: reason(state, message))
        }
    }

    private func reason(_ state: String, _ message: String) -> String {
        switch state {
        case "57014": return "it took too long"
        case "25006", "0A000": return "\(message): \(UserSelect.writes.reason)"
        case "42P01":
            let there = layout.tables.keys.sorted().joined(separator: ", ")
            return
                "\(message): there \(layout.tables.count == 1 ? "is" : "are") \(there.isEmpty ? "none" : there), and the tables of the "
                + "server's own by their schema, such as public.mytable"
        case "42501": return "\(message): \(complaint.advice(state))"
        default: return message
        }
    }
}
