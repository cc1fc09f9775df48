import Foundation
import Goals
import KPIs

/// DuckDB. Times are `TIMESTAMP` in UTC, numbers `DOUBLE`.
struct DuckDBDialect: Dialect {
    func placeholder(_ bound: Bound) -> String { DuckDBText.literal(bound) }

    func seconds(from: SQL, to: SQL) -> SQL { "(epoch_us(\(to)) - epoch_us(\(from))) / 1000000" }

    func label(_ column: SQL, type: CanonicalTable.ColumnType) -> SQL {
        switch type {
        case .text: "coalesce(\(column), '')"
        case .time: "coalesce(\(Self.text(ofTime: column)), '')"
        // 4, not 4.0, as a person writes it.
        case .number:
            """
            coalesce(CASE WHEN \(column) = floor(\(column)) AND abs(\(column)) < 1e18 \
            THEN CAST(CAST(\(column) AS BIGINT) AS VARCHAR) ELSE CAST(\(column) AS VARCHAR) END, '')
            """
        }
    }

    /// `2026-03-01T09:30:00Z`; fractions are cut off. Null for an infinite time.
    static func text(ofTime column: SQL) -> SQL {
        "CASE WHEN isfinite(\(column)) THEN strftime(\(column), '%Y-%m-%dT%H:%M:%SZ') END"
    }

    /// The offsets of the zone are written out, latest first: not every build of DuckDB knows zones (its ICU extension), and ours are those
    /// that windows are made with. A million days are added before the division and taken off after it, so that it rounds down before
    /// 1970, too.
    func localDay(_ time: SQL, in zone: Zone, before end: Date) -> SQL {
        let day = 86_400_000_000
        func shift(_ offset: Int) -> Int { 1_000_000 * day + offset * 1_000_000 }
        let (changes, earliest) = zone.offsetChanges(from: Date(timeIntervalSince1970: 0), through: end)
        let since: SQL = "epoch_us(\(time))"
        if changes.isEmpty { return "((\(since) + \(shift(earliest))) // \(day) - 1000000)" }
        let arms = changes.map { change -> SQL in
            "WHEN \(since) >= \(change.second * 1_000_000) THEN \(shift(change.offset))"
        }
        return "((\(since) + CASE \(arms.joined(by: " ")) ELSE \(shift(earliest)) END) // \(day) - 1000000)"
    }

    /// `arg_min` passes over rows whose value is null; a struct is none.
    func first(_ value: SQL, by day: SQL) -> SQL { "struct_extract(arg_min(struct_pack(v := \(value)), \(day)), 'v')" }

    /// Null where squares would be larger than a number can be: DuckDB would fail the query.
    func variance(of value: SQL) -> SQL {
        """
        CASE WHEN max(abs(\(value))) < 1e150 THEN var_samp(CASE WHEN abs(\(value)) < 1e150 THEN \(value) END) END
        """
    }

    /// A table or file has an order, but a query over it need not keep it. The latest value of several at one time is the largest.
    func place(_ alias: SQLIdentifier) -> SQL { "\(alias).value" }
}
