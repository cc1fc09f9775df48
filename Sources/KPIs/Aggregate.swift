import Goals

/// What is made of a KPI's counted rows.
public enum Aggregate: Sendable, Hashable {
    /// Rows with `counted` 0 or 1: the share of those with 1. Sample: rows.
    case ratio
    /// Rows with `numerator` and `denominator`, either of them null: one sum by the other. Sample: rows with a denominator.
    /// `withoutNumerator`: why there is no value where no row has a numerator; `nil`: it is 0 then.
    case quotient(withoutNumerator: String? = nil)
    /// Rows with `value`. Sample: rows with one.
    case sum
    /// Rows.
    case count
    /// Rows with `value`. Sample: rows with one.
    case mean
    /// Rows with `value` in seconds: their median, or the statistic that the condition names. Sample: rows not below 0.
    case duration
    /// Rows with `score` 0...10: 100 x (share of 9 to 10 minus share of 0 to 6). Reichheld, "The One Number You Need to Grow" (2003).
    case netPromoter
    /// Rows with `value`, `at` and `place`: of a custom `series`. Sample: rows.
    case series(CustomKPI.Aggregate)

    /// One row a series: its labels, then `sample`, `value`, `numerator`, `denominator`, and how many rows were
    /// left out (durations) or had a numerator (quotients).
    func sql(over rows: SQL, labels: [SQL], statistic: Statistic?, dialect: any Dialect) -> SQL {
        func select(_ columns: SQL) -> SQL {
            let list = (labels + [columns]).joined(by: ", ")
            let group: SQL = labels.isEmpty ? .empty : "\nGROUP BY \(labels.joined(by: ", "))"
            return "SELECT \(list)\nFROM (\n\(rows)\n) AS counted_rows" + group
        }
        switch self {
        case .ratio: return select("count(*), NULL, sum(counted), count(*), 0")
        case .quotient:
            return select("count(denominator), NULL, sum(numerator), sum(denominator), count(numerator)")
        case .sum: return select("count(value), sum(value), NULL, NULL, 0")
        case .count: return select("count(*), count(*), NULL, NULL, 0")
        case .mean: return select("count(value), avg(value), NULL, NULL, 0")
        case .netPromoter:
            return select(
                """
                count(*), 100.0 * (sum(CASE WHEN score >= 9 THEN 1 ELSE 0 END) - sum(CASE WHEN score <= 6 THEN 1 ELSE 0 END)) / count(*), \
                NULL, NULL, 0
                """)
        case .duration:
            switch statistic ?? .median {
            case .mean:
                return select(
                    """
                    sum(CASE WHEN value >= 0 THEN 1 ELSE 0 END), avg(CASE WHEN value >= 0 THEN value END), NULL, NULL, \
                    sum(CASE WHEN value < 0 THEN 1 ELSE 0 END)
                    """)
            case .median: return dialect.quantile(0.5, of: rows, labels: labels)
            case .percentile(let percent): return dialect.quantile(Double(percent) / 100, of: rows, labels: labels)
            }
        case .series(let aggregate):
            switch aggregate {
            case .last: return dialect.latest(of: rows, labels: labels)
            case .sum: return select("count(value), sum(value), NULL, NULL, 0")
            case .mean: return select("count(value), avg(value), NULL, NULL, 0")
            case .min: return select("count(value), min(value), NULL, NULL, 0")
            case .max: return select("count(value), max(value), NULL, NULL, 0")
            }
        }
    }
}
