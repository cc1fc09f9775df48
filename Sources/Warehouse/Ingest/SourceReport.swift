import Foundation

/// What a source holds, as `crmgoals sources` tells it: made by each refresh, kept in the warehouse for tables that did not change.
public struct SourceReport: Sendable, Hashable, Codable {
    public var source: String
    /// The time of the refresh.
    public var readAt: Date
    /// In the order of their names.
    public var tables: [TableReport]
    /// How long the refresh took.
    public var seconds: Double
    /// Where a server is, as `db.example.com:5432/crm`: nothing else of its address, which holds a password. `nil` for files, whose
    /// declaration tells.
    public var place: String?

    public init(
        source: String, readAt: Date, tables: [TableReport], seconds: Double, place: String? = nil
    ) {
        self.source = source
        self.readAt = readAt
        self.tables = tables
        self.seconds = seconds
        self.place = place
    }
}

/// What was read into one table of a source.
public struct TableReport: Sendable, Hashable, Codable {
    public var table: String
    /// The canonical columns that the data has, then the extra ones as the source names them.
    public var columns: [String]
    /// Rows in the table.
    public var rows: Int
    /// The newest time in `CanonicalTable.begin`.
    public var newest: Date?
    /// Rows that could not be read.
    public var badRows: Int
    /// Rows read, bad ones included.
    public var readRows: Int
    /// The first ten.
    public var bad: [BadRow]
    /// Rows whose id a later row has too, which took their place.
    public var replaced: Int
    /// Absolute paths, in the order in which they were read.
    public var files: [String]
    /// Why checks that use the table must fail: what, where, and what to do.
    public var failure: String?
    /// Files whose last line has no line end yet and waits: it counts when a later reading finds the file unchanged, or the line ended.
    public var waiting: [String]
    /// What the last reading read.
    public var extent: Extent
    /// So many bytes of the files.
    public var bytesRead: Int
    /// When the table was read last.
    public var readAt: Date
    /// How long that took.
    public var seconds: Double
    /// What else a reader of numbers from it must know.
    public var remarks: [String]?

    public init(
        table: String, columns: [String] = [], rows: Int = 0, newest: Date? = nil, badRows: Int = 0, readRows: Int = 0,
        bad: [BadRow] = [], replaced: Int = 0, files: [String] = [], failure: String? = nil, waiting: [String] = [],
        extent: Extent = .whole, bytesRead: Int = 0, readAt: Date, seconds: Double = 0
    ) {
        self.table = table
        self.columns = columns
        self.rows = rows
        self.newest = newest
        self.badRows = badRows
        self.readRows = readRows
        self.bad = bad
        self.replaced = replaced
        self.files = files
        self.failure = failure
        self.waiting = waiting
        self.extent = extent
        self.bytesRead = bytesRead
        self.readAt = readAt
        self.seconds = seconds
    }

    public enum Extent: String, Sendable, Hashable, Codable {
        /// All of its files.
        case whole
        /// Only what was added to them since the reading before.
        case added
    }

    /// 0...1
    public var badShare: Double { readRows == 0 ? 0 : Double(badRows) / Double(readRows) }
}

/// A row that could not be read, and why.
public struct BadRow: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The file's path; for a table that a query fills, `the query of orders`; in a database, its table.
    public var file: String
    /// The physical line on which the row begins, from 1; for a query the number of the row in its result; 0 for a row of a database.
    public var line: Int
    /// Of a row of a database: its id, where it has one.
    public var id: String?
    /// The table's column; `nil` where the row as a whole cannot be read.
    public var column: String?
    public var reason: String

    public init(file: String, line: Int, id: String? = nil, column: String? = nil, reason: String) {
        self.file = file
        self.line = line
        self.id = id
        self.column = column
        self.reason = reason
    }

    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : "\(file)\(id.map { ", id \($0)" } ?? "")"
        return "\(place): \(column.map { "\($0): " } ?? "")\(reason)"
    }
}
