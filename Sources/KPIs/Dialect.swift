import Foundation
import Goals

/// The few words in which the engines' SQL differs. All of them agree on the rest of what the catalogue writes, which is plain enough
/// for ClickHouse 18.16, too: no common table expressions, no window functions, no correlated subqueries.
///
/// An engine that has window functions, `ln`, `exp`, `sqrt`, `floor` and `ceil` gets `quantile`, `kaplanMeier`, `latest`, `mean`,
/// `product` and `logarithm` from the extension in WindowedDialect.swift, and may do better.
///
/// In all of them `labels` are the names of columns of `rows`, and come back first, under any name.
public protocol Dialect: Sendable {
    /// How a bound value is written into the statement's text.
    func placeholder(_ bound: Bound) -> String

    /// Seconds from one time to another, with fractions; negative if `to` is earlier.
    func seconds(from: SQL, to: SQL) -> SQL

    /// The text that a value has as a label; null is `''`. A number is written as a person would: `4`, not `4.0`.
    func label(_ column: SQL, type: CanonicalTable.ColumnType) -> SQL

    /// Days since 1970-01-01 of the date that the clock in `zone` shows, an integer.
    ///
    /// - Parameter end: all times that count are earlier.
    func localDay(_ time: SQL, in zone: Zone, before end: Date) -> SQL

    /// An aggregate: `value` of the row with the least `day`; null if it is null there. No two rows of a group have one day.
    func first(_ value: SQL, by day: SQL) -> SQL

    /// An aggregate: the unbiased variance of the values that are not null, computed without subtracting large sums; null for fewer
    /// than two.
    func variance(of value: SQL) -> SQL

    /// An aggregate: the mean of the values that are not null; null where all are. No number between may fail the query.
    func mean(of value: SQL) -> SQL

    /// The product of two numbers: null if one is, infinite or null where it is too large for a number.
    func product(_ left: SQL, _ right: SQL) -> SQL

    /// The natural logarithm.
    func logarithm(_ value: SQL) -> SQL

    /// Per series, from `rows` with `value` and `labels`: `sample`, `value` (the quantile `search.share` of those not below 0, linear
    /// between order statistics: type 7 of Hyndman and Fan 1996), two nulls, how many were below 0; then, of those not below 0, the ranks
    /// that `search` names low and high for their number n, and the values at low - 2, low - 1, low, low + 1, low + 2, and at high - 2
    /// ... high + 2 in ascending order, the first being rank 1; null where there is no such rank.
    func quantile(_ search: RankSearch, of rows: SQL, labels: [SQL]) -> SQL

    /// Per series, from `rows` with `value` (seconds), `event` (1: it ended then; 0: it is not known to have ended by then) and
    /// `labels`: `sample` (those not below 0), the first time at which the Kaplan-Meier estimate is at or below
    /// 1 - `search.share`, two nulls, how many were below 0, and the first times at which the lower and the upper bound of the pointwise
    /// log-log band are; null where there is no such time.
    func kaplanMeier(_ search: SurvivalSearch, of rows: SQL, labels: [SQL]) -> SQL

    /// Per series, from `rows` with `value`, `at`, `place` and `labels`: `sample`, the latest `value` (by `at`, then `place`), three nulls.
    func latest(of rows: SQL, labels: [SQL]) -> SQL

    /// What tells the order of a table's rows, for ties.
    func place(_ alias: SQLIdentifier) -> SQL
}
