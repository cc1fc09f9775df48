import Foundation
import Goals
import KPIs

extension Warehouse {
    /// How long looking at tables and columns may take; nothing is counted there.
    private static let patience = 30.0

    /// The first source, in the order of goals.json, that has the tables and columns that a KPI needs.
    ///
    /// - Throws: `.nowhere` with what each source lacks and how to map it.
    public func source(
        for kpi: String, parameters: [String: String], by: [String], filters: [MeasurementRequest.Filter]
    ) async throws(WarehouseError) -> String {
        guard catalogue.kpi(named: kpi) != nil else { throw .unknownKPI(kpi) }
        if let own = ownSource(of: kpi) { return own }
        var reasons: [String] = []
        for source in sources {
            let request = MeasurementRequest(
                kpi: kpi, parameters: parameters, source: source.name, by: by, filters: filters,
                window: .rolling(.days(30)))
            switch await lack(request, in: source) {
            case nil, .table: return source.name
            case let lack?:
                // SQL of the user's own lacks the same everywhere.
                if !reasons.contains(lack.description) { reasons.append(lack.description) }
            }
        }
        if reasons.isEmpty { reasons = ["there is no source: declare one in sources"] }
        throw .nowhere(kpi: kpi, reasons: reasons)
    }

    /// What of the data keeps a goal from being measured, each with what to do: missing tables and columns, unknown ones in `by` and
    /// `where`, tables that cannot be read. The sources have been refreshed before.
    public func problems(of goal: Goal) async -> [String] {
        var problems: [String] = []
        for request in requests(of: goal) {
            var request = request
            if goal.source == nil {
                do {
                    request.source = try await source(
                        for: request.kpi, parameters: request.parameters, by: request.by, filters: request.filters)
                } catch {
                    problems.append(error.description)
                    continue
                }
            }
            if let inquirer = inquirers[Inquirer.name(of: request.kpi)] {
                if let problem = inquirer.problem { problems.append("KPI \(request.kpi): \(problem)") }
                continue
            }
            guard let source = sources.first(where: { $0.name == request.source }) else {
                problems.append(WarehouseError.unknownSource(request.source).description)
                continue
            }
            if let lack = await lack(request, in: source) { problems.append(lack.description) }
        }
        return problems.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The tables and columns that a source has.
    public func layout(of source: String) async throws(WarehouseError) -> Layout {
        let source = try found(source)
        return try await source.run(deadline: Self.patience) { source.layout($0) }
    }

    /// The SQL that measures a request; where its source has not been read, as over tables with all canonical columns. What cannot be
    /// measured says why, as a comment.
    public func sql(for request: MeasurementRequest) -> String {
        guard let kpi = catalogue.kpi(named: request.kpi) else {
            return "-- \(WarehouseError.unknownKPI(request.kpi))"
        }
        if case .sql(let sql) = catalogue.customKPI(kpi.id)?.kind { return sql }
        let source = sources.first { $0.name == request.source }
        let layout = source?.knownLayout ?? canonicalLayout
        let dialect = source?.dialect ?? SQLiteDialect()
        let epoch = Date(timeIntervalSince1970: 0)
        let instants = Instants(window: TimeRange(start: epoch, end: epoch), now: epoch, zone: zone)
        do {
            let query = try kpi.query(request, in: layout, at: instants, dialect: dialect)
            return query.measure.rendered(placeholder: dialect.placeholder).text
        } catch {
            return error.description.split(separator: "\n").map { "-- \($0)" }.joined(separator: "\n")
        }
    }

    private var canonicalLayout: Layout {
        let series = catalogue.custom.compactMap { custom -> CanonicalTable? in
            if case .series(let table, _) = custom.kind { .series(table) } else { nil }
        }
        let tables = (CanonicalTable.all + series).map { ($0.name, $0.columns.map(\.name)) }
        return Layout(tables: Dictionary(tables, uniquingKeysWith: { first, _ in first }))
    }

    /// Each KPI that the goal's conditions name, with the split and filters it is measured with.
    private func requests(of goal: Goal) -> [MeasurementRequest] {
        let conditions = [goal.critical, goal.warning, goal.recover].compactMap { $0 }
        var requests: [MeasurementRequest] = []
        for reference in conditions.flatMap(\.references) {
            let request = MeasurementRequest(
                kpi: reference.kpi, statistic: reference.statistic, parameters: goal.parameters,
                source: goal.source ?? "", by: goal.by, filters: goal.filters + reference.filters, window: goal.window)
            if !requests.contains(request) { requests.append(request) }
        }
        return requests
    }

    private func lack(_ request: MeasurementRequest, in source: Source) async -> WarehouseError? {
        do {
            let task = try task(request, now: Date(timeIntervalSince1970: 0), known: [], maxSeries: .max)
            try await source.run(deadline: Self.patience) { source.check(task, $0) }
            return nil
        } catch {
            return error
        }
    }
}
