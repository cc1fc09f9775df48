import Foundation
import GRDB
import Goals
import KPIs

/// SQL of the user's own on a SQLite database of another program's.
struct ForeignUserSession: UserSession {
    let database: Database
    let layout: Layout
    let deadline: Deadline

    func prepare(_ sql: UserSQL) throws -> any PreparedUserSQL {
        let select = try UserSelect(sql.text).sql(sql.times)
        let now: SQL = "\(Int(SQLiteValues.microseconds(sql.now)))"
        let query = UserQuery(layout: layout, now: now, text: SQLiteDialect.text(ofTime:)).sql(select)
        let (text, bound) = query.rendered(placeholder: SQLiteDialect().placeholder)
        var values = sql.times
        for one in bound {
            if case .text(let text) = one.value { values[":" + one.name] = text }
        }
        let statement = try UserStatement(text, on: database)
        try statement.bind(values)
        return Prepared(statement: statement, deadline: deadline)
    }

    private struct Prepared: PreparedUserSQL {
        let statement: UserStatement
        let deadline: Deadline

        var columns: [String] { statement.columns }

        func rows(_ each: ([UserCell]) throws -> Void) throws {
            while try statement.step(deadline) {
                try each(statement.columns.indices.map(statement.cell))
            }
        }
    }
}
