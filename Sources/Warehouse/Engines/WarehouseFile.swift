import Foundation
import GRDB
import GRDBSQLite
import Goals
import KPIs

/// The SQLite file that a source was read into, opened for reading only. Used by the source's thread alone.
final class WarehouseFile {
    let source: String
    let path: String
    /// Names of the `series` tables of custom KPIs.
    private let seriesTables: [String]
    private var catalogueQueue: DatabaseQueue?
    private var userQueue: DatabaseQueue?
    /// The file that the connections are to: one that was made anew has another inode.
    private var inode: UInt64?
    private var layout: (schemaVersion: Int, layout: Layout, keeps: Bool)?

    init(source: String, path: String, seriesTables: [String]) {
        self.source = source
        self.path = path
        self.seriesTables = seriesTables
    }

    /// In one read transaction: everything in it sees one state of the data.
    func read<Value>(
        _ deadline: Deadline, _ body: (Database, Layout) throws -> Value
    ) throws(WarehouseError) -> Value {
        try access(deadline, \.catalogueQueue, SQLiteReading.catalogue) { database in
            try body(database, try currentLayout(database))
        }
    }

    /// The same on the connection for SQL of the user's own.
    func readUserSQL<Value>(
        _ deadline: Deadline, _ body: (Database, Layout) throws -> Value
    ) throws(WarehouseError) -> Value {
        try access(deadline, \.userQueue, SQLiteReading.user) { database in
            try body(database, try currentLayout(database))
        }
    }

    private func access<Value>(
        _ deadline: Deadline, _ connection: ReferenceWritableKeyPath<WarehouseFile, DatabaseQueue?>,
        _ configuration: Configuration, _ body: (Database) throws -> Value
    ) throws(WarehouseError) -> Value {
        do {
            try forgetReplacedFile()
            let queue = try self[keyPath: connection] ?? DatabaseQueue(path: path, configuration: configuration)
            self[keyPath: connection] = queue
            return try queue.read { database in
                try SQLiteReading.interrupting(database, at: deadline) { try body(database) }
            }
        } catch {
            throw Self.error(error, source: source)
        }
    }

    static func error(_ error: any Error, source: String) -> WarehouseError {
        switch error {
        case let error as WarehouseError: error
        case let error as DatabaseError:
            .database(source: source, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
        default: .database(source: source, reason: "\(error)")
        }
    }

    private func forgetReplacedFile() throws(WarehouseError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unread(source: source) }
        let found = UInt64(status.st_ino)
        if inode != found {
            catalogueQueue = nil
            userQueue = nil
            layout = nil
            inode = found
        }
    }

    private func currentLayout(_ database: Database) throws -> Layout {
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        let known: (schemaVersion: Int, layout: Layout, keeps: Bool)
        if let layout, layout.schemaVersion == version {
            known = layout
        } else {
            known = (
                version, try SQLiteReading.layout(of: database, seriesTables: seriesTables),
                try database.tableExists("crmgoals_kept")
            )
            layout = known
        }
        var current = known.layout
        // It moves on with the days, without a change of the schema.
        if known.keeps { current.keptPurchases = try SQLiteReading.keptPurchases(in: database) }
        return current
    }
}

/// How the warehouse reads SQLite.
enum SQLiteReading {
    /// For the catalogue's queries.
    static var catalogue: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "warehouse"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -8000")
            SQLiteFunctions.register(on: database.sqliteConnection)
        }
        return configuration
    }

    /// For SQL of the user's own: nothing can be attached, and no value can fill the memory.
    static var user: Configuration {
        var configuration = catalogue
        configuration.prepareDatabase { database in
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, 64 << 20)
        }
        return configuration
    }

    /// The canonical tables and those of custom `series` that are there, with their columns.
    static func layout(of database: Database, seriesTables: [String]) throws -> Layout {
        let names = Set(CanonicalTable.all.map(\.name) + seriesTables)
        var tables: [String: [String]] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT m.name, c.name FROM main.sqlite_master AS m JOIN pragma_table_info(m.name, 'main') AS c
                WHERE m.type = 'table' ORDER BY m.name, c.cid
                """)
        while let row = try rows.next() {
            let table: String = row[0]
            if names.contains(table) { tables[table, default: []].append(row[1]) }
        }
        return Layout(tables: tables)
    }

    /// What the warehouse keeps of customers' orders; `nil` if it does not.
    static func keptPurchases(in database: Database) throws -> KeptPurchases? {
        let name = KeptPurchases.relation.rendered { _ in "" }.text
        let row = try Row.fetchOne(
            database, sql: "SELECT zone, before FROM crmgoals_kept WHERE name = ?", arguments: [name])
        return row.map { row in
            KeptPurchases(before: Date(timeIntervalSince1970: Double(row[1] as Int64) / 1_000_000), zone: row[0])
        }
    }

    /// SQLite asks every few thousand steps of its virtual machine whether to go on. `sqlite3_interrupt` from another thread would
    /// miss a statement that is just about to begin, or hit the next one.
    static func interrupting<Value>(
        _ database: Database, at deadline: Deadline, _ body: () throws -> Value
    ) throws -> Value {
        let context = Unmanaged.passUnretained(deadline).toOpaque()
        sqlite3_progress_handler(
            database.sqliteConnection, 10_000,
            { context in
                guard let context else { return 0 }
                return Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().hasPassed ? 1 : 0
            }, context)
        defer { sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil) }
        return try withExtendedLifetime(deadline) { try body() }
    }
}
