import Foundation
import Goals
import KPIs

/// Makes instants of a query's columns of times and of texts, each as one more column.
///
/// It goes in steps, each a SELECT over the one before, so that what a step has found is a column for the next: an expression that stands in
/// another a hundred times (a zone has changed its offset as often) would be computed as often.
struct DuckDBTimes {
    /// Of times without a zone of their own.
    let zone: Zone
    /// No time that counts is later.
    let end: Date

    /// The instant that was made of a column.
    static func value(of target: TargetColumn) -> SQL { made("crmgoals time \(target.name)") }

    /// A column that a step has made.
    private static func made(_ name: String) -> SQL { "\(DerivedTable.alias).\(SQLIdentifier(name))" }

    /// - Parameter query: in parentheses, with the columns under their canonical names.
    func adding(to query: SQL, _ columns: [(target: TargetColumn, type: DuckDBType)]) -> SQL {
        let times = columns.filter { $0.target.type == .time && !(zone == .utc && $0.type == .timeWithoutZone) }
        var query = query
        for step in [parts, shown, instants] {
            let made = times.flatMap { column in
                step(column.target, column.type).map { name, value -> SQL in "\(value) AS \(SQLIdentifier(name))" }
            }
            if made.isEmpty { continue }
            query = "(SELECT \(DerivedTable.alias).*, \(made.joined(by: ", ")) FROM \(query) AS \(DerivedTable.alias))"
        }
        return query
    }

    private typealias Step = (TargetColumn, DuckDBType) -> [(name: String, value: SQL)]

    /// ISO 8601: a date, perhaps a time of day with a fraction, perhaps an offset. Empty where a text is none.
    private func parts(_ target: TargetColumn, _ type: DuckDBType) -> [(name: String, value: SQL)] {
        guard type == .text else { return [] }
        let text: SQL = "trim(CAST(\(DerivedTable.column(target.name)) AS VARCHAR))"
        let pattern: SQL = """
            '^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)\
            (?: ?(Z|z|UTC|GMT|[-+][0-9]{2}(?::?[0-9]{2})?))?)?$'
            """
        return [("crmgoals parts \(target.name)", "regexp_extract(\(text), \(pattern), ['day', 'clock', 'zone'])")]
    }

    /// What the clock shows, in microseconds as if it were UTC, and its offset, null where it is the source's.
    private func shown(_ target: TargetColumn, _ type: DuckDBType) -> [(name: String, value: SQL)] {
        let raw = DerivedTable.column(target.name)
        let shown = "crmgoals shown \(target.name)"
        let offset = "crmgoals offset \(target.name)"
        switch type {
        case .text:
            let parts = Self.made("crmgoals parts \(target.name)")
            let clock: SQL = "replace(coalesce(nullif(\(parts).clock, ''), '00:00'), ',', '.')"
            let digits: SQL = "rpad(replace(substr(\(parts).zone, 2), ':', ''), 4, '0')"
            let seconds: SQL = """
                CASE WHEN \(parts).zone = '' THEN NULL WHEN \(parts).zone IN ('Z', 'z', 'UTC', 'GMT') THEN 0 \
                ELSE (CASE left(\(parts).zone, 1) WHEN '-' THEN -1 ELSE 1 END) \
                * (TRY_CAST(left(\(digits), 2) AS BIGINT) * 3600 + TRY_CAST(substr(\(digits), 3) AS BIGINT) * 60) END
                """
            return [
                (shown, "epoch_us(TRY_CAST(\(parts).day || ' ' || \(clock) AS TIMESTAMP))"),
                (offset, "\(seconds) * 1000000"),
            ]
        case .timeWithZone: return [(shown, "epoch_us(\(raw))"), (offset, "CAST(0 AS BIGINT)")]
        case .timeWithoutZone, .date, .integer, .real, .decimal, .other:
            return [(shown, "epoch_us(TRY_CAST(\(raw) AS TIMESTAMP))"), (offset, "CAST(NULL AS BIGINT)")]
        }
    }

    /// The first instant, where the clock shows a time twice, and as if it had not been put forward yet, where it skips one. The offsets of
    /// the zone are written out, latest first, since not every build of DuckDB knows zones; the one before a change holds until the clock
    /// has shown the later of the two times of the change.
    private func instants(_ target: TargetColumn, _ type: DuckDBType) -> [(name: String, value: SQL)] {
        let shown = Self.made("crmgoals shown \(target.name)")
        let offset = Self.made("crmgoals offset \(target.name)")
        let (changes, earliest) = zone.offsetChanges(from: Date(timeIntervalSince1970: 0), through: end)
        var own: SQL = "\(earliest * 1_000_000)"
        if !changes.isEmpty {
            let arms = changes.enumerated().map { index, change -> SQL in
                let before = index + 1 < changes.count ? changes[index + 1].offset : earliest
                let since = (change.second + max(before, change.offset)) * 1_000_000
                return "WHEN \(shown) >= \(since) THEN \(change.offset * 1_000_000)"
            }
            own = "CASE \(arms.joined(by: " ")) ELSE \(earliest * 1_000_000) END"
        }
        return [
            (
                "crmgoals time \(target.name)",
                "make_timestamp(\(shown) - CASE WHEN \(offset) IS NULL THEN \(own) ELSE \(offset) END)"
            )
        ]
    }
}
