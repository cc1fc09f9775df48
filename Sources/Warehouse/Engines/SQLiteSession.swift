import Foundation
import GRDB
import Goals
import KPIs

/// A SQLite database that is open for reading.
struct SQLiteSession: Session {
    let database: Database
    let dialect: SQLiteDialect

    func rows(_ sql: SQL, _ each: (any ResultRow) throws -> Void) throws {
        let (text, bound) = sql.rendered(placeholder: dialect.placeholder)
        let statement = try database.cachedStatement(sql: text)
        let rows = try Row.fetchCursor(statement, arguments: SQLiteValues.arguments(bound))
        while let row = try rows.next() { try each(SQLiteRow(row: row)) }
    }
}

/// GRDB's own conversions end the program where a value does not fit.
private struct SQLiteRow: ResultRow {
    let row: Row

    func text(_ column: Int) -> String? {
        switch storage(column) {
        case .string(let text): text
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .null, .blob: nil
        }
    }

    func number(_ column: Int) -> Double? {
        switch storage(column) {
        case .double(let number): number
        case .int64(let number): Double(number)
        case .string, .null, .blob: nil
        }
    }

    func integer(_ column: Int) -> Int? {
        switch storage(column) {
        case .int64(let number): Int(number)
        case .double(let number): Int(exactly: number)
        case .string, .null, .blob: nil
        }
    }

    private func storage(_ column: Int) -> DatabaseValue.Storage {
        (row[column] as DatabaseValue).storage
    }
}

/// The same for SQL of the user's own, over temporary views of the tables as of now.
struct SQLiteUserSession: UserSession {
    let database: Database
    let layout: Layout
    let deadline: Deadline

    func prepare(_ sql: UserSQL) throws -> any PreparedUserSQL {
        try AsOfViews(layout: layout, now: sql.now).create(database)
        do {
            let statement = try UserStatement(sql.text, on: database)
            try statement.bind(sql.times)
            return Prepared(statement: statement, deadline: deadline)
        } catch let fault as UserSQLFault {
            throw UserSQLFault(reason: explained(fault.reason))
        }
    }

    private func explained(_ reason: String) -> String {
        guard reason.hasPrefix("no such table") else { return reason }
        let there = layout.tables.keys.sorted().joined(separator: ", ")
        return "\(reason): there \(layout.tables.count == 1 ? "is" : "are") \(there.isEmpty ? "none" : there)"
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
