import Foundation
import Goals
import KPIs

/// How a column of DuckDB becomes a canonical one: `TIMESTAMP` in UTC, `DOUBLE`, `VARCHAR`. A row that cannot be read must not fail the
/// query: `TRY_CAST` gives null for what it cannot cast.
struct DuckDBTyping {
    let table: String
    /// Of times without a zone of their own.
    let zone: Zone
    /// No time that counts is later.
    let end: Date

    func callAsFunction(
        _ column: MappedColumns.Column, _ type: DuckDBType
    ) throws(TableFault) -> (value: SQL, checks: [DerivedTable.Check]) {
        let raw = DerivedTable.column(column.target.name)
        switch column.target.type {
        case .time: return try time(raw, type, column.target)
        case .number: return try number(raw, type, column.target)
        case .text: return (text(raw, type), [])
        }
    }

    private func text(_ raw: SQL, _ type: DuckDBType) -> SQL {
        switch type {
        case .timeWithZone: DuckDBDialect.text(ofTime: instant(raw))
        case .timeWithoutZone: "CASE WHEN isfinite(\(raw)) THEN strftime(\(raw), '%Y-%m-%dT%H:%M:%S') END"
        case .text, .other: "nullif(CAST(\(raw) AS VARCHAR), '')"
        case .date, .integer, .real, .decimal: "CAST(\(raw) AS VARCHAR)"
        }
    }

    // MARK: Times

    private func time(
        _ raw: SQL, _ type: DuckDBType, _ target: TargetColumn
    ) throws(TableFault) -> (value: SQL, checks: [DerivedTable.Check]) {
        switch type {
        case .timeWithZone: return endless(instant(raw), raw, target)
        case .timeWithoutZone: return endless(local("CAST(\(raw) AS TIMESTAMP)"), raw, target)
        case .date: return endless(local("CAST(\(raw) AS TIMESTAMP)"), raw, target)
        case .text:
            let text: SQL = "trim(CAST(\(raw) AS VARCHAR))"
            let value = written(text)
            let bad: SQL = "coalesce(\(text), '') <> '' AND (\(value)) IS NULL"
            return (value, [.noTime(target.name, bad, "left(\(text), 60)")])
        case .integer, .real, .decimal:
            throw refusal(target, type, "{ \"sql\": \"to_timestamp(its_name)\" } where it is seconds since 1970")
        case .other:
            throw refusal(
                target, type, "a column that is a time, or { \"sql\": ... } with an expression that makes one of it")
        }
    }

    private func instant(_ raw: SQL) -> SQL { "CASE WHEN isfinite(\(raw)) THEN make_timestamp(epoch_us(\(raw))) END" }

    /// A beginning is never infinite; an end may be "never", `infinity`, which is none.
    private func endless(
        _ value: SQL, _ raw: SQL, _ target: TargetColumn
    ) -> (value: SQL, checks: [DerivedTable.Check]) {
        let text: SQL = "CAST(\(raw) AS VARCHAR)"
        let bad: SQL =
            target.mustHaveValue
            ? "coalesce(NOT isfinite(\(raw)), false)" : "coalesce(\(text) = '-infinity', false)"
        return ("CASE WHEN isfinite(\(raw)) THEN \(value) END", [.noTime(target.name, bad, text)])
    }

    /// What the clock on the wall shows in the source's zone, as an instant: the first, where it shows it twice, and as if the clock had not
    /// been put forward yet, where it skips it. The offsets of the zone are written out, latest first; the one before a change holds until
    /// the clock has shown the later of the two times of the change.
    private func local(_ time: SQL) -> SQL {
        let (changes, earliest) = zone.offsetChanges(from: Date(timeIntervalSince1970: 0), through: end)
        if changes.isEmpty {
            return earliest == 0 ? time : "make_timestamp(epoch_us(\(time)) - \(earliest * 1_000_000))"
        }
        let shown: SQL = "epoch_us(\(time))"
        let arms = changes.enumerated().map { index, change -> SQL in
            let before = index + 1 < changes.count ? changes[index + 1].offset : earliest
            let since = (change.second + max(before, change.offset)) * 1_000_000
            return "WHEN \(shown) >= \(since) THEN \(change.offset * 1_000_000)"
        }
        return """
            make_timestamp(\(shown) - CASE \(arms.joined(by: " ")) ELSE \(earliest * 1_000_000) END)
            """
    }

    /// ISO 8601: a date, perhaps a time of day with a fraction, perhaps an offset. Null for anything else.
    private func written(_ text: SQL) -> SQL {
        let day: SQL = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
        let clock: SQL = "[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
        let zone: SQL = "Z|z|UTC|GMT|[-+][0-9]{2}(?::?[0-9]{2})?"
        func part(_ group: Int) -> SQL {
            "regexp_extract(\(text), '^(\(day))(?:[Tt ](\(clock))(?: ?(\(zone)))?)?$', \(group))"
        }
        let offset = part(3)
        let digits: SQL = "rpad(replace(substr(\(offset), 2), ':', ''), 4, '0')"
        let seconds: SQL = """
            CASE WHEN \(offset) IN ('Z', 'z', 'UTC', 'GMT') THEN 0 ELSE (CASE left(\(offset), 1) WHEN '-' THEN -1 ELSE 1 END) \
            * (TRY_CAST(left(\(digits), 2) AS BIGINT) * 3600 + TRY_CAST(substr(\(digits), 3) AS BIGINT) * 60) END
            """
        let plain: SQL =
            "TRY_CAST(\(part(1)) || ' ' || replace(coalesce(nullif(\(part(2)), ''), '00:00'), ',', '.') AS TIMESTAMP)"
        return """
            CASE WHEN \(part(1)) = '' OR \(plain) IS NULL THEN NULL WHEN \(offset) = '' THEN \(local(plain)) \
            ELSE make_timestamp(epoch_us(\(plain)) - (\(seconds)) * 1000000) END
            """
    }

    // MARK: Numbers

    private func number(
        _ raw: SQL, _ type: DuckDBType, _ target: TargetColumn
    ) throws(TableFault) -> (value: SQL, checks: [DerivedTable.Check]) {
        switch type {
        case .integer, .decimal: return ("CAST(\(raw) AS DOUBLE)", [])
        case .real:
            let value: SQL = "CAST(\(raw) AS DOUBLE)"
            let bad: SQL = "coalesce(NOT isfinite(\(value)), false)"
            return (
                "CASE WHEN isfinite(\(value)) THEN \(value) END",
                [.noNumber(target.name, bad, "CAST(\(raw) AS VARCHAR)")]
            )
        case .text:
            let text: SQL = "trim(CAST(\(raw) AS VARCHAR))"
            let isNumber: SQL = "regexp_full_match(\(text), '[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3})?')"
            let double: SQL = "TRY_CAST(\(text) AS DOUBLE)"
            let value: SQL = "CASE WHEN \(isNumber) AND isfinite(\(double)) THEN \(double) END"
            let bad: SQL = "coalesce(\(text), '') <> '' AND (\(value)) IS NULL"
            return (value, [.noNumber(target.name, bad, "left(\(text), 60)")])
        case .timeWithZone, .timeWithoutZone, .date, .other:
            throw refusal(
                target, type, "a column of numbers, or { \"sql\": ... } with an expression that makes one of it")
        }
    }

    private func refusal(_ target: TargetColumn, _ type: DuckDBType, _ advice: String) -> TableFault {
        TableFault(
            reason:
                "\(table).\(target.name) is \(target.type == .time ? "a time" : "a number"), and the column it comes from is of type "
                + "\(type.name): map it in tables.\(table).columns to \(advice)")
    }
}
