/// What a column is, as far as it makes a difference for reading it.
enum DuckDBType: Hashable {
    case timeWithZone
    case timeWithoutZone
    case date
    /// Of any width.
    case integer
    /// May be infinite or not a number.
    case real
    case decimal
    /// Also an enumeration.
    case text
    case other(name: String)

    /// - Parameter name: as DESCRIBE tells it.
    init(_ name: String) {
        switch name {
        case "TIMESTAMP WITH TIME ZONE": self = .timeWithZone
        case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS": self = .timeWithoutZone
        case "DATE": self = .date
        case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
            "UHUGEINT":
            self = .integer
        case "FLOAT", "DOUBLE": self = .real
        case "VARCHAR": self = .text
        case _ where name.hasPrefix("DECIMAL"): self = .decimal
        case _ where name.hasPrefix("ENUM"): self = .text
        default: self = .other(name: name.lowercased())
        }
    }

    /// For messages.
    var name: String {
        switch self {
        case .timeWithZone: "timestamp with time zone"
        case .timeWithoutZone: "timestamp"
        case .date: "date"
        case .integer: "integer"
        case .real: "double"
        case .decimal: "decimal"
        case .text: "varchar"
        case .other(let name): name
        }
    }
}
