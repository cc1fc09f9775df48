import Goals
import KPIs

/// How a column of PostgreSQL becomes a canonical one: `timestamptz`, `double precision`, `text`.
///
/// A row that cannot be read must not fail the query, so no cast meets a value that it would refuse: PostgreSQL runs only that arm of a
/// CASE whose condition holds (its manual, 9.18.1; constants, which it computes beforehand, are not in question here).
struct PostgresTyping {
    let table: String
    /// Of times without a zone of their own.
    let zone: Zone
    /// Redshift has no `infinity` among its times.
    let knowsInfinity: Bool

    func callAsFunction(
        _ column: MappedColumns.Column, _ type: PostgresType
    ) throws(TableFault) -> (value: SQL, checks: [DerivedTable.Check]) {
        let raw = DerivedTable.column(column.target.name)
        switch column.target.type {
        case .time: return try time(raw, type, column.target)
        case .number: return try number(raw, type, column.target)
        case .text: return (text(raw, type), [])
        }
    }

    private func text(_ raw: SQL, _ type: PostgresType) -> SQL {
        switch type {
        case .timeWithZone: "to_char(\(raw) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        case .timeWithoutZone: "to_char(\(raw), 'YYYY-MM-DD\"T\"HH24:MI:SS')"
        case .date: "to_char(\(raw), 'YYYY-MM-DD')"
        case .text, .other: "nullif(CAST(\(raw) AS text), '')"
        case .integer, .real, .numeric, .money: "CAST(\(raw) AS text)"
        }
    }

    // MARK: Times

    private func time(
        _ raw: SQL, _ type: PostgresType, _ target: TargetColumn
    ) throws(TableFault) -> (value: SQL, checks: [DerivedTable.Check]) {
        switch type {
        case .timeWithZone: return (raw, infinite(raw, target))
        case .timeWithoutZone: return (local(raw), infinite(raw, target))
        case .date: return (local("CAST(\(raw) AS timestamp)"), infinite(raw, target))
        case .text:
            let text: SQL = "trim(CAST(\(raw) AS text))"
            let bad: SQL = "coalesce(\(text), '') <> '' AND NOT (\(isTime(text)))"
            return (written(text), [.noTime(target.name, bad, "left(\(text), 60)")])
        case .integer, .real, .numeric:
            throw refusal(target, type, "{ \"sql\": \"to_timestamp(its_name)\" } where it is seconds since 1970")
        case .money, .other:
            throw refusal(
                target, type, "a column that is a time, or { \"sql\": ... } with an expression that makes one of it")
        }
    }

    /// A beginning is never infinite; an end may be "never", `infinity`, which lies behind every window. The bare column stays, so that an
    /// index on it serves.
    private func infinite(_ raw: SQL, _ target: TargetColumn) -> [DerivedTable.Check] {
        guard knowsInfinity else { return [] }
        let bad: SQL =
            target.mustHaveValue
            ? "coalesce(\(raw) IN ('-infinity', 'infinity'), false)" : "coalesce(\(raw) = '-infinity', false)"
        return [.noTime(target.name, bad, "CAST(\(raw) AS text)")]
    }

    /// What the clock on the wall shows in the source's zone, as an instant: the first, where it shows it twice (PostgreSQL takes the
    /// second), and as if the clock had not been put forward yet, where it skips it. A day earlier the zone has the offset from before a
    /// change, since no zone changes its clock twice within two days.
    private func local(_ time: SQL) -> SQL {
        if zone == .utc { return "(\(time)) AT TIME ZONE 'UTC'" }
        let name: SQL = "CAST(\(Bound("source_zone", .text(zone.identifier))) AS text)"
        let first: SQL = "(((\(time)) - interval '24 hours') AT TIME ZONE \(name) + interval '24 hours')"
        return """
            CASE WHEN \(first) AT TIME ZONE \(name) = (\(time)) THEN \(first) ELSE (\(time)) AT TIME ZONE \(name) END
            """
    }

