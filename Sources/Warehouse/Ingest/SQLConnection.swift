import Foundation
import GRDBSQLite

/// A connection to a warehouse's file, for one refresh on one thread.
///
/// SQLite's own interface, because the rows of an export go from the reader's buffer into the page cache without a `String`, a
/// `DatabaseValue` or an array in between; that is what makes the difference between 100,000 and 500,000 rows a second.
final class SQLConnection {
    let handle: OpaquePointer
    let path: String
    private let isCancelled: Cancellation

    private final class Cancellation {
        let ask: () -> Bool
        init(_ ask: @escaping () -> Bool) { self.ask = ask }
    }

    /// Opens the file at `path`, or makes it.
    ///
    /// - Parameter isNew: nobody else knows of the file yet.
    init(path: String, isNew: Bool = false, isCancelled: @escaping @Sendable () -> Bool) throws(LoadFailure) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw .sql(code: code, message: message)
        }
        self.handle = handle
        self.path = path
        self.isCancelled = Cancellation(isCancelled)
        // "Creatd" is a misspelt column then, not the text Creatd in every row.
        _disableDoubleQuotedStringLiterals(handle)
        sqlite3_busy_timeout(handle, 10_000)
        sqlite3_progress_handler(
            handle, 20_000, { Unmanaged<Cancellation>.fromOpaque($0!).takeUnretainedValue().ask() ? 1 : 0 },
            Unmanaged.passUnretained(self.isCancelled).toOpaque())
        try configure(isNew)
    }

    deinit { sqlite3_close_v2(handle) }

    private func configure(_ isNew: Bool) throws(LoadFailure) {
        // WAL: readers go on with the last complete reading while the next is written. NORMAL: a power cut can lose the last
        // refresh but not damage the file; it is made from the exports again, so nothing is worth waiting for the disk at
        // each commit. A file that nobody else can have open yet needs neither: it is thrown away unless it is done, and its
        // journal in memory stays small, since pages that a transaction adds are not in it.
        // A thousand rows of all customers touch some thousand pages of the indexes: not each of these commits is copied into the file.
        // A second thread sorts while the first reads the rows of an index to be made.
        // 2 MB of cache: SQLite sorts an index in pieces of that size, and larger ones leave the processor's own cache (400,000
        // rows: 0.27 s against 0.59 s with 16 MB).
        let (journal, synchronous) = isNew ? ("MEMORY", "OFF") : ("WAL", "NORMAL")
        try run(
            "PRAGMA journal_mode = \(journal); PRAGMA synchronous = \(synchronous); PRAGMA cache_size = -2000; "
                + "PRAGMA trusted_schema = OFF; PRAGMA threads = 2; PRAGMA wal_autocheckpoint = 4000")
    }

    /// Runs statements that give no rows anybody wants.
    func run(_ sql: String) throws(LoadFailure) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw problem(code) }
    }

    func prepare(_ sql: String) throws(LoadFailure) -> SQLStatement {
        try SQLStatement(sql, on: self)
    }

    func problem(_ code: Int32) -> LoadFailure {
        .sql(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }

    /// The first column of the first row.
    func integer(_ sql: String) throws(LoadFailure) -> Int? {
        let statement = try prepare(sql)
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.integer(0)
    }

    /// Rows that the last statement took out or put in.
    var changes: Int { Int(sqlite3_changes64(handle)) }

    /// An empty table, in place of one of that name.
    func makeTable(_ name: String, _ columns: [TargetColumn]) throws(LoadFailure) {
        let table = quotedIdentifier(name)
        let definitions = columns.map(\.definition).joined(separator: ", ")
        try run("DROP TABLE IF EXISTS main.\(table); CREATE TABLE main.\(table)(\(definitions))")
    }

    /// The statement that puts a row into a table: its columns, then the row id (NULL: behind all others).
    func prepareInsert(_ name: String, _ columns: [TargetColumn]) throws(LoadFailure) -> SQLStatement {
        let names = columns.map { quotedIdentifier($0.name) } + ["_rowid_"]
        let parameters = Array(repeating: "?", count: names.count).joined(separator: ", ")
        return try prepare(
            "INSERT INTO main.\(quotedIdentifier(name))(\(names.joined(separator: ", "))) VALUES(\(parameters))")
    }

    /// Of the ids of a table whose rows ascend as `flags` say.
    func sequence(of table: String, flags: Int) throws(LoadFailure) -> IDSequence {
        guard flags != 0 else { return IDSequence(flags: 0, last: []) }
        let last = try prepare(
            "SELECT id FROM main.\(quotedIdentifier(table)) WHERE id IS NOT NULL ORDER BY _rowid_ DESC LIMIT 1")
        return IDSequence(flags: flags, last: try last.step() ? Array(last.text(0).utf8) : [])
    }

    /// One write transaction, rolled back when `body` throws.
    func transaction(_ body: () throws(LoadFailure) -> Void) throws(LoadFailure) {
        try run("BEGIN IMMEDIATE")
        do throws(LoadFailure) {
            try body()
            try run("COMMIT")
        } catch {
            // It may have been rolled back already, by SQLite itself: then there is nothing to do.
            if sqlite3_get_autocommit(handle) == 0 { try run("ROLLBACK") }
            throw error
        }
    }
}

/// A name as SQL has it, in quotes.
func quotedIdentifier(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
