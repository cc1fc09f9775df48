import Foundation
import GRDBSQLite

/// What the warehouse remembers of what it holds: per table what it was made from and what was reported of it, per file which
/// rows came from it.
struct Ledger {
    private let connection: SQLConnection

    /// Of the tables and of what is in them; another version is made anew from the files.
    static let version = 1

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
                CREATE TABLE crmgoals_tables(name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, report BLOB NOT NULL);
                CREATE TABLE crmgoals_files(
                    table_name TEXT NOT NULL, position INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
                    modified INTEGER NOT NULL, inode INTEGER NOT NULL, device INTEGER NOT NULL, first_row INTEGER NOT NULL,
                    last_row INTEGER NOT NULL, read_rows INTEGER NOT NULL, PRIMARY KEY(table_name, position));
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
        var fingerprint: String
        var report: TableReport
    }

    /// By name; those of text tables (`raw:`) too. An entry that cannot be read is none: its table is made again.
    func entries() throws(LoadFailure) -> [String: Entry] {
        let statement = try connection.prepare("SELECT name, fingerprint, report FROM crmgoals_tables")
        var entries: [String: Entry] = [:]
        while try statement.step() {
            let json = Data(statement.text(2).utf8)
            do {
                let report = try JSONDecoder().decode(TableReport.self, from: json)
                entries[statement.text(0)] = Entry(fingerprint: statement.text(1), report: report)
            } catch {
                continue
            }
        }
        return entries
    }

    func save(_ entry: Entry, ranges: [FileLoad.FileRange]) throws(LoadFailure) {
        let name = entry.report.table
        try forget(name)
        let json: Data
        do {
            json = try JSONEncoder().encode(entry.report)
        } catch {
            throw .unusable("the report on \(name) cannot be kept: \(error)")
        }
        let table = try connection.prepare("INSERT INTO crmgoals_tables VALUES(?, ?, ?)")
        table.bind(1, name)
        table.bind(2, entry.fingerprint)
        table.bind(3, String(decoding: json, as: UTF8.self))
        try table.execute()
        let file = try connection.prepare("INSERT INTO crmgoals_files VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, range) in ranges.enumerated() {
            file.bind(1, name)
            file.bind(2, position)
            file.bind(3, range.path)
            file.bind(4, Int(range.signature.size))
            file.bind(5, Int(range.signature.modified))
            file.bind(6, Int(truncatingIfNeeded: range.signature.inode))
            file.bind(7, Int(truncatingIfNeeded: range.signature.device))
            file.bind(8, range.firstRow)
            file.bind(9, range.lastRow)
            file.bind(10, range.readRows)
            try file.execute()
        }
    }

    func forget(_ name: String) throws(LoadFailure) {
        for (table, column) in [("crmgoals_tables", "name"), ("crmgoals_files", "table_name")] {
            let statement = try connection.prepare("DELETE FROM \(table) WHERE \(column) = ?")
            statement.bind(1, name)
            try statement.execute()
        }
    }

    /// Takes a table out, with what is remembered of it.
    func drop(_ name: String) throws(LoadFailure) {
        try connection.run("DROP TABLE IF EXISTS main.\(quotedIdentifier(name))")
        try forget(name)
    }
}
