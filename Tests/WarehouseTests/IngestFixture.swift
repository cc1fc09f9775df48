import Foundation
import GRDBSQLite
import Goals
import Testing

@testable import Warehouse

/// A folder of its own with files that a test writes, and a warehouse made from them.
final class IngestFixture {
    let folder: String
    private(set) var now = Date(timeIntervalSince1970: 1_790_000_000)

    private var writes = 0

    init() throws {
        folder = NSTemporaryDirectory() + "crmgoals-ingest-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record("\(folder) stays: \(error)") }
    }

    var database: String { folder + "/warehouse.sqlite" }

    func path(_ name: String) -> String { folder + "/data/" + name }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = path(name)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    func append(_ name: String, _ text: String) throws { try append(name, Array(text.utf8)) }

    func append(_ name: String, _ bytes: [UInt8]) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path(name)))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
        touch(name)
    }

    /// Gives the file a time of writing that it never had: the file system's own clock may stand still between two changes.
    func touch(_ name: String) {
        writes += 1
        var times = [timespec(tv_sec: 1_700_000_000, tv_nsec: 0), timespec(tv_sec: 1_700_000_000 + writes, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, path(name), &times, 0) == 0)
    }

    /// A file of the source, by its name in the folder.
    func file(_ name: String, _ path: String, _ change: (inout CSVFile) -> Void = { _ in }) -> CSVFile {
        var file = CSVFile(name: name, path: path.hasPrefix("/") ? path : self.path(path))
        change(&file)
        return file
    }

    func source(
        files: [CSVFile] = [], tables: [TableMapping] = [], folder: Bool = false, zone: Zone = .utc,
        currency: String? = "EUR", series: [String] = [], change: (inout SourceDeclaration) -> Void = { _ in }
    ) -> CSVSource {
        var declaration = SourceDeclaration(
            name: "crm", kind: .csv(folder: folder ? self.folder + "/data" : nil, files: files), zone: zone,
            tables: tables)
        change(&declaration)
        return CSVSource(declaration, database: database, currency: currency, seriesTables: series)
    }

    func refresh(_ source: CSVSource) throws -> [String: TableReport] {
        now += 60
        let report = try source.refresh(now: now)
        return Dictionary(uniqueKeysWithValues: report.tables.map { ($0.table, $0) })
    }

    /// Reads one file into one canonical table of its name.
    func read(
        _ table: String, _ text: String, zone: Zone = .utc, _ change: (inout CSVFile) -> Void = { _ in }
    ) throws -> TableReport {
        let path = try write("\(table).csv", text)
        return try #require(try refresh(source(files: [file(table, path, change)], zone: zone))[table])
    }

    /// Rows as text, columns with ` | ` between them; NULL is `-`.
    func rows(_ sql: String, in database: String? = nil) throws -> [String] {
        let connection = try SQLConnection(path: database ?? self.database) { false }
        let statement = try connection.prepare(sql)
        var rows: [String] = []
        while try statement.step() {
            rows.append(
                (0..<statement.columnCount).map { statement.isNull($0) ? "-" : statement.text($0) }.joined(
                    separator: " | "))
        }
        return rows
    }

    /// All rows of a table, in their order; none if it is not there.
    func contents(of table: String, in database: String? = nil) throws -> [String] {
        let isThere = try rows("SELECT name FROM sqlite_schema WHERE name = '\(table)'", in: database)
        return try isThere.isEmpty ? [] : rows("SELECT * FROM \(table) ORDER BY _rowid_", in: database)
    }

    /// A time column in rows of a test, as UTC.
    static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(column) / 1000000, 'unixepoch')"
    }
}

extension TableMapping {
    /// A mapping as goals.json has it.
    static func columns(
        _ table: String, from: String, _ columns: KeyValuePairs<String, Value> = [:], where filters: [Filter] = []
    ) -> TableMapping {
        TableMapping(
            table: table,
            origin: .columns(
                from: from, columns: columns.map { Column(name: $0.key, value: $0.value) }, filters: filters))
    }

    static func query(_ table: String, _ sql: String) -> TableMapping {
        TableMapping(table: table, origin: .sql(sql))
    }
}
