/// Standard SQL with window functions and double precision.
extension Dialect {
    public func logarithm(_ value: SQL) -> SQL { "ln(\(value))" }

    public func mean(of value: SQL) -> SQL { "avg(\(value))" }

    public func product(_ left: SQL, _ right: SQL) -> SQL { "\(left) * \(right)" }

    public func quantile(_ search: RankSearch, of rows: SQL, labels: [SQL]) -> SQL {
        let first = labels.leading
        let all: SQL = labels.isEmpty ? "OVER ()" : "OVER (PARTITION BY \(labels.list))"
        let sorted: SQL = labels.isEmpty ? "OVER (ORDER BY value)" : "OVER (PARTITION BY \(labels.list) ORDER BY value)"
        let ranks =
            [SQL]([-2, -1, 0, 1, 2].map { "max(CASE WHEN place = low + \($0) THEN value END)" })
            + [-2, -1, 0, 1, 2].map { "max(CASE WHEN place = high + \($0) THEN value END)" }
        // Values below 0 are left out: they come first, so the place among the others is the row's number less theirs.
        return """
            SELECT \(first)coalesce(max(n), 0), \
            max(CASE WHEN place = before THEN value END) + max(position - before) \
            * (max(CASE WHEN place = after THEN value END) - max(CASE WHEN place = before THEN value END)), \
            NULL, NULL, coalesce(max(below), 0), max(low), max(high),
              \(ranks.joined(by: ",\n  "))
            FROM (
            SELECT \(first)value, place, n, below, position, floor(position) AS before, \
            CASE WHEN floor(position) + 1 > n THEN n ELSE floor(position) + 1 END AS after,
              \(search.low("exact")) AS low, \(search.high("exact")) AS high
            FROM (
            SELECT \(first)value, place, n, below, CAST(n AS DOUBLE PRECISION) AS exact, \(search.shareValue) * (n - 1) + 1 AS position
            FROM (
            SELECT \(first)value, n, below, CASE WHEN value >= 0 THEN number - below END AS place
            FROM (
            SELECT \(first)value, row_number() \(sorted) AS number, count(CASE WHEN value >= 0 THEN 1 END) \(all) AS n,
              count(CASE WHEN value < 0 THEN 1 END) \(all) AS below
            FROM (
            \(rows)
            ) AS counted_rows) AS numbered_rows) AS placed_rows) AS positioned_rows) AS ranked_rows\(labels.grouping)
            """
    }

    public func kaplanMeier(_ search: SurvivalSearch, of rows: SQL, labels: [SQL]) -> SQL {
        let first = labels.leading
        let all: SQL = labels.isEmpty ? "OVER ()" : "OVER (PARTITION BY \(labels.list))"
        let part: SQL = labels.isEmpty ? .empty : "PARTITION BY \(labels.list) "
        let onwards: SQL = "OVER (\(part)ORDER BY value DESC)"
        let upTo: SQL = "OVER (\(part)ORDER BY value)"
        let factor: SQL = "exp(\(search.zValue) * sqrt(greenwood) / hazard)"
        // Where all that are left end at once the curve is 0, and H has no end. 1000 stands for it: any other H is at most ln n, the curve
        // being at least 1/n. There is no band there.
        return """
            SELECT \(first)coalesce(max(n), 0), min(CASE WHEN hazard >= \(search.edge) THEN value END), NULL, NULL, coalesce(max(below), 0),
              min(CASE WHEN hazard > 0 AND hazard < 500 THEN CASE WHEN hazard * \(factor) >= \(search.edge) THEN value END END),
              min(CASE WHEN hazard > 0 AND hazard < 500 THEN CASE WHEN hazard / \(factor) >= \(search.edge) THEN value END END)
            FROM (
            SELECT \(first)value, n, below,
              sum(CASE WHEN value < 0 OR events = 0 THEN 0.0 WHEN events < at_risk THEN -ln(1 - events / at_risk) ELSE 1000.0 END) \
            \(upTo) AS hazard,
              sum(CASE WHEN value < 0 OR events = at_risk THEN 0.0 ELSE events / (at_risk * (at_risk - events)) END) \
            \(upTo) AS greenwood
            FROM (
            SELECT \(first)value, events, CAST(sum(ends) \(onwards) AS DOUBLE PRECISION) AS at_risk,
              sum(CASE WHEN value >= 0 THEN ends ELSE 0 END) \(all) AS n, sum(CASE WHEN value < 0 THEN ends ELSE 0 END) \(all) AS below
            FROM (
            SELECT \(first)value, count(*) AS ends, CAST(sum(event) AS DOUBLE PRECISION) AS events
            FROM (
            \(rows)
            ) AS counted_rows
            GROUP BY \(first)value
            ) AS ending_rows) AS remaining_rows) AS surviving_rows\(labels.grouping)
            """
    }

    public func latest(of rows: SQL, labels: [SQL]) -> SQL {
        let part: SQL = labels.isEmpty ? .empty : "PARTITION BY \(labels.list) "
        return """
            SELECT \(labels.leading)count(value), max(CASE WHEN age = 1 THEN value END), NULL, NULL, 0
            FROM (
            SELECT \(labels.leading)value, row_number() OVER (\(part)ORDER BY \"at\" DESC, place DESC) AS age
            FROM (
            \(rows)
            ) AS counted_rows) AS aged_rows\(labels.grouping)
            """
    }
}

extension [SQL] {
    /// Before other columns of a SELECT.
    public var leading: SQL { isEmpty ? .empty : "\(list), " }

    /// At the end of a SELECT with aggregates.
    public var grouping: SQL { isEmpty ? .empty : "\nGROUP BY \(list)" }

    public var list: SQL { joined(by: ", ") }
}
