import Foundation
import GRDBSQLite
import Goals

/// SQL functions that read values of another program's SQLite tables as the ingest reads cells: `crmgoals_time` gives microseconds since
/// 1970 UTC, `crmgoals_number` a finite double, both null for what is neither. Whole numbers are no times: which unit they count, and from
/// when, the mapping must say (`datetime(created, 'unixepoch')`).
final class CellFunctions {
    private var clock: LocalClock
    private let format: NumberFormat

    static let time = "crmgoals_time"
    static let number = "crmgoals_number"

    private init(zone: Zone, currency: String?) {
        clock = LocalClock(zone: zone)
        format = NumberFormat(currency: currency)
    }

    /// The connection keeps what the functions need.
    static func register(on connection: OpaquePointer?, zone: Zone, currency: String?) {
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
        let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { pointer in
            if let pointer { Unmanaged<CellFunctions>.fromOpaque(pointer).release() }
        }
        let functions = CellFunctions(zone: zone, currency: currency)
        sqlite3_create_function_v2(
            connection, time, 1, flags, Unmanaged.passRetained(functions).toOpaque(),
            { context, _, values in CellFunctions.of(context).time(context, values?[0]) }, nil, nil, release)
        sqlite3_create_function_v2(
            connection, number, 1, flags, Unmanaged.passRetained(functions).toOpaque(),
            { context, _, values in CellFunctions.of(context).number(context, values?[0]) }, nil, nil, release)
    }

    private static func of(_ context: OpaquePointer?) -> CellFunctions {
        Unmanaged<CellFunctions>.fromOpaque(sqlite3_user_data(context)).takeUnretainedValue()
    }

    private func time(_ context: OpaquePointer?, _ value: OpaquePointer?) {
        guard let value, sqlite3_value_type(value) == SQLITE_TEXT, let cell = Self.cell(value),
            let time = ISOTime.parse(cell)
        else { return sqlite3_result_null(context) }
        sqlite3_result_int64(context, Int64(clock.microseconds(time)))
    }

    private func number(_ context: OpaquePointer?, _ value: OpaquePointer?) {
        guard let value else { return sqlite3_result_null(context) }
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER: sqlite3_result_double(context, Double(sqlite3_value_int64(value)))
        case SQLITE_FLOAT:
            let number = sqlite3_value_double(value)
            if number.isFinite { sqlite3_result_double(context, number) } else { sqlite3_result_null(context) }
        case SQLITE_TEXT:
            guard let cell = Self.cell(value), let number = format.parse(cell) else {
                return sqlite3_result_null(context)
            }
            sqlite3_result_double(context, number)
        default: sqlite3_result_null(context)
        }
    }

    private static func cell(_ value: OpaquePointer) -> Cell? {
        sqlite3_value_text(value).map { Cell(start: $0, count: Int(sqlite3_value_bytes(value))) }
    }
}
