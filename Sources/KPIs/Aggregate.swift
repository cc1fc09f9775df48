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
    /// Rows with `value` in seconds and `event`, 0 where it has not ended yet: the Kaplan-Meier estimate of the median, or of the percentile
    /// that the condition names. Sample: rows not below 0.
    case survival
    /// Rows with `days`, `first_day`, `last_day` (local days since 1970), `valued_days`, `revenue` and `first_revenue`, one a customer: what
    /// they brought and are expected to bring, on average. Sample: rows.
    case lifetime(LifetimePart)
    /// Rows with `value` 0...10: 100 x (share of 9 to 10 minus share of 0 to 6). Reichheld, "The One Number You Need to Grow" (2003).
    case netPromoter
    /// Rows with `value`, `at` and `place`: of a custom `series`. Sample: rows.
    case series(CustomKPI.Aggregate)

    /// One row a series: its labels, the five columns of `Totals`, and what an interval is made of.
    func sql(over rows: SQL, labels: [SQL], statistic: Statistic?, z: Double, dialect: any Dialect) -> SQL {
        func select(_ columns: SQL) -> SQL {
            "SELECT \(labels.leading)\(columns)\nFROM (\n\(rows)\n) AS counted_rows\(labels.grouping)"
        }
        switch self {
        case .ratio: return select("count(*), NULL, sum(counted), count(*), 0")
        case .quotient:
            func products(_ left: SQL, _ right: SQL) -> SQL { "sum(\(dialect.product(left, right)))" }
            let squares = [
                products("numerator", "numerator"), products("numerator", "denominator"),
                products("denominator", "denominator"),
            ]
            return select(
                """
                count(denominator), NULL, sum(numerator), sum(denominator), count(numerator), \
                sum(CASE WHEN numerator IS NULL AND denominator IS NULL THEN 0 ELSE 1 END), \
                \(squares.joined(by: ", "))
                """)
        case .sum: return select("count(value), sum(value), NULL, NULL, 0")
        case .count: return select("count(*), count(*), NULL, NULL, 0")
        case .mean:
            return select("count(value), \(dialect.mean(of: "value")), NULL, NULL, 0, \(dialect.variance(of: "value"))")
        case .lifetime:
            return """
                SELECT \(labels.leading)days, first_day, last_day, valued_days, revenue, first_revenue
                FROM (
                \(rows)
                ) AS counted_rows
                """
        case .netPromoter:
            let promoters: SQL = "sum(CASE WHEN value >= 9 THEN 1 ELSE 0 END)"
            let detractors: SQL = "sum(CASE WHEN value <= 6 THEN 1 ELSE 0 END)"
            return select(
                "count(*), 100.0 * (\(promoters) - \(detractors)) / count(*), NULL, NULL, 0, \(promoters), \(detractors)"
            )
        case .duration:
            switch statistic ?? .median {
            case .mean:
                let value: SQL = "CASE WHEN value >= 0 THEN value END"
                return select(
                    """
                    sum(CASE WHEN value >= 0 THEN 1 ELSE 0 END), \(dialect.mean(of: value)), NULL, NULL, \
                    sum(CASE WHEN value < 0 THEN 1 ELSE 0 END), \(dialect.variance(of: value))
                    """)
            case .median, .percentile:
                let search = RankSearch(share: (statistic ?? .median).share, z: z)
                return dialect.quantile(search, of: rows, labels: labels)
            }
        case .survival:
            let search = SurvivalSearch(share: (statistic ?? .median).share, z: z)
            return dialect.kaplanMeier(search, of: rows, labels: labels)
        case .series(let aggregate):
            switch aggregate {
            case .last: return dialect.latest(of: rows, labels: labels)
            case .sum: return select("count(value), sum(value), NULL, NULL, 0")
            case .mean: return select("count(value), \(dialect.mean(of: "value")), NULL, NULL, 0")
            case .min: return select("count(value), min(value), NULL, NULL, 0")
            case .max: return select("count(value), max(value), NULL, NULL, 0")
            }
        }
    }

    /// As the reference calls it.
    var intervalName: String {
        switch self {
        case .ratio: "Wilson"
        case .quotient: "ratio estimator"
        case .sum, .count, .series, .lifetime: "none"
        case .mean: "Student's t"
        case .duration: "order statistics (`mean`: Student's t)"
        case .survival: "Kaplan-Meier band, with `open` `\"include\"`"
        case .netPromoter: "multinomial"
        }
    }

    /// How many columns follow the labels.
    func width(_ statistic: Statistic?) -> Int {
        switch self {
        case .ratio, .sum, .count, .series: 5
        case .quotient: 9
        case .mean, .lifetime: 6
        case .netPromoter, .survival: 7
        case .duration: statistic == .mean ? 6 : 17
        }
    }
}

extension Statistic {
    /// Of the values, those that are not larger; a mean has none, and is never asked for it.
    var share: Double {
        switch self {
        case .mean, .median: 0.5
        case .percentile(let percent): Double(percent) / 100
        }
    }

    /// In a sentence: "half", "90 %".
    var portion: String {
        switch self {
        case .mean, .median, .percentile(50): "half"
        case .percentile(let percent): "\(percent) %"
        }
    }
}
