import Foundation
import Goals
import KPIs

/// What both Debian's ClickHouse 18.16 and the current one run: no common table expressions, no window functions, no correlated
/// subqueries, no parameters. Order statistics and curves go through arrays.
///
/// Times are Int64 microseconds since 1970 UTC: DateTime64 came after 18.16, and DateTime has neither fractions nor times before 1970.
struct ClickHouseDialect: Dialect {
    func placeholder(_ bound: Bound) -> String { ClickHouseText.literal(bound.value) }

    func seconds(from: SQL, to: SQL) -> SQL { "(\(to) - \(from)) / 1000000.0" }

    func label(_ column: SQL, type: CanonicalTable.ColumnType) -> SQL {
        switch type {
        case .text: "coalesce(\(column), '')"
        case .time: "coalesce(\(Self.text(ofTime: column)), '')"
        // 4, not 4.0: so toString has it.
        case .number: "coalesce(toString(\(column)), '')"
        }
    }

    /// `2026-03-01T09:30:00Z`; fractions are cut off. DateTime ends in 2105 and begins in 1970: what is not between is written as seconds.
    static func text(ofTime column: SQL) -> SQL {
        let seconds: SQL = "intDiv(\(column), 1000000)"
        return """
            CASE WHEN \(column) >= 0 AND \(column) < 4260211200000000 \
            THEN concat(replaceOne(toString(toDateTime(\(seconds), 'UTC'), 'UTC'), ' ', 'T'), 'Z') ELSE toString(\(seconds)) END
            """
    }

    /// By offsets of our own, so that all engines have the same days: a server may know another edition of the zones. See `SQLiteDialect`
    /// for the million days.
    func localDay(_ time: SQL, in zone: Zone, before end: Date) -> SQL {
        let day = 86_400_000_000
        func shift(_ offset: Int) -> Int { 1_000_000 * day + offset * 1_000_000 }
        let (changes, earliest) = zone.offsetChanges(from: Date(timeIntervalSince1970: 0), through: end)
        if changes.isEmpty { return "intDiv(\(time) + \(shift(earliest)), \(day)) - 1000000" }
        let arms = changes.map { change -> SQL in
            "WHEN \(time) >= \(change.second * 1_000_000) THEN \(shift(change.offset))"
        }
        return "intDiv(\(time) + CASE \(arms.joined(by: " ")) ELSE \(shift(earliest)) END, \(day)) - 1000000"
    }

    /// ClickHouse's argMin passes over nulls: there is no NaN among the values, so it stands for them.
    func first(_ value: SQL, by day: SQL) -> SQL {
        let found: SQL = "argMin(coalesce(\(value), nan), \(day))"
        return "CASE WHEN isNaN(\(found)) THEN NULL ELSE \(found) END"
    }

    /// Its varSamp subtracts large sums; this one does not (and calls the variance of one value NaN).
    func variance(of value: SQL) -> SQL { "CASE WHEN count(\(value)) > 1 THEN varSampStable(\(value)) END" }

    func logarithm(_ value: SQL) -> SQL { "log(\(value))" }

    func quantile(_ search: RankSearch, of rows: SQL, labels: [SQL]) -> SQL {
        func value(at rank: SQL) -> SQL {
            "CASE WHEN \(rank) >= 1 AND \(rank) <= n THEN sorted[toInt64(\(rank))] END"
        }
        let places: [SQL] = ["- 2", "- 1", "+ 0", "+ 1", "+ 2"]
        let ranks =
            places.map { value(at: "(low \($0))") } + places.map { value(at: "(high \($0))") }
        return """
            SELECT \(labels.leading)n,
              CASE WHEN n > 0 THEN sorted[before] + (position - before) * (sorted[least(before + 1, n)] - sorted[before]) END,
              NULL, NULL, below, low, high,
              \(ranks.joined(by: ",\n  "))
            FROM (
            SELECT \(labels.leading)sorted, below, n, position, toInt64(floor(position)) AS before,
              \(search.low("toFloat64(n)")) AS low, \(search.high("toFloat64(n)")) AS high
            FROM (
            SELECT \(labels.leading)sorted, below, toInt64(length(sorted)) AS n,
              \(search.shareValue) * (toInt64(length(sorted)) - 1) + 1 AS position
            FROM (
            SELECT \(labels.leading)arraySort(groupArray(CASE WHEN value >= 0 THEN value END)) AS sorted,
              sum(CASE WHEN value < 0 THEN 1 ELSE 0 END) AS below
            FROM (
            \(rows)
            ) AS counted_rows\(labels.grouping)
            ) AS sorted_rows) AS measured_rows) AS ranked_rows
            """
    }

