import GRDBSQLite

/// The two aggregates that SQLite lacks. Each connection that `SQLiteDialect` writes for has them.
enum SQLiteFunctions {
    static let variance = "crmgoals_variance"
    static let first = "crmgoals_first"

    static func register(on connection: OpaquePointer?) {
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
        sqlite3_create_function_v2(
            connection, variance, 1, flags, nil, nil, { Variance.step($0, $2) }, { Variance.finish($0) }, nil)
        sqlite3_create_function_v2(
            connection, first, 2, flags, nil, nil, { First.step($0, $2) }, { First.finish($0) }, nil)
    }

    /// Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products" (1962).
    private struct Variance {
        var count: Double
        var mean: Double
        var squares: Double

        static func step(_ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?) {
            guard let value = arguments?[0], sqlite3_value_type(value) != SQLITE_NULL,
                let state = state(context, Variance.self)
            else { return }
            let number = sqlite3_value_double(value)
            state.pointee.count += 1
            let distance = number - state.pointee.mean
            state.pointee.mean += distance / state.pointee.count
            state.pointee.squares += distance * (number - state.pointee.mean)
        }

        static func finish(_ context: OpaquePointer?) {
            guard let state = state(context, Variance.self), state.pointee.count > 1 else {
                return sqlite3_result_null(context)
            }
            sqlite3_result_double(context, state.pointee.squares / (state.pointee.count - 1))
        }
    }

    private struct First {
        var isSet: Bool
        var isNull: Bool
        var day: Int64
        var value: Double

        static func step(_ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?) {
            guard let value = arguments?[0], let place = arguments?[1], let state = state(context, First.self) else {
                return
            }
            let day = sqlite3_value_int64(place)
            if state.pointee.isSet, state.pointee.day <= day { return }
            state.pointee = First(
                isSet: true, isNull: sqlite3_value_type(value) == SQLITE_NULL, day: day,
                value: sqlite3_value_double(value))
        }

        static func finish(_ context: OpaquePointer?) {
            guard let state = state(context, First.self), state.pointee.isSet, !state.pointee.isNull else {
                return sqlite3_result_null(context)
            }
            sqlite3_result_double(context, state.pointee.value)
        }
    }

    /// SQLite's memory for one group, all zeros at first. `nil` where there is no memory left: SQLite then fails the statement.
    private static func state<State>(_ context: OpaquePointer?, _: State.Type) -> UnsafeMutablePointer<State>? {
        sqlite3_aggregate_context(context, Int32(MemoryLayout<State>.stride))?.assumingMemoryBound(to: State.self)
    }
}
