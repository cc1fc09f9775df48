import Foundation
import Goals
import KPIs

/// PostgreSQL, and what speaks as it does. Times are `timestamptz`, numbers `double precision`.
struct PostgresDialect: Dialect {
    /// For a reader; what is sent has `$1`, `$2` and so on (`PostgresSession`).
    func placeholder(_ bound: Bound) -> String { ":" + bound.name }

    func seconds(from: SQL, to: SQL) -> SQL { "CAST(extract(epoch FROM \(to) - \(from)) AS double precision)" }

    func label(_ column: SQL, type: CanonicalTable.ColumnType) -> SQL {
        switch type {
        case .text: "coalesce(\(column), '')"
        case .time: "coalesce(\(Self.text(ofTime: column)), '')"
        // 4, not 4.0, as a person writes it.
        case .number:
            """
            coalesce(CASE WHEN \(column) = floor(\(column)) AND abs(\(column)) < 1e18 \
            THEN CAST(CAST(\(column) AS bigint) AS text) ELSE CAST(\(column) AS text) END, '')
            """
        }
    }

    /// `2026-03-01T09:30:00Z`; fractions are cut off. Null for an infinite time.
    static func text(ofTime column: SQL) -> SQL {
        "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    }

    func localDay(_ time: SQL, in zone: Zone, before end: Date) -> SQL {
        let name: SQL = .bound(Bound("zone", .text(zone.identifier)))
        return "(CAST(\(time) AT TIME ZONE \(name) AS date) - DATE '1970-01-01')"
    }

    func first(_ value: SQL, by day: SQL) -> SQL { "(array_agg(\(value) ORDER BY \(day)))[1]" }

    /// Null where squares would be larger than a number can be: PostgreSQL would fail the query.
    func variance(of value: SQL) -> SQL {
        """
        CASE WHEN max(abs(\(value))) < 1e150 THEN var_samp(CASE WHEN abs(\(value)) < 1e150 THEN \(value) END) END
        """
    }

    /// PostgreSQL's own `avg` squares its values on the way.
    func mean(of value: SQL) -> SQL { "sum(\(value)) / nullif(count(\(value)), 0)" }

    /// PostgreSQL fails a product that is too large, and one that is too small.
    func product(_ left: SQL, _ right: SQL) -> SQL {
        """
        CASE WHEN abs(\(left)) < 1e-150 OR abs(\(right)) < 1e-150 THEN 0 WHEN abs(\(left)) < 1e150 AND abs(\(right)) < 1e150 THEN \(left) * \(right) \
        WHEN \(left) IS NOT NULL AND \(right) IS NOT NULL THEN CAST('infinity' AS double precision) END
        """
    }

    /// A table has no order. The latest value of several at one time is the largest.
    func place(_ alias: SQLIdentifier) -> SQL { "\(alias).value" }
}
