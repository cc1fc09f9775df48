/// One entry of a DuckDB source's `files`: data that DuckDB reads itself, by the name that mappings know it under.
public struct DuckDBFile: Sendable, Hashable {
    public var name: String
    /// Absolute; may hold `*`. Its ending says what it is: CSV, TSV, Parquet or JSON (lines too), `.gz` and `.zst` after it.
    public var path: String

    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}
