import Foundation
import Goals
import KPIs

/// Queries within one transaction that can only read: all of them see one state of the data.
///
/// A statement that the server refuses ends the transaction; the next one begins another, with the state of the data as it is then.
/// Savepoints would do better, but not every server that speaks as PostgreSQL does has them.
final class PostgresSession: Session {
    private let connection: PostgresConnection
    private let deadline: Deadline
    private let complaint: PostgresComplaint
    private var isOpen = false

    init(_ connection: PostgresConnection, _ deadline: Deadline, _ complaint: PostgresComplaint) {
        self.connection = connection
        self.deadline = deadline
        self.complaint = complaint
    }

    func begin() throws {
        if isOpen { return }
        try connection.run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", until: deadline)
        isOpen = true
        try limit(to: 1)
        // Since version 12 numbers come with all their digits anyway.
        if connection.serverVersion < 120_000 {
            try connection.run("SET LOCAL extra_float_digits = 2", until: deadline)
        }
    }

    /// - Parameter keepsNothing: settings that a statement changed are as they were before.
    func end(keepsNothing: Bool) throws {
        if !isOpen { return }
        isOpen = false
        try connection.run(keepsNothing ? "ROLLBACK" : "COMMIT", until: Deadline(after: 5))
    }

    func rows(_ sql: SQL, _ each: (any ResultRow) throws -> Void) throws {
        do {
            try run(sql, each)
        } catch let fault as PostgresFault {
            throw complaint.error(fault)
        }
    }

    /// The server ends by itself what takes longer than this share of the time that is left, and what we could not cancel.
    private func limit(to share: Double) throws {
        let milliseconds = Int(min(deadline.remaining, 86_400) * share * 1000) + (share < 1 ? 1 : 2000)
        try connection.run("SET LOCAL statement_timeout = \(milliseconds)", until: deadline)
    }

    /// - Parameter limit: the share of the time left that it may take; refused with SQLSTATE 57014 then.
    /// - Throws: `PostgresFault`.
    func run(_ sql: SQL, limit share: Double, _ each: (PostgresRow) throws -> Void) throws {
        try begin()
        try limit(to: share)
        try run(sql, each)
        try limit(to: 1)
    }

    /// - Throws: `PostgresFault`.
    @discardableResult
    func run(_ sql: SQL, _ each: (PostgresRow) throws -> Void = { _ in }) throws -> [PostgresColumn] {
        let (text, values) = Self.rendered(sql)
        return try run(text, values, each)
    }

    /// - Throws: `PostgresFault`.
    @discardableResult
    func run(
        _ text: String, _ values: [String?], _ each: (PostgresRow) throws -> Void = { _ in }
    ) throws -> [PostgresColumn] {
        try begin()
        do {
            return try connection.run(text, values, until: deadline, each)
        } catch {
            isOpen = false
            if connection.isInTransaction { try connection.run("ROLLBACK", until: Deadline(after: 5)) }
            throw error
        }
    }

    /// `$1`, `$2` ... for each name, with its type.
    static func rendered(_ sql: SQL) -> (text: String, values: [String?]) {
        var numbers: [String: Int] = [:]
        var values: [String?] = []
        let (text, _) = sql.rendered { bound in
            let number = numbers[bound.name] ?? values.count + 1
            if numbers.updateValue(number, forKey: bound.name) == nil { values.append(Self.text(bound.value)) }
            return "CAST($\(number) AS \(Self.type(bound.value)))"
        }
        return (text, values)
    }

    private static func type(_ value: Bound.Value) -> String {
        switch value {
        case .time: "timestamptz"
        case .text: "text"
        case .number: "double precision"
        }
    }

    private static func text(_ value: Bound.Value) -> String {
        switch value {
        // No text of PostgreSQL's has a NUL in it.
        case .text(let text): text.replacing("\0", with: "\u{FFFD}")
        case .number(let number): "\(number)"
        case .time(let date): Timestamp.text(date)
        }
    }
}
