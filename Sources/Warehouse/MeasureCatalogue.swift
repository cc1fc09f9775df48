import Foundation
import Goals
import KPIs

/// Measures the catalogue's KPIs, and custom ones of kind `series`, on a source's engine.
struct CatalogueMeasurer {
    let kpi: KPI
    let request: MeasurementRequest
    let instants: Instants
    let layout: Layout
    let reports: [TableReport]
    /// Series that the goal has had before.
    let known: Set<Labels>
    let maxSeries: Int
    let dialect: any Dialect

    /// - Returns: by labels; where the data are too old, no data under `Labels.none`, for a split goal as well.
    func results(_ session: any Session, freshness: Freshness) throws -> [Labels: SeriesResult] {
        let clock = ContinuousClock()
        let began = clock.now
        let query = try checkedQuery()
        if let reason = try freshness.staleness(of: query.subjects, at: instants, session, layout, dialect) {
            return [.none: .noData(reason: reason)]
        }
        if case .lifetime = query.aggregate {
            return try LifetimeMeasurer(measurer: self, query: query).results(session)
        }
        let series = try totals(session, query)
        let bulk = try bulkClosings(session, query)
        let absent = known.filter { kpi.isSum && !query.by.isEmpty && series[$0] == nil }
        let hasRows = try kpi.isSum && (series.values.contains { $0.sample > 0 } || hasRows(session, query))
        let duration = (clock.now - began).seconds
        var results: [Labels: SeriesResult] = [:]
        for (labels, totals) in series {
            let outcome = kpi.outcome(of: totals, by: query, hasRows: hasRows)
            results[labels] = result(
                outcome, totals.sample, labels, query, duration, notes: bulk[labels].map { [$0] } ?? [])
        }
        if hasRows, query.aggregate.isZeroWhereAbsent {
            for labels in absent {
                results[labels] = result(kpi.outcome(of: .none, by: query, hasRows: true), 0, labels, query, duration)
            }
        }
        return results
    }

    /// A failure of a table that it uses, or would use if it could be read, fails the check with its own text.
    func checkedQuery() throws(WarehouseError) -> KPIQuery {
        let query: KPIQuery
        do {
            query = try kpi.query(
                request, in: layout.including(failed: reports), at: instants, dialect: dialect)
        } catch {
            try refuseFailures(of: kpi.variants.flatMap { $0.tables.map(\.table) } + ["customers"])
            throw .kpi(error)
        }
        try refuseFailures(of: query.tables)
        return query
    }

    /// The rows that the measurement counts.
    func detail(series: [String: String]) throws(WarehouseError) -> Detail {
        do {
            return try kpi.detail(
                request, series: series, in: layout.including(failed: reports), at: instants, dialect: dialect)
        } catch {
            throw .kpi(error)
        }
    }

    private func refuseFailures(of tables: [String]) throws(WarehouseError) {
        for report in reports where tables.contains(report.table) {
            if let failure = report.failure { throw .table(source: request.source, reason: failure) }
        }
    }

    private func totals(_ session: any Session, _ query: KPIQuery) throws -> [Labels: Totals] {
        var series: [Labels: Totals] = [:]
        var count = 0
        try session.rows(query.measure) { row in
            count += 1
            if count <= maxSeries || query.by.isEmpty {
                series[labels(row, query.by)] = Totals(row, from: query.by.count, width: query.width)
            }
        }
        if count > maxSeries, !query.by.isEmpty {
            throw WarehouseError.tooManySeries(kpi: kpi.id, by: query.by, count: count, limit: maxSeries)
        }
        return series
    }

    /// What to tell of series in which old tickets were closed in bulk.
    private func bulkClosings(_ session: any Session, _ query: KPIQuery) throws -> [Labels: String] {
        guard let endings = query.endings else { return [:] }
        var days: [Labels: [(day: Int, count: Int, logarithms: Double)]] = [:]
        let first = query.by.count
        try session.rows(endings) { row in
            guard let day = row.integer(first), let count = row.integer(first + 1), let sum = row.number(first + 2)
            else {
                return
            }
            days[labels(row, query.by), default: []].append((day, count, sum))
        }
        return days.compactMapValues(query.note(onEndings:))
    }

    func labels(_ row: any ResultRow, _ columns: [String]) -> Labels {
        if columns.isEmpty { return .none }
        var values: [String: String] = [:]
        for (index, column) in columns.enumerated() { values[column] = row.text(index) ?? "" }
        return Labels(values)
    }

    /// One of the KPI's tables has a row that begins before the window's end.
    private func hasRows(_ session: any Session, _ query: KPIQuery) throws -> Bool {
        for table in query.subjects {
            guard let begin = CanonicalTable.named(table).flatMap({ layout.column($0.begin, of: table) }) else {
                continue
            }
            let end = Bound("end", .time(instants.window.end))
            let name = SQLIdentifier("t")
            var isThere = false
            try session.rows(
                "SELECT 1 FROM \(layout.relation(table)) AS \(name) WHERE \(name).\(layout.identifier(begin)) < \(end) LIMIT 1"
            ) { _ in isThere = true }
            if isThere { return true }
        }
        return false
    }

    func result(
        _ outcome: Outcome, _ sample: Int, _ labels: Labels, _ query: KPIQuery, _ duration: Double, notes: [String] = []
    ) -> SeriesResult {
        switch outcome {
        case .noData(let reason): .noData(reason: reason)
        case .insufficient(let reason): .insufficient(reason: reason)
        case .value(let found):
            .value(
                Measurement(
                    value: found.value, unit: kpi.unit, sample: sample, numerator: found.numerator,
                    denominator: found.denominator, interval: found.interval, window: instants.window, labels: labels,
                    now: instants.now, duration: duration,
                    notes: found.notes + notes + reports.notes(on: query.tables)))
        }
    }
}

extension Totals {
    /// The columns after the labels.
    fileprivate init(_ row: any ResultRow, from index: Int, width: Int) {
        self.init(
            sample: row.integer(index) ?? 0, value: row.number(index + 1), numerator: row.number(index + 2),
            denominator: row.number(index + 3), extra: row.integer(index + 4) ?? 0,
            more: (5..<width).map { row.number(index + $0) })
    }
}

extension Aggregate {
    /// A known series that is absent is 0. Custom series are not: a window without a row is no data there.
    fileprivate var isZeroWhereAbsent: Bool {
        switch self {
        case .sum, .count: true
        case .ratio, .quotient, .mean, .duration, .survival, .lifetime, .netPromoter, .series: false
        }
    }
}

extension Layout {
    /// A table that could not be read is there all the same: who is active must not be told from another one in its place.
    func including(failed reports: [TableReport]) -> Layout {
        let failed = reports.filter { $0.failure != nil && !has($0.table) }
        return failed.isEmpty ? self : adding(Dictionary(failed.map { ($0.table, $0.columns) }) { first, _ in first })
    }
}
