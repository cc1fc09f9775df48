import Foundation
import GRDB
import KPIs

/// Values as SQLite's warehouse stores them.
enum SQLiteValues {
    /// One argument a name.
    static func arguments(_ bound: [Bound]) -> StatementArguments {
        var values: [String: (any DatabaseValueConvertible)?] = [:]
        for one in bound {
            switch one.value {
            case .time(let date): values[one.name] = microseconds(date)
            case .text(let text): values[one.name] = text
            case .number(let number): values[one.name] = number
            }
        }
        return StatementArguments(values)
    }

    /// Microseconds since 1970 UTC.
    static func microseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    }
}

extension Duration {
    /// In seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
