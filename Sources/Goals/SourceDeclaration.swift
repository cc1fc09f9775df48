/// One entry of `sources`: where CRM data comes from, and which table is filled by what. DESIGN 5.
public struct SourceDeclaration: Sendable, Hashable {
    public var name: String
    public var kind: Kind
    /// For times without one; the source's `timezone`, else the top-level one.
    public var zone: Zone
    /// In the order of their names.
    public var tables: [TableMapping]
    /// 0...1: the share of bad rows a table may have before the checks that use it fail; 0.01 unless given.
    public var allowedBadRows: Double
    /// `orders` may repeat ids within a file.
    public var allowsRepeatedIDs: Bool
    /// A table whose newest row is older than this gives no data; `nil`: any age will do.
    public var maxAge: Span?

    public enum Kind: Sendable, Hashable {
        /// `folder`: absolute; `customers.csv` and so on where they exist. `files` by name.
        case csv(folder: String?, files: [CSVFile])
        /// A database file of somebody else's, absolute; only ever read.
        case sqlite(path: String)
        /// `url`: `postgres://user:password@host:5432/database?sslmode=verify-full`, as libpq reads it.
        /// `allowsWriteRole`: a role that may write is used all the same.
        case postgres(url: Secret, allowsWriteRole: Bool)
        /// A database file, absolute, or files that DuckDB reads itself, or both. One of them is there.
        case duckdb(path: String?, files: [DuckDBFile])
        /// `url`: `https://user:password@host:8443/database`. `caFile`: a PEM file of certificate authorities, absolute.
        /// `insecure`: `http:` to an address that is not loopback is allowed.
        case clickhouse(url: Secret, allowsWriteRole: Bool, caFile: String?, insecure: Bool)
    }

    public init(
        name: String, kind: Kind, zone: Zone = .utc, tables: [TableMapping] = [], allowedBadRows: Double = 0.01,
        allowsRepeatedIDs: Bool = false, maxAge: Span? = nil
    ) {
        self.name = name
        self.kind = kind
        self.zone = zone
        self.tables = tables
        self.allowedBadRows = allowedBadRows
        self.allowsRepeatedIDs = allowsRepeatedIDs
        self.maxAge = maxAge
    }
}

extension SourceDeclaration {
    /// Reading it takes a secret that is not in goals.json itself.
    public var needsSecret: Bool {
        switch kind {
        case .csv, .sqlite, .duckdb: return false
        case .postgres(let url, _), .clickhouse(let url, _, _, _):
            switch url {
            case .literal: return false
            case .environment, .file, .credential: return true
            }
        }
    }
}

/// One entry of a CSV source's `files`.
public struct CSVFile: Sendable, Hashable {
    public var name: String
    /// Absolute; the part after the last `/` may hold `*`, folders too.
    public var path: String
    /// `nil`: found out.
    public var delimiter: Character?
    /// `nil`: found out.
    public var encoding: Encoding?
    public var quote: Character
    /// Column names, where the file has none: every line is data.
    public var header: [String]?
    /// Lines before the header (or the data).
    public var skip: Int
    /// Cells that mean "nothing", beside the empty one.
    public var nulls: [String]
    /// Unicode date fields (`dd.MM.yyyy HH:mm`); ISO 8601 is always accepted beside it.
    public var dateFormat: String?
    /// `.` or `,`; the other one groups thousands.
    public var decimal: Character

    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        case utf8 = "utf-8"
        case windows1252 = "windows-1252"
        case utf16 = "utf-16"
    }

    public init(
        name: String, path: String, delimiter: Character? = nil, encoding: Encoding? = nil, quote: Character = "\"",
        header: [String]? = nil, skip: Int = 0, nulls: [String] = [], dateFormat: String? = nil,
        decimal: Character = "."
    ) {
        self.name = name
        self.path = path
        self.delimiter = delimiter
        self.encoding = encoding
        self.quote = quote
        self.header = header
        self.skip = skip
        self.nulls = nulls
        self.dateFormat = dateFormat
        self.decimal = decimal
    }
}

/// One entry of a source's `tables`: how a canonical table is filled.
public struct TableMapping: Sendable, Hashable {
    /// A canonical table's name, or that of a custom `series` table.
    public var table: String
    public var origin: Origin

    public enum Origin: Sendable, Hashable {
        /// From one file (or a table of the source), column by column.
        case columns(from: String, columns: [Column], filters: [Filter])
        /// From a query over the source's files (tables), by their names.
        case sql(String)
    }

    public struct Column: Sendable, Hashable {
        public var name: String
        public var value: Value

        public init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    public enum Value: Sendable, Hashable {
        case column(String)
        case constant(String)
        /// In the source's SQL dialect, over its columns.
        case sql(String)
    }

    /// A row is taken if the source column has one of the values; `nil` among them means empty.
    public struct Filter: Sendable, Hashable {
        public var column: String
        public var values: [String?]

        public init(column: String, values: [String?]) {
            self.column = column
            self.values = values
        }
    }

    public init(table: String, origin: Origin) {
        self.table = table
        self.origin = origin
    }
}
