import Foundation
import GRDBSQLite
import Goals

/// A source of type `csv`: reads its files into tables of one SQLite file, and only when they changed. DESIGN 5.
///
/// One refresh is one transaction: whoever reads the warehouse sees all of it or nothing, and a crash leaves what was there.
public final class CSVSource: Sendable {
    let declaration: SourceDeclaration
    let database: String
    let currency: String?
    let seriesTables: [String]
    let kept: [KeptTable]
    /// Makes SQL functions known that the queries of kept tables need.
    let prepare: @Sendable (OpaquePointer) -> Void

    /// - Parameters:
    ///   - database: the path of the SQLite file; made where it is missing, made anew where it cannot be used.
    ///   - currency: the top-level `currency`; rows of another one are bad.
    ///   - seriesTables: tables of custom KPIs of kind `series`.
    ///   - kept: what is kept beside the tables.
    ///   - prepare: called with each connection, to make functions known that the queries of `kept` need.
    public init(
        _ declaration: SourceDeclaration, database: String, currency: String?, seriesTables: [String] = [],
        kept: [KeptTable] = [], prepare: @escaping @Sendable (OpaquePointer) -> Void = { _ in }
    ) {
        self.declaration = declaration
        self.database = database
        self.currency = currency
        self.seriesTables = seriesTables
        self.kept = kept
        self.prepare = prepare
    }
}

extension CSVSource {
    /// Reads what changed since the last refresh (by path, size, modification time and inode: a file that did not change is
    /// not opened) and reports on every table.
    ///
    /// - Parameters:
    ///   - now: the time of the refresh, for the report.
    ///   - isCancelled: asked every few thousand rows.
    public func refresh(
        now: Date, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(IngestError) -> SourceReport {
        let clock = ContinuousClock()
        let start = clock.now
        do throws(LoadFailure) {
            if isCancelled() { throw .cancelled }
            let tables: [TableReport]
            do throws(LoadFailure) {
                tables = try read(now, isCancelled)
            } catch .sql(let code, _) where code & 0xFF == SQLITE_NOTADB || code & 0xFF == SQLITE_CORRUPT {
                // All that is in it is in the exports too.
                try removeDatabase()
                tables = try read(now, isCancelled)
            }
            let seconds = start.duration(to: clock.now) / .seconds(1)
            return SourceReport(source: declaration.name, readAt: now, tables: tables, seconds: seconds)
        } catch {
            throw error.ingestError(path: database)
        }
    }

    private func read(_ now: Date, _ isCancelled: @escaping @Sendable () -> Bool) throws(LoadFailure) -> [TableReport] {
        if access(database, F_OK) != 0, let tables = try readAnew(now, isCancelled) { return tables }
        let connection = try SQLConnection(path: database, isCancelled: isCancelled)
        return try Refresh(self, connection: connection, now: now, isCancelled: isCancelled).run()
    }

    /// The first reading, into a file beside the database that takes its place when it is whole: no journal is needed for it.
    /// `nil` if another process was faster.
    private func readAnew(_ now: Date, _ isCancelled: @escaping @Sendable () -> Bool) throws(LoadFailure)
        -> [TableReport]?
    {
        let new = "\(database).new-\(getpid())"
        // Also what a process left that ended in the middle.
        for old in FileSet.matches("\(database).new-*") {
            let process = old.split(separator: "-").last.flatMap { pid_t($0) } ?? 0
            if process == getpid() || (process > 0 && kill(process, 0) != 0 && errno == ESRCH) { try remove(old) }
        }
        let tables: [TableReport]
        do throws(LoadFailure) {
            let connection = try SQLConnection(path: new, isNew: true, isCancelled: isCancelled)
            tables = try Refresh(self, connection: connection, now: now, isCancelled: isCancelled).run()
            try connection.run("PRAGMA journal_mode = WAL")
            try Self.flush(new)
        } catch {
            try remove(new)
            throw error
        }
        // Unlike a rename, a link never takes the place of a file that another process has open.
        let isFirst = link(new, database) == 0
        if !isFirst && errno != EEXIST { throw OpenFile.problem(database, "cannot be made") }
        try remove(new)
        return isFirst ? tables : nil
    }

    /// On disk before it has its name: what is found under that name later is whole.
    private static func flush(_ path: String) throws(LoadFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw OpenFile.problem(path, "cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw OpenFile.problem(path, "cannot be written") }
    }

    private func remove(_ path: String) throws(LoadFailure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw OpenFile.problem(path, "cannot be removed") }
    }

    private func removeDatabase() throws(LoadFailure) {
        for path in [database, database + "-wal", database + "-shm"] {
            try remove(path)
        }
    }
}