    func kaplanMeier(_ search: SurvivalSearch, of rows: SQL, labels: [SQL]) -> SQL {
        let factor: SQL = "exp(\(search.zValue) * sqrt(g) / h)"
        func first(_ condition: SQL) -> SQL { "arrayFirstIndex((h, g) -> \(condition), hazard, greenwood)" }
        func time(_ condition: SQL) -> SQL {
            let index = first(condition)
            return "CASE WHEN \(index) > 0 THEN times[\(index)] END"
        }
        // As in the dialect with window functions: 1000 for the logarithm of 0, and no band there.
        return """
            SELECT \(labels.leading)n, \(time("h >= \(search.edge)")), NULL, NULL, below,
              \(time("h > 0 AND h < 500 AND h * \(factor) >= \(search.edge)")),
              \(time("h > 0 AND h < 500 AND h / \(factor) >= \(search.edge)"))
            FROM (
            SELECT \(labels.leading)n, below, times,
              arrayCumSum(arrayMap((d, r) -> multiIf(d = 0, toFloat64(0), d < r, -log(1 - d / r), toFloat64(1000)), ended, at_risk)) \
            AS hazard,
              arrayCumSum(arrayMap((d, r) -> CASE WHEN d = r THEN toFloat64(0) ELSE d / (r * (r - d)) END, ended, at_risk)) AS greenwood
            FROM (
            SELECT \(labels.leading)n, below, times, ended, arrayMap((c, e) -> n - c + e, arrayCumSum(endings), endings) AS at_risk
            FROM (
            SELECT \(labels.leading)arraySort(groupArrayIf(seconds, seconds >= 0)) AS times,
              arraySort((x, y) -> y, groupArrayIf(ends, seconds >= 0), groupArrayIf(seconds, seconds >= 0)) AS endings,
              arraySort((x, y) -> y, groupArrayIf(events, seconds >= 0), groupArrayIf(seconds, seconds >= 0)) AS ended,
              sum(CASE WHEN seconds >= 0 THEN ends ELSE 0 END) AS n, sum(CASE WHEN seconds < 0 THEN ends ELSE 0 END) AS below
            FROM (
            SELECT \(labels.leading)assumeNotNull(value) AS seconds, toFloat64(count(*)) AS ends, assumeNotNull(toFloat64(sum(event))) AS events
            FROM (
            \(rows)
            ) AS counted_rows
            WHERE value IS NOT NULL
            GROUP BY \(labels.leading)assumeNotNull(value)
            ) AS ending_rows\(labels.grouping)
            ) AS ordered_rows) AS remaining_rows) AS surviving_rows
            """
    }

    /// Of values of one time there is no telling which came last: the largest is as good as any, and the same every time.
    func latest(of rows: SQL, labels: [SQL]) -> SQL {
        """
        SELECT \(labels.leading)sum(c), argMax(v, t), NULL, NULL, 0
        FROM (
        SELECT \(labels.leading)at AS t, count(value) AS c, max(value) AS v
        FROM (
        \(rows)
        ) AS counted_rows
        GROUP BY \(labels.leading)at
        ) AS timed_rows\(labels.grouping)
        """
    }

    /// A table's rows have no order.
    func place(_ alias: SQLIdentifier) -> SQL { "0" }
}
