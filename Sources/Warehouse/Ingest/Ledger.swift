import Foundation
import GRDBSQLite

/// What the warehouse remembers of what it holds: per table what it was made from and what was reported of it, per file what was read
/// of it and which rows that gave.
struct Ledger {
    private let connection: SQLConnection

    /// Of the tables and of what is in them; another version is made anew from the files.
    static let version = 4

    init(_ connection: SQLConnection) throws(LoadFailure) {
        self.connection = connection
        if try connection.integer("PRAGMA user_version") == Self.version { return }
        try connection.transaction { () throws(LoadFailure) in
            // Another process may have been faster.
            if try connection.integer("PRAGMA user_version") == Self.version { return }
            for table in try Self.tables(connection) {
                try connection.run("DROP TABLE main.\(quotedIdentifier(table))")
            }
            try connection.run(
                """
                CREATE TABLE crmgoals_tables(
                    name TEXT PRIMARY KEY, settings TEXT NOT NULL, signatures TEXT NOT NULL, settled INTEGER NOT NULL,
                    id_flags INTEGER NOT NULL, report BLOB NOT NULL);
                \(FileLedger.schema);
                \(KeptTableUpdate.schema);
                PRAGMA user_version = \(Self.version)
                """)
        }
    }

    private static func tables(_ connection: SQLConnection) throws(LoadFailure) -> [String] {
        let statement = try connection.prepare(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'")
        var names: [String] = []
        while try statement.step() { names.append(statement.text(0)) }
        return names
    }

    struct Entry {
        /// How the table is made: mapping, zone, currency, limits.
        var settings: String
        /// Its files, by path, size, time and inode.
        var signatures: String
        /// Nothing is left to do for it as long as its files stay.
        var isSettled = true
        var idFlags = 0
        var report: TableReport
    }

    /// By name; those of text tables (`raw:`) too. An entry that cannot be read is none: its table is made again.
    func entries() throws(LoadFailure) -> [String: Entry] {
        let statement = try connection.prepare(
            "SELECT name, settings, signatures, settled, id_flags, report FROM crmgoals_tables")
        var entries: [String: Entry] = [:]
        while try statement.step() {
            let json = Data(statement.text(5).utf8)
            do {
                entries[statement.text(0)] = Entry(
                    settings: statement.text(1), signatures: statement.text(2), isSettled: statement.integer(3) != 0,
                    idFlags: statement.integer(4), report: try JSONDecoder().decode(TableReport.self, from: json))
            } catch {
                continue
            }
        }
        return entries
    }

    func files(of table: String) throws(LoadFailure) -> [LoadedFile] {
        try FileLedger(connection).files(of: table)
    }

    /// - Parameter files: what the table is filled from now, in their order.
    func save(_ entry: Entry, files: [LoadedFile]) throws(LoadFailure) {
        let name = entry.report.table
        let json: Data
        do {
            json = try JSONEncoder().encode(entry.report)
        } catch {
            throw .unusable("the report on \(name) cannot be kept: \(error)")
        }
        let table = try connection.prepare("INSERT OR REPLACE INTO crmgoals_tables VALUES(?, ?, ?, ?, ?, ?)")
        table.bind(1, name)
        table.bind(2, entry.settings)
        table.bind(3, entry.signatures)
        table.bind(4, entry.isSettled ? 1 : 0)
        table.bind(5, entry.idFlags)
        table.bind(6, String(decoding: json, as: UTF8.self))
        try table.execute()
        try FileLedger(connection).save(files, of: name)
    }

    /// Takes a table out, with what is remembered of it.
    func drop(_ name: String) throws(LoadFailure) {
        try connection.run("DROP TABLE IF EXISTS main.\(quotedIdentifier(name))")
        try FileLedger(connection).save([], of: name)
        let statement = try connection.prepare("DELETE FROM crmgoals_tables WHERE name = ?")
        statement.bind(1, name)
        try statement.execute()
    }
}
