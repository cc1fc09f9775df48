import Goals

/// The rows that a measurement counted, each with what a person wants to see of it: for `crmgoals rows`.
///
/// They are those of `KPIQuery.rows`: as many of them have `counted` 1 as the measurement's numerator says of a ratio, or its sample of
/// any other KPI but NPS, where promoters have it, and a quotient, whose `numerator` and `denominator` add up to the measurement's.
public struct Detail: Sendable {
    /// One row a counted row, with `columns` in their order.
    public let sql: SQL
    public let columns: [Column]
    /// Rows of `sql` are `id`, the labels and `CustomerPurchases`; what is expected of a customer is told by `LifetimeForecast`, and then
    /// the row's cells are `id`, the labels, `counted` and the forecast's values.
    public let isLifetime: Bool

    public struct Column: Sendable, Hashable {
        /// As it is called in the output; no two alike.
        public let name: String
        public let kind: Kind

        public enum Kind: Sendable, Hashable {
            case text
            /// Text such as `2026-03-01T09:30:00Z`; null and `""` are nothing.
            case time
            case number
            /// 0 or 1.
            case flag
        }

        public init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }
}

extension KPI {
    /// - Parameter series: labels of the series that is asked for, by columns of the request's `by`; all unless given.
    public func detail(
        _ request: MeasurementRequest, series: [String: String] = [:], in layout: Layout, at instants: Instants,
        dialect: any Dialect
    ) throws(KPIError) -> Detail {
        let variant = try variant(for: request.parameters, in: layout, source: request.source)
        let split = try Split(request, of: variant, kpi: id, in: layout)
        let isLifetime = if case .lifetime = variant.aggregate { true } else { false }
        let description = isLifetime ? Description.none : Description(of: variant, split: split, layout: layout)
        let scope = Scope(
            layout: layout, split: split, parameters: Parameters(values: request.parameters, declared: parameters),
            instants: instants, dialect: dialect, description: description)
        // What is counted by keeps its name: a label of the same name is called another.
        var columns = Columns(
            reserved: ["id", "table"] + variant.aggregate.detail.map(\.name)
                + (isLifetime ? LifetimeForecast.columnNames : []))
        columns.add("id", .text, "id")
        if description.namesTables { columns.add("table", .text, "\(Description.table)") }
        for (name, label) in zip(request.by, scope.labelNames) { columns.addLabel(name, label) }
        for column in variant.aggregate.detail { columns.add(column.name, column.kind, column.sql) }
        for column in description.columns { columns.add(column.name, column.kind, "\(column.place)") }
        let chosen = request.by.enumerated().compactMap { index, name -> SQL? in
            series[name].map { value in
                "\(scope.labelNames[index]) = \(Bound("series_\(index + 1)", .text(value)))"
            }
        }
        if isLifetime {
            columns.sql.removeLast()
            columns.sql.append("days, first_day, last_day, valued_days, revenue, first_revenue")
            for name in LifetimeForecast.columnNames { columns.name(name, .number) }
        }
        return Detail(
            sql: "SELECT \(columns.sql.joined(by: ", "))\nFROM (\n\(variant.rows(scope))\n) AS counted_rows"
                + (chosen.isEmpty ? .empty : "\nWHERE \(chosen.all)"),
            columns: columns.columns, isLifetime: isLifetime)
    }

    /// Columns whose names differ, capitals aside.
    private struct Columns {
        var columns: [Detail.Column] = []
        var sql: [SQL] = []
        /// In lower case.
        private let reserved: Set<String>

        init(reserved: [String]) {
            self.reserved = Set(reserved.map { $0.lowercased() })
        }

        mutating func add(_ name: String, _ kind: Detail.Column.Kind, _ sql: SQL) {
            if self.name(name, kind) { self.sql.append(sql) }
        }

        /// Every label is there, under a name of its own.
        mutating func addLabel(_ name: String, _ sql: SQL) {
            var free = name
            while isTaken(free) || reserved.contains(free.lowercased()) { free += "_label" }
            add(free, .text, sql)
        }

        /// - Returns: `false` where there is one of that name.
        @discardableResult mutating func name(_ name: String, _ kind: Detail.Column.Kind) -> Bool {
            if isTaken(name) { return false }
            columns.append(Detail.Column(name, kind))
            return true
        }

        private func isTaken(_ name: String) -> Bool {
            columns.contains { $0.name.lowercased() == name.lowercased() }
        }
    }
}

extension Aggregate {
    /// Whether a row counts, and with how much.
    fileprivate var detail: [(name: String, kind: Detail.Column.Kind, sql: SQL)] {
        func counted(where condition: SQL) -> SQL { "CASE WHEN \(condition) THEN 1 ELSE 0 END" }
        switch self {
        case .ratio: return [("counted", .flag, "counted")]
        case .quotient:
            return [
                ("counted", .flag, counted(where: "numerator <> 0")), ("numerator", .number, "numerator"),
                ("denominator", .number, "denominator"),
            ]
        case .sum, .mean: return [("counted", .flag, counted(where: "value IS NOT NULL")), ("value", .number, "value")]
        case .count: return [("counted", .flag, "1")]
        case .duration:
            return [("counted", .flag, counted(where: "value >= 0")), ("seconds", .number, "value")]
        case .survival:
            return [
                ("counted", .flag, counted(where: "value >= 0")), ("ended", .flag, "event"),
                ("seconds", .number, "value"),
            ]
        case .netPromoter: return [("counted", .flag, counted(where: "value >= 9")), ("score", .number, "value")]
        case .lifetime: return [("counted", .flag, "1")]
        case .series: return [("counted", .flag, counted(where: "value IS NOT NULL")), ("value", .number, "value")]
        }
    }
}
