import GRDBSQLite

/// What a statement reads, as SQLite's authorizer sees it while the statement is prepared; anything but reading is refused.
final class ReadColumns {
    private(set) var tables: Set<String> = []
    private(set) var columns: Set<String> = []
    private let allowed: (String) -> Bool

    private init(allowed: @escaping (String) -> Bool) {
        self.allowed = allowed
    }

    /// Prepares a `SELECT` that somebody else wrote.
    ///
    /// - Parameter allowed: tables that it may read.
    static func prepare(
        _ sql: String, on connection: SQLConnection, allowed: @escaping (String) -> Bool
    ) throws(LoadFailure) -> (statement: SQLStatement, reads: ReadColumns) {
        let reads = ReadColumns(allowed: allowed)
        defer { sqlite3_set_authorizer(connection.handle, nil, nil) }
        sqlite3_set_authorizer(
            connection.handle,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let reads = Unmanaged<ReadColumns>.fromOpaque(context).takeUnretainedValue()
                return reads.authorize(action, first, second)
            }, Unmanaged.passUnretained(reads).toOpaque())
        let statement = try SQLStatement(sql, on: connection)
        guard sqlite3_stmt_readonly(statement.handle) != 0, statement.columnCount > 0 else {
            throw .sql(code: SQLITE_AUTH, message: "a query (SELECT) is expected")
        }
        return (statement, reads)
    }

    private func authorize(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
            let name = second.map { String(cString: $0) } ?? ""
            return name.lowercased() == "load_extension" ? SQLITE_DENY : SQLITE_OK
        case SQLITE_READ:
            let table = first.map { String(cString: $0) } ?? ""
            guard table.isEmpty || allowed(table) else { return SQLITE_DENY }
            tables.insert(table)
            if let second { columns.insert(String(cString: second)) }
            return SQLITE_OK
        default: return SQLITE_DENY
        }
    }
}
