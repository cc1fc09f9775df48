import Foundation
import Goals
import Statistics

/// The SQL that measures a KPI, for one source, request and time.
public struct KPIQuery: Sendable {
    /// The counted rows themselves.
    public let rows: SQL
    /// One row a series: its labels, then `Totals`: `sample`, `value`, `numerator`, `denominator`, `extra`, and `more`. For `lifetime` one
    /// row a customer: see `CustomerPurchases`.
    public let measure: SQL
    /// How many columns follow the labels in `measure`.
    public let width: Int
    public let aggregate: Aggregate
    public let statistic: Statistic?
    /// Of the interval, 0.5 ..< 1.
    public let confidence: Double
    /// Why there is no value where no row counts.
    public let emptiness: String
    /// Why there is none although rows count: the median or percentile lies beyond all that has ended.
    public let unreached: String?
    /// The columns of the labels, as the goal writes them.
    public let by: [String]
    /// Whose bad rows and failures concern the measurement.
    public let tables: [String]
    /// The KPI's own tables.
    public let subjects: [String]
    let variant: Variant
    let scope: Scope
}

extension KPI {
    /// The first variant that the parameters ask for and whose tables are there.
    ///
    /// - Throws: `KPIError.missing`, which says what lacks and how to map it.
    public func variant(
        for parameters: [String: String], in layout: Layout, source: String
    ) throws(KPIError) -> Variant {
        let values = Parameters(values: parameters, declared: self.parameters)
        let candidates = variants.filter { $0.applies(values) }
        guard let variant = candidates.first(where: { $0.tables.allSatisfy { layout.has($0.table) } }) else {
            let ways = candidates.map { $0.tables.map(\.text).joined(separator: " and ") }
            throw .missing(
                "\(id) needs \(ways.joined(separator: "; or ")); source \(source) has \(Self.list(layout.tables.keys.sorted())): "
                    + "add \(Self.files(candidates, layout)) to its folder, or map it in sources.\(source).tables")
        }
        for need in variant.tables {
            let lacking = need.columns.filter { layout.column($0, of: need.table) == nil }
            if lacking.isEmpty { continue }
            let columns = lacking.count == 1 ? "column \(lacking[0])" : "columns \(lacking.joined(separator: ", "))"
            throw .missing(
                "\(id) needs the \(columns) of \(need.table), and source \(source) has only "
                    + "\(Self.list(layout.tables[need.table] ?? [])) there: map it in "
                    + "sources.\(source).tables.\(need.table).columns, such as \"\(lacking[0])\": \"Your column\"")
        }
        return variant
    }

    /// - Throws: `KPIError`, with what to do.
    public func query(
        _ request: MeasurementRequest, in layout: Layout, at instants: Instants, dialect: any Dialect
    ) throws(KPIError) -> KPIQuery {
        let variant = try variant(for: request.parameters, in: layout, source: request.source)
        if request.statistic != nil, unit != .duration {
            throw .request("\(id) is a \(unit.rawValue): mean, median and percentiles are of durations")
        }
        let split = try Split(request, of: variant, kpi: id, in: layout)
        let scope = Scope(
            layout: layout, split: split, parameters: Parameters(values: request.parameters, declared: parameters),
            instants: instants, dialect: dialect)
        let statistic = request.statistic
        if case .survival = variant.aggregate, statistic == .mean {
            throw .request(
                "\(id) with those that are still open has no mean, since they have no end yet: ask for the median or a percentile"
            )
        }
        let rows = variant.rows(scope)
        let subjects = variant.tables.map(\.table)
        let z = normalQuantile((1 + request.confidence) / 2)
        return KPIQuery(
            rows: rows,
            measure: variant.aggregate.sql(
                over: rows, labels: scope.labelNames, statistic: statistic, z: z, dialect: dialect),
            width: variant.aggregate.width(statistic), aggregate: variant.aggregate, statistic: statistic,
            confidence: request.confidence, emptiness: variant.emptiness ?? emptiness,
            unreached: variant.ending.map { "fewer than \((statistic ?? .median).portion) of the \($0) yet" },
            by: request.by,
            tables: split.usesCustomers && !subjects.contains("customers") ? subjects + ["customers"] : subjects,
            subjects: subjects, variant: variant, scope: scope)
    }

    /// The window it is measured over, as of `now`.
    public func range(_ window: Window, lag: Span, asOf now: Date, in zone: Zone) -> TimeRange {
        let asked = window.range(asOf: now, lag: lag, in: zone)
        switch span {
        case .window: return asked
        case .toLastMidnight:
            let end = zone.instant(zone.civil(lag.added(to: now, times: -1, in: zone)).midnight)
            return TimeRange(start: min(asked.start, end), end: end)
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "nothing" : names.joined(separator: ", ")
    }

    private static func files(_ candidates: [Variant], _ layout: Layout) -> String {
        let missing = candidates.first?.tables.first { !layout.has($0.table) }
        return missing.map { "\($0.table).csv" } ?? "the table"
    }
}

extension Variant.TableNeed {
    /// `subscriptions (customer_id, started_at)`.
    public var text: String { "\(table) (\(columns.joined(separator: ", ")))" }
}
