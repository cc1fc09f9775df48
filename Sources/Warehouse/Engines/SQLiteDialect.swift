import Foundation
import Goals
import KPIs

/// GRDB has a type of this name, too.
typealias SQL = KPIs.SQL

/// The warehouse's own engine. Times are INTEGER microseconds since 1970 UTC; two aggregates that SQLite lacks are registered on each
/// connection (`SQLiteFunctions`).
struct SQLiteDialect: Dialect {
    /// `FROM` has the tables of a file of the warehouse, whose rows are in the order in which they were read; derived tables have none.
    var keepsOrder = true

    func placeholder(_ bound: Bound) -> String { ":" + bound.name }

    func seconds(from: SQL, to: SQL) -> SQL { "(\(to) - \(from)) / 1000000.0" }

    func label(_ column: SQL, type: CanonicalTable.ColumnType) -> SQL {
        switch type {
        case .text: "coalesce(\(column), '')"
        case .time: "coalesce(\(Self.text(ofTime: column)), '')"
        // 4, not 4.0, as a person writes it.
        case .number:
            """
            coalesce(CASE WHEN \(column) = CAST(\(column) AS INTEGER) THEN CAST(CAST(\(column) AS INTEGER) AS TEXT) \
            ELSE CAST(\(column) AS TEXT) END, '')
            """
        }
    }

    /// `2026-03-01T09:30:00Z`; fractions are cut off, so that a comparison with a text of a whole second is exact.
    static func text(ofTime column: SQL) -> SQL {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(column) / 1000000 - (\(column) % 1000000 < 0), 'unixepoch')"
    }

    /// SQLite knows no time zones: the offsets of this one are written out, latest first, since most times are recent. A million days are
    /// added before the division and taken off after it, so that it rounds down before 1970, too.
    func localDay(_ time: SQL, in zone: Zone, before end: Date) -> SQL {
        let day = 86_400_000_000
        func shift(_ offset: Int) -> Int { 1_000_000 * day + offset * 1_000_000 }
        let (changes, earliest) = zone.offsetChanges(from: Date(timeIntervalSince1970: 0), through: end)
        if changes.isEmpty { return "(\(time) + \(shift(earliest))) / \(day) - 1000000" }
        let arms = changes.map { change -> SQL in
            "WHEN \(time) >= \(change.second * 1_000_000) THEN \(shift(change.offset))"
        }
        return "(\(time) + CASE \(arms.joined(by: " ")) ELSE \(shift(earliest)) END) / \(day) - 1000000"
    }

    func first(_ value: SQL, by day: SQL) -> SQL { "\(SQLIdentifier(SQLiteFunctions.first))(\(value), \(day))" }

    func variance(of value: SQL) -> SQL { "\(SQLIdentifier(SQLiteFunctions.variance))(\(value))" }

    /// Without an order the latest value of several at one time is the largest.
    func place(_ alias: SQLIdentifier) -> SQL { keepsOrder ? "\(alias).rowid" : "\(alias).value" }
}
