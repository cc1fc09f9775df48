import Foundation
import Goals
import KPIs

/// A time that is written as text: ISO 8601, in microseconds since 1970 UTC.
///
/// Computed from its digits: ClickHouse's own parsers take other forms for times, too, end in 2105, and wrap round before 1970. It is done in
/// two steps, each a query over the one before, so that no expression stands in another a dozen times.
struct ClickHouseTime {
    /// Of the canonical table.
    let column: String
    /// Where the text names none.
    let zone: Zone

    private func name(_ part: String) -> SQLIdentifier { SQLIdentifier("\(part) \(column)") }
    private func value(_ part: String) -> SQL { "\(DerivedTable.alias).\(name(part))" }

    /// The text without blanks round it, `''` for null.
    var text: SQL { value("text") }

    /// Of the step that has no `text` yet.
    func textStep(_ trimmed: SQL) -> SQL { "coalesce(\(trimmed), '') AS \(name("text"))" }

    /// Of the step after that.
    var partsStep: SQL {
        [
            "\(isTime) AS \(name("form"))", "(\(days)) * 86400 + \(secondOfDay) AS \(name("local"))",
            "\(fraction) AS \(name("fraction"))", "\(tail) AS \(name("tail"))",
        ].list
    }

    /// Whether the text is one.
    var fits: SQL { value("form") }

    /// Null where the text is no time.
    var microseconds: SQL {
        """
        CASE WHEN \(fits) THEN (\(value("local")) - (CASE WHEN \(value("tail")) != '' THEN \(offset) ELSE \(zoneOffset) END)) * 1000000 \
        + \(value("fraction")) END
        """
    }

    /// With days that the calendar has.
    private var isTime: SQL {
        """
        match(\(text), '^((000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-\
        ((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))\
        |([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)\
        ([Tt ](([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?|24:00(:00)?)\
        ( ?(Z|z|UTC|GMT|[-+](0[0-9]|1[0-8])(:?[0-5][0-9])?))?)?$')
        """
    }

    private func number(_ start: Int, _ length: Int) -> SQL {
        "toInt64(toUInt32OrZero(substring(\(text), \(start), \(length))))"
    }

    /// Since 1970-01-01, from the civil date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil, with the
    /// year beginning in March; years are not negative here).
    private var days: SQL {
        let year = number(1, 4)
        let month = number(6, 2)
        let early: SQL = "(\(month) <= 2)"
        let from: SQL = "(\(year) - \(early))"
        return """
            365 * \(from) + intDiv(\(from), 4) - intDiv(\(from), 100) + intDiv(\(from), 400) \
            + intDiv(153 * (\(month) + 12 * \(early) - 3) + 2, 5) + \(number(9, 2)) - 719469
            """
    }

    private var secondOfDay: SQL {
        let second: SQL = "CASE WHEN substring(\(text), 17, 1) = ':' THEN \(number(18, 2)) ELSE 0 END"
        return "\(number(12, 2)) * 3600 + \(number(15, 2)) * 60 + \(second)"
    }

    /// Microseconds; what is finer is cut off.
    private var fraction: SQL {
        "toInt64(toUInt32OrZero(substring(concat(extract(\(text), '[.,]([0-9]+)'), '000000'), 1, 6)))"
    }

    /// `Z`, `+02:00`, or nothing.
    private var tail: SQL { "extract(substring(\(text), 11), '(?:Z|z|UTC|GMT|[-+][0-9:]+)$')" }

    private var offset: SQL {
        let digits: SQL = "replaceAll(\(value("tail")), ':', '')"
        let seconds: SQL = """
            toInt64(toUInt32OrZero(substring(\(digits), 2, 2))) * 3600 + toInt64(toUInt32OrZero(substring(\(digits), 4, 2))) * 60
            """
        return """
            CASE WHEN substring(\(digits), 1, 1) = '+' THEN \(seconds) WHEN substring(\(digits), 1, 1) = '-' THEN 0 - (\(seconds)) \
            ELSE 0 END
            """
    }

    /// Of what the clock on the wall shows: the first time, where it shows it twice; as if the clock had not been put forward yet, where it
    /// skips it. So the offset changes when the clock has shown all that it shows with the one before.
    private var zoneOffset: SQL {
        let (latestFirst, earliest) = zone.offsetChanges(from: Self.first, through: Self.last)
        if latestFirst.isEmpty { return "\(earliest)" }
        let changes = Array(latestFirst.reversed())
        let offsets = [earliest] + changes.map(\.offset)
        let ends = zip(changes, offsets).map { change, before in change.second + max(change.offset, before) }
        return """
            [\(offsets.map { "toInt64(\($0))" }.joined(by: ", "))]\
            [toInt64(1 + arrayCount(t -> \(value("local")) >= t, [\(ends.map { "toInt64(\($0))" }.joined(by: ", "))]))]
            """
    }

    /// Texts of other years have the offset at the nearer end.
    private static let first = Date(timeIntervalSince1970: 0)
    private static let last = Date(timeIntervalSince1970: 2_240_524_800)
}
