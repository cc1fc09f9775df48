import Foundation
import GRDB
import GRDBSQLite
import Goals
import KPIs

/// A SQLite database of another program's, which is only ever read: opened read-only, and locked against that program's writing no longer
/// than a query takes (not at all where it is in WAL mode).
final class SQLiteEngine: Engine {
    let dialect: any Dialect = SQLiteDialect(keepsOrder: false)
    private let declaration: SourceDeclaration
    private let setting: EngineSetting
    private let path: String
    private var queue: DatabaseQueue?
    /// The file that the connection is to: one that was put in its place has another inode.
    private var inode: UInt64?
    private var tables: [FoundTable] = []
    private var layout: Layout?
    private var log = AuditLog()

    init(_ declaration: SourceDeclaration, path: String, setting: EngineSetting) {
        self.declaration = declaration
        self.path = path
        self.setting = setting
    }

    func refresh(now: Date, _ deadline: Deadline) throws -> SourceReport {
        let clock = ContinuousClock()
        let began = clock.now
        return try access(deadline) { database in
            try look(database)
            let session = SQLiteSession(database: database, dialect: SQLiteDialect(keepsOrder: false))
            let reports = try log.reports(on: tables, now: now) { found, derived in
                try TableAudit(
                    derived: derived, place: found.place, dialect: dialect, allowedBadRows: declaration.allowedBadRows,
                    allowsRepeatedIDs: declaration.allowsRepeatedIDs, idsAreUnique: found.idsAreUnique
                ).report(session, now: now)
            }
            return SourceReport(
                source: declaration.name, readAt: now, tables: reports, seconds: (clock.now - began).seconds)
        }
    }

    func read<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value {
        try access(deadline) { database in
            let layout = try currentLayout(database)
            return try body(
                SQLiteSession(database: database, dialect: SQLiteDialect(keepsOrder: false)), layout)
        }
    }

    func readUserSQL<Value>(_ deadline: Deadline, _ body: (any UserSession, Layout) throws -> Value) throws -> Value {
        try access(deadline) { database in
            let layout = try currentLayout(database)
            return try body(ForeignUserSession(database: database, layout: layout, deadline: deadline), layout)
        }
    }

    // MARK: The file

    private func access<Value>(_ deadline: Deadline, _ body: (Database) throws -> Value) throws -> Value {
        do {
            try forgetReplacedFile()
            let queue = try queue ?? DatabaseQueue(path: path, configuration: configuration)
            self.queue = queue
            return try queue.read { database in
                try SQLiteReading.interrupting(database, at: deadline) { try body(database) }
            }
        } catch let error as DatabaseError {
            layout = nil
            if error.resultCode == .SQLITE_INTERRUPT { throw WarehouseError.cancelled(source: declaration.name) }
            throw WarehouseError.server(source: declaration.name, reason: "\(path): \(Self.explained(error))")
        }
    }

    private var configuration: Configuration {
        var configuration = SQLiteReading.user
        let zone = declaration.zone
        let currency = setting.currency
        configuration.prepareDatabase { database in
            CellFunctions.register(on: database.sqliteConnection, zone: zone, currency: currency)
        }
        return configuration
    }

    private func forgetReplacedFile() throws(WarehouseError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let reason = errno == ENOENT ? "there is no such file" : String(cString: strerror(errno))
            queue = nil
            throw .server(
                source: declaration.name, reason: "\(path): \(reason): see path in sources.\(declaration.name)")
        }
        let found = UInt64(status.st_ino)
        if inode != found {
            queue = nil
            layout = nil
            inode = found
        }
    }

    private static func explained(_ error: DatabaseError) -> String {
        let said = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB: return "\(said): name a SQLite database, not an export or a dump of one"
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return
                "\(said): another program was writing to it for 5 s; the next check tries again (in WAL mode readers need not wait)"
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            return
                "\(said): let the user that crmgoals runs as read the file and its folder; of a database in WAL mode also the files -wal and -shm"
        case .SQLITE_READONLY:
            return "\(said): its program ended in the middle of writing; open the database once with that program"
        case .SQLITE_CORRUPT: return "\(said): the file is damaged; put a good copy in its place"
        case .SQLITE_ERROR: return "\(said): a table or column is gone or another; the next check looks again"
        default: return said
        }
    }

    // MARK: The tables

    private func look(_ database: Database) throws {
        tables = try SQLiteTables(declaration: declaration, setting: setting, path: path, database: database).all()
        layout = tables.layout
    }

    private func currentLayout(_ database: Database) throws -> Layout {
        if layout == nil { try look(database) }
        return layout ?? Layout(tables: [:])
    }
}
