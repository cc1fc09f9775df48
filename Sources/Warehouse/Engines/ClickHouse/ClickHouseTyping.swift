import Foundation
import Goals
import KPIs

/// How a column of ClickHouse becomes a canonical one: `Nullable(Int64)` microseconds, `Nullable(Float64)`, `Nullable(String)`.
///
/// Nullable throughout, so that a LEFT JOIN gives nulls also where `join_use_nulls` cannot be set. ClickHouse computes both arms of a
/// CASE, so no conversion here refuses a value. A String `''` and, in a column that cannot be null, the time 0 are how one says
/// "nothing" in ClickHouse: they are null.
struct ClickHouseTyping {
    typealias Typed = (value: SQL, checks: [DerivedTable.Check])

    let table: String
    /// Of dates and of texts without a zone of their own.
    let zone: Zone

    func callAsFunction(_ column: MappedColumns.Column, _ type: ClickHouseType) throws(TableFault) -> Typed {
        let raw = DerivedTable.column(column.target.name)
        switch column.target.type {
        case .time: return try time(raw, type, column.target)
        case .number: return try number(raw, type, column.target)
        case .text: return (Self.text(raw, type), [])
        }
    }

    static func text(_ raw: SQL, _ type: ClickHouseType) -> SQL {
        switch type.kind {
        case .nothing: return "CAST(NULL AS Nullable(String))"
        case .text: return "nullIf(CAST(\(raw) AS Nullable(String)), '')"
        case .fixedText: return "nullIf(CAST(toStringCutToZero(\(raw)) AS Nullable(String)), '')"
        case .time, .fineTime:
            let text: SQL = "concat(replaceOne(toString(\(raw), 'UTC'), ' ', 'T'), 'Z')"
            return type.isNullable
                ? "CAST(\(text) AS Nullable(String))" : "nullIf(CAST(\(text) AS Nullable(String)), \(zero(type)))"
        case .integer, .real, .decimal, .date, .wideDate, .other, .composite:
            return "CAST(toString(\(raw)) AS Nullable(String))"
        }
    }

    /// The time 0 as `text` writes it.
    private static func zero(_ type: ClickHouseType) -> SQL {
        type.kind == .time
            ? "'1970-01-01T00:00:00Z'" : "concat(replaceOne(toString(toDateTime64(0, 3, 'UTC')), ' ', 'T'), 'Z')"
    }

    // MARK: Times

    private func time(_ raw: SQL, _ type: ClickHouseType, _ target: TargetColumn) throws(TableFault) -> Typed {
        switch type.kind {
        case .nothing: return ("CAST(NULL AS Nullable(Int64))", [])
        case .time: return (some("toInt64(\(raw)) * 1000000", type), [])
        case .fineTime: return (some("toUnixTimestamp64Micro(\(raw))", type), [])
        case .date:
            // DateTime ends in 2105, Date in 2149: what is later is later than all windows, in whatever zone.
            let micros: SQL = """
                CASE WHEN toInt64(\(raw)) < 49300 THEN toInt64(toDateTime(\(raw), \(zoneName))) ELSE toInt64(\(raw)) * 86400 END * 1000000
                """
            guard type.isNullable else { return ("toNullable(CASE WHEN toInt64(\(raw)) > 0 THEN \(micros) END)", []) }
            return ("toNullable(\(micros))", [])
        case .wideDate: return ("toNullable(toUnixTimestamp64Micro(toDateTime64(\(raw), 6, \(zoneName))))", [])
        case .text, .fixedText:
            let written = ClickHouseTime(column: target.name, zone: zone)
            let bad: SQL = "\(written.text) != '' AND NOT \(written.fits)"
            return (
                "toNullable(\(written.microseconds))",
                [.noTime(target.name, bad, "substringUTF8(\(written.text), 1, 60)")]
            )
        case .integer, .real, .decimal:
            throw refusal(target, type, "{ \"sql\": \"toDateTime(its_name)\" } where it is seconds since 1970")
        case .other, .composite:
            throw refusal(
                target, type, "a column that is a time, or { \"sql\": ... } with an expression that makes one of it")
        }
    }

    private var zoneName: SQL { .bound(Bound("source_zone", .text(zone.identifier))) }

    /// Null for the time 0 of a column that cannot be null.
    private func some(_ micros: SQL, _ type: ClickHouseType) -> SQL {
        type.isNullable ? "toNullable(\(micros))" : "nullIf(toNullable(\(micros)), 0)"
    }

    /// The rows with what is needed of their written times and numbers beside the columns themselves.
    ///
    /// - Parameter columns: those of `raw`, with their types.
    func prepared(_ raw: SQL, _ columns: [(target: TargetColumn, type: ClickHouseType)]) -> SQL {
        let written = columns.filter { target, type in
            target.type != .text && (type.kind == .text || type.kind == .fixedText)
        }
        if written.isEmpty { return raw }
        let alias = DerivedTable.alias
        let texts = written.map { target, type in
            ClickHouseTime(column: target.name, zone: zone).textStep(
                Self.trimmed(DerivedTable.column(target.name), type))
        }
        let first: SQL = "(SELECT \(alias).*, \(texts.list) FROM \(raw) AS \(alias))"
        let times = written.filter { $0.target.type == .time }
        if times.isEmpty { return first }
        let parts = times.map { ClickHouseTime(column: $0.target.name, zone: zone).partsStep }
        return "(SELECT \(alias).*, \(parts.list) FROM \(first) AS \(alias))"
    }

    static func trimmed(_ raw: SQL, _ type: ClickHouseType) -> SQL {
        let text: SQL = type.kind == .fixedText ? "toStringCutToZero(\(raw))" : "\(raw)"
        // 18.16 has no trim.
        return "replaceRegexpAll(CAST(\(text) AS Nullable(String)), '^[ \\\\t]+|[ \\\\t]+$', '')"
    }

    // MARK: Numbers

    private func number(_ raw: SQL, _ type: ClickHouseType, _ target: TargetColumn) throws(TableFault) -> Typed {
        switch type.kind {
        case .nothing: return ("CAST(NULL AS Nullable(Float64))", [])
        case .integer, .decimal: return ("toNullable(toFloat64(\(raw)))", [])
        case .real:
            let value: SQL = "toFloat64(\(raw))"
            let bad: SQL = "coalesce(isFinite(\(value)) = 0, 0)"
            return (
                "toNullable(CASE WHEN isFinite(\(value)) THEN \(value) END)",
                [.noNumber(target.name, bad, "toString(\(raw))")]
            )
        case .text, .fixedText:
            let text = ClickHouseTime(column: target.name, zone: zone).text
            let value: SQL = """
                CASE WHEN match(\(text), '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3})?$') \
                THEN toFloat64OrNull(replaceOne(\(text), '+', '')) END
                """
            let bad: SQL = "\(text) != '' AND NOT coalesce(isFinite(\(value)), 0)"
            return (
                "toNullable(CASE WHEN isFinite(\(value)) THEN \(value) END)",
                [.noNumber(target.name, bad, "substringUTF8(\(text), 1, 60)")]
            )
        case .date, .wideDate, .time, .fineTime, .other, .composite:
            throw refusal(
                target, type, "a column of numbers, or { \"sql\": ... } with an expression that makes one of it")
        }
    }

    private func refusal(_ target: TargetColumn, _ type: ClickHouseType, _ advice: String) -> TableFault {
        TableFault(
            reason:
                "\(table).\(target.name) is \(target.type == .time ? "a time" : "a number"), and the column it comes from is of type "
                + "\(type.name): map it in tables.\(table).columns to \(advice)")
    }
}
