import Foundation
import Goals

/// A table that is made of another one, some rows a key (a customer), and kept up to date as rows come and go: what a KPI would
/// otherwise read every row for.
///
/// Only the rows of keys that something happened to are made again, by the very query that makes all of them.
public struct KeptTable: Sendable {
    public var name: String
    /// As `CREATE TABLE` has them; the first is the key.
    public var definition: String
    /// What it is made of, and the columns of it that must be there.
    public var table: String
    public var needed: [String]
    public var key: String
    /// Rows of `table` count whose time lies before a local midnight, which moves on with the days.
    public var time: String
    public var zone: Zone
    /// The query that makes the rows of some keys.
    ///
    /// - Parameters: the columns of `table`, the midnight, and a query of keys.
    public var rows: @Sendable (_ columns: [String], _ before: Date, _ keys: String) -> String

    public init(
        name: String, definition: String, table: String, needed: [String], key: String, time: String, zone: Zone,
        rows: @escaping @Sendable (_ columns: [String], _ before: Date, _ keys: String) -> String
    ) {
        self.name = name
        self.definition = definition
        self.table = table
        self.needed = needed
        self.key = key
        self.time = time
        self.zone = zone
        self.rows = rows
    }

    /// The midnight before which rows count at `now`: the last one, and none later than the first behind all rows.
    func limit(now: Date, newest: Date) -> Date {
        let last = zone.instant(zone.civil(now).midnight)
        let behind = zone.instant(zone.civil(newest).midnight.adding(days: 1))
        return min(last, behind)
    }
}