    /// A time that is written, if `isTime`; null else.
    private func written(_ text: SQL) -> SQL {
        // A comma before the fraction, and digits finer than a microsecond, which PostgreSQL would round.
        let plain: SQL = "regexp_replace(replace(\(text), ',', '.'), '([.][0-9]{6})[0-9]+', '\\1')"
        return """
            CASE WHEN \(isTime(text)) THEN CASE WHEN \(text) ~ '[Tt ].*(Z|z|UTC|GMT|[-+][0-9:]+)$' \
            THEN CAST(\(plain) AS timestamptz) ELSE \(local("CAST(\(plain) AS timestamp)")) END END
            """
    }

    /// ISO 8601, with days that the calendar has, so that the cast cannot fail.
    private func isTime(_ text: SQL) -> SQL {
        """
        \(text) ~ ('^((000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-' \
        || '((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))' \
        || '|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)' \
        || '([Tt ](([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?|24:00(:00)?)' \
        || '( ?(Z|z|UTC|GMT|[-+](0[0-9]|1[0-5])(:?[0-5][0-9])?))?)?$')
        """
    }

    // MARK: Numbers

    private func number(
        _ raw: SQL, _ type: PostgresType, _ target: TargetColumn
    ) throws(TableFault) -> (value: SQL, checks: [DerivedTable.Check]) {
        switch type {
        case .integer: return ("CAST(\(raw) AS double precision)", [])
        case .real:
            let value: SQL = "CAST(\(raw) AS double precision)"
            // Not a number is larger than infinity in PostgreSQL.
            let finite: SQL = "\(value) BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308"
            let bad: SQL = "coalesce(NOT (\(finite)), false)"
            return ("CASE WHEN \(finite) THEN \(value) END", [.noNumber(target.name, bad, "CAST(\(raw) AS text)")])
        case .numeric: return bounded("\(raw)", isSome: "\(raw) IS NOT NULL", target, shown: "CAST(\(raw) AS text)")
        case .money:
            return bounded(
                "CAST(\(raw) AS numeric)", isSome: "\(raw) IS NOT NULL", target, shown: "CAST(\(raw) AS text)")
        case .text:
            let text: SQL = "trim(CAST(\(raw) AS text))"
            let isNumber: SQL = """
                \(text) ~ '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3})?$' AND length(\(text)) <= 400
                """
            let value: SQL = "CASE WHEN \(isNumber) THEN CAST(\(text) AS numeric) END"
            return bounded(value, isSome: "coalesce(\(text), '') <> ''", target, shown: text)
        case .timeWithZone, .timeWithoutZone, .date, .other:
            throw refusal(
                target, type, "a column of numbers, or { \"sql\": ... } with an expression that makes one of it")
        }
    }

    /// A `numeric` as a double: what is larger than any double, or not a number, is bad; what is smaller than any is 0.
    private func bounded(
        _ value: SQL, isSome: SQL, _ target: TargetColumn, shown: SQL
    ) -> (value: SQL, checks: [DerivedTable.Check]) {
        let size: SQL = "abs(\(value))"
        let isFinite: SQL = "\(size) <= CAST('1.7976931348623157e308' AS numeric)"
        let double: SQL = """
            CASE WHEN \(isFinite) THEN CASE WHEN \(size) < CAST('1e-307' AS numeric) THEN CAST(0 AS double precision) \
            ELSE CAST(\(value) AS double precision) END END
            """
        let bad: SQL = "\(isSome) AND NOT coalesce(\(isFinite), false)"
        return (double, [.noNumber(target.name, bad, "left(\(shown), 60)")])
    }

    private func refusal(_ target: TargetColumn, _ type: PostgresType, _ advice: String) -> TableFault {
        TableFault(
            reason:
                "\(table).\(target.name) is \(target.type == .time ? "a time" : "a number"), and the column it comes from is of type "
                + "\(type.name): map it in tables.\(table).columns to \(advice)")
    }
}
