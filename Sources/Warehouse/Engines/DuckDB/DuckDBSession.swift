import Goals
import KPIs

/// Queries of the program's own on DuckDB.
struct DuckDBSession: Session {
    let client: DuckDBClient
    let limit: TimeLimit

    func rows(_ sql: SQL, _ each: (any ResultRow) throws -> Void) throws {
        try client.select(Self.text(sql), until: limit) { try each($0) }
    }

    static func text(_ sql: SQL) -> String { sql.rendered(placeholder: DuckDBDialect().placeholder).text }
}

/// SQL of the user's own on DuckDB: one SELECT within the program's, where nothing can be written, no other file opened and no setting
/// changed.
struct DuckDBUserSession: UserSession {
    let session: DuckDBSession
    let layout: Layout

    func prepare(_ sql: UserSQL) throws -> any PreparedUserSQL {
        let statement = try UserSelect(sql.text).sql(sql.times)
        let now: SQL = .bound(Bound("as_of", .time(sql.now)))
        let query = DuckDBSession.text(
            UserQuery(layout: layout, now: now, text: DuckDBDialect.text(ofTime:)).sql(statement))
        let columns = try Self.explaining { try session.client.describe(query, until: session.limit).map(\.name) }
        return Prepared(session: session, query: query, columns: columns)
    }

    private struct Prepared: PreparedUserSQL {
        let session: DuckDBSession
        let query: String
        let columns: [String]

        func rows(_ each: ([UserCell]) throws -> Void) throws {
            try DuckDBUserSession.explaining {
                try session.client.select(query, until: session.limit) { row in
                    try each(columns.indices.map(row.userCell))
                }
            }
        }
    }

    private static func explaining<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch DuckDBFault.refused(let message) {
            let forbidden = ["Expected a single SELECT", "disabled", "Permission Error"]
            throw UserSQLFault(
                reason: forbidden.contains { message.contains($0) }
                    ? "\(message): \(UserSelect.writes.reason)" : message)
        } catch DuckDBFault.late {
            throw UserSQLFault(reason: "it took too long")
        }
    }
}
