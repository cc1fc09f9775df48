import Foundation
import GRDB
import GRDBSQLite

/// A statement of the user's own: it may read and compute, and nothing else. SQLite itself refuses the rest while it prepares
/// the statement.
///
/// GRDB's statements would not do: GRDB sets an authorizer of its own while it prepares them.
final class UserStatement {
    private let connection: OpaquePointer
    private let handle: OpaquePointer
    let columns: [String]

    init(_ sql: String, on database: Database) throws {
        guard let connection = database.sqliteConnection else { throw UserSQLFault(reason: "the warehouse is closed") }
        if sql.utf8.contains(0) { throw UserSQLFault(reason: "there is a NUL in it: take it out") }
        self.connection = connection
        sqlite3_set_authorizer(connection, UserStatement.authorize, nil)
        var handle: OpaquePointer?
        let (code, rest): (Int32, String) = sql.utf8CString.withUnsafeBufferPointer { text in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(connection, text.baseAddress, Int32(text.count), &handle, &tail)
            return (code, tail.map { String(cString: $0) } ?? "")
        }
        guard code == SQLITE_OK else {
            sqlite3_set_authorizer(connection, nil, nil)
            throw UserSQLFault(reason: Self.message(code, connection))
        }
        guard let handle else {
            sqlite3_set_authorizer(connection, nil, nil)
            throw UserSQLFault(reason: "it is empty: write a SELECT")
        }
        self.handle = handle
        columns = (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
        // VACUUM INTO asks no authorizer.
        if sqlite3_stmt_readonly(handle) == 0 || columns.isEmpty {
            throw UserSQLFault(reason: "it may only read: write one SELECT over the tables")
        }
        if !Self.isBlank(rest) { throw UserSQLFault(reason: "it is more than one statement: write one SELECT") }
    }

    deinit {
        sqlite3_finalize(handle)
        sqlite3_set_authorizer(connection, nil, nil)
    }

    /// - Throws: `UserSQLFault` if the statement has another parameter.
    func bind(_ values: [String: String]) throws {
        for index in 0..<sqlite3_bind_parameter_count(handle) {
            let name = sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) } ?? "?"
            guard let value = values[name] else {
                throw UserSQLFault(
                    reason: "no value for \(name): there are \(values.keys.sorted().joined(separator: ", "))")
            }
            let code = sqlite3_bind_text(handle, index + 1, value, -1, Self.transient)
            guard code == SQLITE_OK else { throw UserSQLFault(reason: Self.message(code, connection)) }
        }
    }

    /// `false` after the last row.
    func step(_ deadline: Deadline) throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            throw UserSQLFault(reason: deadline.hasPassed ? "it took too long" : Self.message(code, connection))
        }
    }

    func cell(at index: Int) -> UserCell {
        switch sqlite3_column_type(handle, Int32(index)) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER, SQLITE_FLOAT: .number(sqlite3_column_double(handle, Int32(index)))
        default: .text(text(at: index) ?? "")
        }
    }

    private func text(at index: Int) -> String? {
        sqlite3_column_text(handle, Int32(index)).map { String(cString: $0) }
    }

    /// Reading and computing, and no more: no writing, no ATTACH, no PRAGMA, no extension.
    private static let authorize:
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
            UnsafePointer<CChar>?
        ) -> Int32 = { _, action, _, function, _, _ in
            switch action {
            case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
            case SQLITE_FUNCTION:
                let name = function.map { String(cString: $0) } ?? ""
                return name.lowercased() == "load_extension" ? SQLITE_DENY : SQLITE_OK
            default: return SQLITE_DENY
            }
        }

    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private static func message(_ code: Int32, _ connection: OpaquePointer) -> String {
        let text = String(cString: sqlite3_errmsg(connection))
        // The tables are views, which nothing can be written to.
        let writes = code == SQLITE_AUTH || text.hasPrefix("cannot modify")
        return writes ? "it may only read: write one SELECT over the tables" : text
    }

    /// Nothing but blanks, comments and semicolons.
    private static func isBlank(_ text: String) -> Bool {
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace || first == ";" {
                rest.removeFirst()
            } else if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                guard let end = rest.range(of: "*/") else { return true }
                rest = rest[end.upperBound...]
            } else {
                return false
            }
        }
        return true
    }
}
