import GRDBSQLite

/// The SQL function `number(cell)`, and `number(cell, ',')` that names the decimal sign: a cell as a number, as a column of
/// numbers would have it. NULL for what is none; the row that asked is then bad.
final class NumberFunction {
    /// Of the files that a statement reads; where they differ, a cell must be the same number in all that can read it.
    var formats: [NumberFormat] = [NumberFormat()]
    /// Cells that were no numbers since the last look.
    private(set) var unreadable = 0
    private(set) var firstReason: String?
    private let currency: String?

    init(currency: String?) {
        self.currency = currency
    }

    func forget() {
        unreadable = 0
        firstReason = nil
    }

    /// The connection must not outlive this object's last use.
    func register(on connection: SQLConnection) throws(LoadFailure) {
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
        let function = Unmanaged.passUnretained(self).toOpaque()
        let natural: @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void = {
            NumberFunction.of($0).evaluate($0, $1, $2, isReal: false)
        }
        let real: @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void = {
            NumberFunction.of($0).evaluate($0, $1, $2, isReal: true)
        }
        for (name, arguments, call) in [
            ("number", Int32(1), natural), ("number", 2, natural), ("crmgoals_real", 1, real),
        ] {
            let code = sqlite3_create_function_v2(
                connection.handle, name, arguments, flags, function, call, nil, nil, nil)
            guard code == SQLITE_OK else { throw connection.problem(code) }
        }
    }

    private static func of(_ context: OpaquePointer?) -> NumberFunction {
        Unmanaged<NumberFunction>.fromOpaque(sqlite3_user_data(context)).takeUnretainedValue()
    }

    private func evaluate(
        _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?, isReal: Bool
    ) {
        guard let value = values?[0] else { return sqlite3_result_null(context) }
        switch sqlite3_value_type(value) {
        case SQLITE_NULL: sqlite3_result_null(context)
        case SQLITE_FLOAT: sqlite3_result_value(context, value)
        case SQLITE_INTEGER:
            if isReal {
                sqlite3_result_double(context, Double(sqlite3_value_int64(value)))
            } else {
                sqlite3_result_value(context, value)
            }
        default:
            guard let text = sqlite3_value_text(value) else { return sqlite3_result_null(context) }
            let cell = Cell(start: text, count: Int(sqlite3_value_bytes(value)))
            var formats = formats
            if count == 2, let sign = values?[1].flatMap({ sqlite3_value_text($0) }) {
                formats = [NumberFormat(decimal: sign.pointee == ASCII.comma ? "," : ".", currency: currency)]
            }
            evaluate(context, cell, formats, isReal)
        }
    }

    private func evaluate(_ context: OpaquePointer?, _ cell: Cell, _ formats: [NumberFormat], _ isReal: Bool) {
        if cell.trimmed.count == 0 { return sqlite3_result_null(context) }
        var found: Double?
        for format in formats {
            guard let value = format.parse(cell) else { continue }
            if let found, found != value {
                return refuse(
                    context,
                    "\(cell.shown) is one number by one file's \"decimal\" and another by another's; write "
                        + "number(column, ',') or number(column, '.')")
            }
            found = value
        }
        guard let found else { return refuse(context, formats[0].reason(cell)) }
        let isWhole = (0..<cell.count).allSatisfy { ASCII.isDigit(cell.start[$0]) || cell.start[$0] == ASCII.minus }
        if isWhole, !isReal, let integer = Int64(exactly: found) {
            sqlite3_result_int64(context, integer)
        } else {
            sqlite3_result_double(context, found)
        }
    }

    private func refuse(_ context: OpaquePointer?, _ reason: String) {
        unreadable += 1
        if firstReason == nil { firstReason = reason }
        sqlite3_result_null(context)
    }
}
