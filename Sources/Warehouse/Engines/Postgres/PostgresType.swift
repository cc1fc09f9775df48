import CPostgres

/// What a column is, as far as it makes a difference for reading it.
enum PostgresType: Hashable {
    /// `timestamptz`
    case timeWithZone
    /// `timestamp`
    case timeWithoutZone
    case date
    case integer
    /// `real`, `double precision`: may be infinite or not a number.
    case real
    /// As `real`, and may be larger than any double.
    case numeric
    case money
    /// Also an enumeration, `citext` or another type that the server's catalogue alone knows.
    case text
    /// Of the server's own, and neither a time nor a number nor text. `name`: for messages.
    case other(name: String)

    /// The numbers are fixed: PostgreSQL's `src/include/catalog/pg_type.dat`. A domain comes as its base type.
    init(oid: Oid) {
        switch oid {
        case 1184: self = .timeWithZone
        case 1114: self = .timeWithoutZone
        case 1082: self = .date
        case 20, 21, 23, 26: self = .integer
        case 700, 701: self = .real
        case 1700: self = .numeric
        case 790: self = .money
        case 18, 19, 25, 1042, 1043, 705: self = .text
        case 16: self = .other(name: "boolean")
        case 17: self = .other(name: "bytea")
        case 114, 3802: self = .other(name: "json")
        case 1083, 1266: self = .other(name: "time of day")
        case 1186: self = .other(name: "interval")
        case 2950: self = .other(name: "uuid")
        // Types below this number are the server's own.
        case 0..<16_384: self = .other(name: "type \(oid)")
        default: self = .text
        }
    }

    /// For messages.
    var name: String {
        switch self {
        case .timeWithZone: "timestamp with time zone"
        case .timeWithoutZone: "timestamp without time zone"
        case .date: "date"
        case .integer: "integer"
        case .real: "double precision"
        case .numeric: "numeric"
        case .money: "money"
        case .text: "text"
        case .other(let name): name
        }
    }
}
