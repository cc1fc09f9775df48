import Goals
import KPIs

/// How a column of DuckDB becomes a canonical one: `TIMESTAMP` in UTC, `DOUBLE`, `VARCHAR`. A row that cannot be read must not fail the
/// query: `TRY_CAST` gives null for what it cannot cast.
struct DuckDBTyping {
    let table: String
    /// Times without a zone of their own are UTC, so that a bare column will do, and what DuckDB knows of its smallest and largest values.
    let isUTC: Bool

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
        case .timeWithZone: DuckDBDialect.text(ofTime: "make_timestamp(epoch_us(\(raw)))")
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
        case .timeWithoutZone where isUTC: return (raw, endless(raw, target))
        case .timeWithZone, .timeWithoutZone, .date: return (DuckDBTimes.value(of: target), endless(raw, target))
        case .text:
            let text: SQL = "trim(CAST(\(raw) AS VARCHAR))"
            let value = DuckDBTimes.value(of: target)
            let bad: SQL = "coalesce(\(text), '') <> '' AND \(value) IS NULL"
            return (value, [.noTime(target.name, bad, "left(\(text), 60)")])
        case .integer, .real, .decimal:
            throw refusal(target, type, "{ \"sql\": \"to_timestamp(its_name)\" } where it is seconds since 1970")
        case .other:
            throw refusal(
                target, type, "a column that is a time, or { \"sql\": ... } with an expression that makes one of it")
        }
    }

    /// A beginning is never infinite; an end may be "never", `infinity`.
    private func endless(_ raw: SQL, _ target: TargetColumn) -> [DerivedTable.Check] {
        let text: SQL = "CAST(\(raw) AS VARCHAR)"
        let bad: SQL =
            target.mustHaveValue
            ? "coalesce(NOT isfinite(\(raw)), false)" : "coalesce(\(text) = '-infinity', false)"
        return [.noTime(target.name, bad, text)]
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
