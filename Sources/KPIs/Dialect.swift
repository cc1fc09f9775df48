import Goals

/// The few words in which the engines' SQL differs. All of them agree on the rest of what the catalogue writes.
public protocol Dialect: Sendable {
    /// How a bound value is written into the statement's text.
    func placeholder(_ bound: Bound) -> String

    /// Seconds from one time to another, with fractions; negative if `to` is earlier.
    func seconds(from: SQL, to: SQL) -> SQL

    /// The text that a value has as a label; null is `''`.
    func label(_ column: SQL, type: CanonicalTable.ColumnType) -> SQL

    /// Per series, from `rows` with `value` and `labels`: `sample`, `value` (the quantile `share` of those not below 0, linear
    /// between order statistics: type 7 of Hyndman and Fan 1996), two nulls, and how many were below 0.
    func quantile(_ share: Double, of rows: SQL, labels: [SQL]) -> SQL

    /// Per series, from `rows` with `value`, `at`, `place` and `labels`: `sample`, the latest `value` (by `at`, then `place`), three nulls.
    func latest(of rows: SQL, labels: [SQL]) -> SQL

    /// What tells the order of a table's rows, for ties.
    func place(_ alias: SQLIdentifier) -> SQL
}
