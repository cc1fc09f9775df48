import Goals
import KPIs

extension DerivedTable {
    /// What an engine knows of a column's type: how it becomes the canonical one, and which of its values cannot.
    typealias Typing = (MappedColumns.Column) throws(TableFault) -> (value: SQL, checks: [Check])

    /// - Parameters:
    ///   - raw: a query in parentheses, with each of `mapped` under its `rawName`.
    ///   - currency: the top-level `currency`; a row in another one is bad.
    ///   - trimmed: a text without the blanks round it.
    init(
        of table: CanonicalTable, raw: SQL, mapped: MappedColumns, currency: String, dialect: any Dialect,
        trimmed: (SQL) -> SQL = { "trim(\($0))" }, typing: Typing
    ) throws(TableFault) {
        var columns: [Column] = []
        for column in mapped.columns {
            let target = column.target
            var (value, checks) = try typing(column)
            if target.mustHaveValue {
                checks.append(
                    Check(column: target.name, isBad: "\(value) IS NULL", shown: "''") { _ in "is empty" })
            }
            switch target.role {
            case .none, .surveyScore: break
            // The kinds that KPIs know are found as `NPS` too.
            case .surveyKind:
                value = "CASE lower(\(value)) WHEN 'nps' THEN 'nps' WHEN 'csat' THEN 'csat' ELSE \(value) END"
            case .currency: checks.append(.currency(target.name, value, trimmed(value), currency))
            }
            columns.append(Column(target: target, value: value, checks: checks))
        }
        if let score = columns.firstIndex(where: { $0.target.role == .surveyScore }),
            let kind = columns.first(where: { $0.target.role == .surveyKind })
        {
            let value = columns[score].value
            let shown = dialect.label(value, type: .number)
            let checks = [
                Check.score(value, kind.value, "nps", 0...10, shown), .score(value, kind.value, "csat", 1...5, shown),
            ]
            columns[score] = Column(
                target: columns[score].target, value: value, checks: columns[score].checks + checks)
        }
        self.init(table: table, raw: raw, columns: columns)
    }
}

extension DerivedTable.Check {
    /// DESIGN 5: "A score outside its scale is a bad row."
    fileprivate static func score(
        _ value: SQL, _ kind: SQL, _ word: String, _ scale: ClosedRange<Int>, _ shown: SQL
    ) -> DerivedTable.Check {
        let ours: SQL = .bound(Bound("kind_\(word)", .text(word)))
        let isBad: SQL = """
            CASE WHEN \(kind) = \(ours) AND (\(value) < \(scale.lowerBound) OR \(value) > \(scale.upperBound)) THEN 1 ELSE 0 END = 1
            """
        return DerivedTable.Check(column: "score", isBad: isBad, shown: shown) { shown in
            "\(shown) is outside the scale of \(word), \(scale.lowerBound) to \(scale.upperBound)"
        }
    }

    fileprivate static func currency(
        _ name: String, _ value: SQL, _ trimmed: SQL, _ currency: String
    ) -> DerivedTable.Check {
        let ours: SQL = .bound(Bound("currency", .text(currency.uppercased())))
        return DerivedTable.Check(
            column: name,
            isBad: "CASE WHEN coalesce(upper(\(trimmed)), '') NOT IN ('', \(ours)) THEN 1 ELSE 0 END = 1", shown: value
        ) { shown in
            "\"\(shown)\" is not \(currency), the configuration's currency"
        }
    }

    static func noTime(_ column: String, _ isBad: SQL, _ shown: SQL, hint: String = "") -> DerivedTable.Check {
        DerivedTable.Check(column: column, isBad: isBad, shown: shown) { shown in
            "\"\(shown)\" is no time in ISO 8601\(hint)"
        }
    }

    static func noNumber(_ column: String, _ isBad: SQL, _ shown: SQL) -> DerivedTable.Check {
        DerivedTable.Check(column: column, isBad: isBad, shown: shown) { shown in
            "\"\(shown)\" is no finite number"
        }
    }
}
