import Foundation
import Goals

/// Brings one kept table up to the rows of the table that it is made of, within the transaction that changes those.
final class KeptTableUpdate {
    private let kept: KeptTable
    private let connection: SQLConnection

    /// The keys whose rows are made again.
    private static let keys = "crmgoals_keys"
    /// So many at a time, when all are made: what SQLite sorts stays in its cache.
    private static let batch = 5000

    static let schema = "CREATE TABLE crmgoals_kept(name TEXT PRIMARY KEY, zone TEXT NOT NULL, before INTEGER NOT NULL)"

    init(_ kept: KeptTable, on connection: SQLConnection) {
        self.kept = kept
        self.connection = connection
    }

    private var name: String { quotedIdentifier(kept.name) }
    private var table: String { quotedIdentifier(kept.table) }
    private var key: String { quotedIdentifier(kept.key) }
    private var time: String { quotedIdentifier(kept.time) }

    /// The midnight up to which it is made; `nil` if it is not there, or for another zone.
    func before() throws(LoadFailure) -> Date? {
        let state = try connection.prepare("SELECT before FROM crmgoals_kept WHERE name = ? AND zone = ?")
        state.bind(1, kept.name)
        state.bind(2, kept.zone.identifier)
        return try state.step() ? Date(timeIntervalSince1970: Double(state.integer(0)) / 1_000_000) : nil
    }

    /// Whether nothing is to be done as long as the rows stay.
    func isCurrent(_ report: TableReport, now: Date) throws(LoadFailure) -> Bool {
        guard let newest = report.newest, report.failure == nil, hasColumns(report.columns) else { return true }
        guard let before = try before() else { return false }
        return before >= kept.limit(now: now, newest: newest)
    }

    private func hasColumns(_ columns: [String]) -> Bool { kept.needed.allSatisfy(columns.contains) }

    private func makeKeys() throws(LoadFailure) {
        try connection.run("CREATE TEMP TABLE IF NOT EXISTS \(Self.keys)(key TEXT PRIMARY KEY) WITHOUT ROWID")
    }

    /// From here on the keys of rows that come and go are noted.
    func watch() throws(LoadFailure) {
        try makeKeys()
        try connection.run("DELETE FROM temp.\(Self.keys)")
        for (event, row) in [("INSERT", "new"), ("DELETE", "old")] {
            try connection.run(
                """
                CREATE TEMP TRIGGER crmgoals_\(row) AFTER \(event) ON main.\(table) WHEN \(row).\(key) IS NOT NULL
                BEGIN INSERT OR IGNORE INTO \(Self.keys) VALUES(\(row).\(key)); END
                """)
        }
    }

    func stopWatching() throws(LoadFailure) {
        try connection.run("DROP TRIGGER IF EXISTS temp.crmgoals_new; DROP TRIGGER IF EXISTS temp.crmgoals_old")
    }

    /// - Parameter isWhole: the rows were all read anew, or nothing is known of what happened to them.
    func bringUp(_ report: TableReport, isWhole: Bool, now: Date) throws(LoadFailure) {
        guard let newest = report.newest, hasColumns(report.columns) else { return try drop() }
        let limit = kept.limit(now: now, newest: newest)
        if !isWhole, let before = try before() {
            try bringUp(report.columns, from: before, to: max(before, limit))
        } else {
            try makeAll(report.columns, limit)
        }
    }

    func drop() throws(LoadFailure) {
        try connection.run("DROP TABLE IF EXISTS main.\(name)")
        let state = try connection.prepare("DELETE FROM crmgoals_kept WHERE name = ?")
        state.bind(1, kept.name)
        try state.execute()
    }

    /// The noted keys, and those that have rows between the midnights.
    private func bringUp(_ columns: [String], from before: Date, to limit: Date) throws(LoadFailure) {
        try makeKeys()
        if limit > before {
            try connection.run(
                """
                INSERT OR IGNORE INTO \(Self.keys) SELECT \(key) FROM main.\(table)
                WHERE \(time) >= \(Self.microseconds(before)) AND \(time) < \(Self.microseconds(limit)) AND \(key) IS NOT NULL
                """)
        }
        try connection.run("DELETE FROM main.\(name) WHERE id IN (SELECT key FROM \(Self.keys))")
        try makeRows(columns, limit)
        try remember(limit)
    }

    private func makeAll(_ columns: [String], _ limit: Date) throws(LoadFailure) {
        try drop()
        try makeKeys()
        try connection.run(
            "CREATE TABLE main.\(name)(\(kept.definition)) WITHOUT ROWID; DELETE FROM temp.\(Self.keys)")
        let next = try connection.prepare(
            """
            INSERT INTO temp.\(Self.keys)
            SELECT DISTINCT \(key) FROM main.\(table) WHERE \(key) > ? ORDER BY \(key) LIMIT \(Self.batch)
            """)
        let last = try connection.prepare("SELECT max(key) FROM temp.\(Self.keys)")
        // Greater than no key: the empty text is none.
        var greatest = ""
        while true {
            next.bind(1, greatest)
            try next.execute()
            guard try last.step(), !last.isNull(0) else { break }
            greatest = last.text(0)
            last.reset()
            try makeRows(columns, limit)
            try connection.run("DELETE FROM temp.\(Self.keys)")
        }
        try remember(limit)
    }

    private func makeRows(_ columns: [String], _ limit: Date) throws(LoadFailure) {
        try connection.run(
            "INSERT INTO main.\(name) " + kept.rows(columns, limit, "SELECT key FROM temp.\(Self.keys)"))
    }

    private func remember(_ limit: Date) throws(LoadFailure) {
        let state = try connection.prepare("INSERT OR REPLACE INTO crmgoals_kept VALUES(?, ?, ?)")
        state.bind(1, kept.name)
        state.bind(2, kept.zone.identifier)
        state.bind(3, Self.microseconds(limit))
        try state.execute()
    }

    private static func microseconds(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1_000_000).rounded()) }
}
