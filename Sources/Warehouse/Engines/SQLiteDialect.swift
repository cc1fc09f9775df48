import Goals
import KPIs

/// GRDB has a type of this name, too.
typealias SQL = KPIs.SQL

/// The warehouse's own engine. Times are INTEGER microseconds since 1970 UTC; there is no quantile, so it is written out with
/// window functions.
struct SQLiteDialect: Dialect {
    func placeholder(_ bound: Bound) -> String { ":" + bound.name }

    func seconds(from: SQL, to: SQL) -> SQL { "(\(to) - \(from)) / 1000000.0" }

    func label(_ column: SQL, type: CanonicalTable.ColumnType) -> SQL {
        switch type {
        case .text: "coalesce(\(column), '')"
        case .time: "coalesce(\(Self.text(ofTime: column)), '')"
        // 4, not 4.0, as a person writes it.
        case .number:
            """
            coalesce(CASE WHEN \(column) = CAST(\(column) AS INTEGER) THEN CAST(CAST(\(column) AS INTEGER) AS TEXT) \
            ELSE CAST(\(column) AS TEXT) END, '')
            """
        }
    }

    /// `2026-03-01T09:30:00Z`; fractions are cut off, so that a comparison with a text of a whole second is exact.
    static func text(ofTime column: SQL) -> SQL {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(column) / 1000000 - (\(column) % 1000000 < 0), 'unixepoch')"
    }

    func quantile(_ share: Double, of rows: SQL, labels: [SQL]) -> SQL {
        let list = labels.joined(by: ", ")
        let group: SQL = labels.isEmpty ? .empty : "\nGROUP BY \(list)"
        let first: SQL = labels.isEmpty ? .empty : "\(list), "
        let all: SQL = labels.isEmpty ? "OVER ()" : "OVER (PARTITION BY \(list))"
        let sorted: SQL = labels.isEmpty ? "OVER (ORDER BY value)" : "OVER (PARTITION BY \(list) ORDER BY value)"
        let position: SQL = "\(Bound("share", .number(share))) * (n - 1)"
        // Values below 0 are left out: they come first, so the place among the others is the row's number less theirs.
        return """
            SELECT \(first)coalesce(max(n), 0), \
            max(CASE WHEN place = low THEN value END) \
            + max(position - low) * (max(CASE WHEN place = high THEN value END) - max(CASE WHEN place = low THEN value END)), \
            NULL, NULL, coalesce(max(below), 0)
            FROM (
            SELECT \(first)value, place, n, below, \(position) AS position, CAST(\(position) AS INTEGER) AS low,
              min(CAST(\(position) AS INTEGER) + 1, n - 1) AS high
            FROM (
            SELECT \(first)value, row_number() \(sorted) - 1 - sum(value < 0) \(all) AS place,
              sum(value >= 0) \(all) AS n, sum(value < 0) \(all) AS below
            FROM (
            \(rows)
            ) AS counted_rows) AS placed_rows) AS ranked_rows\(group)
            """
    }

    func latest(of rows: SQL, labels: [SQL]) -> SQL {
        let list = labels.joined(by: ", ")
        let first: SQL = labels.isEmpty ? .empty : "\(list), "
        let group: SQL = labels.isEmpty ? .empty : "\nGROUP BY \(list)"
        let part: SQL = labels.isEmpty ? .empty : "PARTITION BY \(list) "
        return """
            SELECT \(first)count(value), max(CASE WHEN age = 1 THEN value END), NULL, NULL, 0
            FROM (
            SELECT \(first)value, row_number() OVER (\(part)ORDER BY at DESC, place DESC) AS age
            FROM (
            \(rows)
            ) AS counted_rows) AS aged_rows\(group)
            """
    }

    /// Rows are in the order in which they were read.
    func place(_ alias: SQLIdentifier) -> SQL { "\(alias).rowid" }
}
