import Foundation
import Goals
import KPIs
import Synchronization

/// One source: its thread, its engine, and what was read last.
final class Source: Sendable {
    let name: String
    private let maxAge: Span?
    private let thread: SourceThread
    private let latest = Mutex<SourceReport?>(nil)
    private let lastLayout = Mutex<Layout?>(nil)
    /// Used on the thread alone.
    private let engine: Confined<any Engine>
    /// Of the engine's SQL.
    let dialect: any Dialect

    init(_ declaration: SourceDeclaration, setting: EngineSetting) {
        name = declaration.name
        maxAge = declaration.maxAge
        thread = SourceThread(name: "source \(declaration.name)")
        let engine = setting.engine(of: declaration)
        dialect = engine.dialect
        self.engine = Confined(engine)
    }

    /// As of the last refresh; `nil` before the first.
    var report: SourceReport? { latest.withLock { $0 } }

    /// As last seen; `nil` before anything was measured.
    var knownLayout: Layout? { lastLayout.withLock { $0 } }

    private var tableReports: [TableReport] { report?.tables ?? [] }

    /// Does `job` on the source's thread.
    func run<Value: Sendable>(
        deadline seconds: Double, _ job: @escaping @Sendable (Deadline) -> Result<Value, WarehouseError>
    ) async throws(WarehouseError) -> Value {
        let name = name
        return try await thread.run(
            deadline: seconds,
            late: { $0 ? .cancelled(source: name) : .timeout(source: name, seconds: seconds) }, job)
    }

    // MARK: On the source's thread

    func refresh(now: Date, _ deadline: Deadline) -> Result<SourceReport, WarehouseError> {
        attempt {
            let report = try engine.value.refresh(now: now, deadline)
            latest.withLock { $0 = report }
            return report
        }
    }

    /// Each request's answer, in their order. The catalogue's KPIs see one state of the data.
    func measure(_ tasks: [MeasurementTask], _ deadline: Deadline) -> [Result<[Labels: SeriesResult], WarehouseError>] {
        var answers = [Result<[Labels: SeriesResult], WarehouseError>?](repeating: nil, count: tasks.count)
        let own = tasks.indices.filter { tasks[$0].userSQL != nil }
        let catalogue = tasks.indices.filter { tasks[$0].userSQL == nil }
        if !catalogue.isEmpty {
            let failure = attempt {
                try engine.value.read(deadline) { session, layout in
                    remember(layout)
                    let freshness = Freshness(source: name, maxAge: maxAge)
                    for index in catalogue {
                        answers[index] = attempt {
                            try measurer(tasks[index], layout).results(session, freshness: freshness)
                        }
                    }
                }
            }.failure
            if let failure { for index in catalogue where answers[index] == nil { answers[index] = .failure(failure) } }
        }
        for index in own {
            answers[index] = attempt {
                if let reason = try staleness(tasks[index], deadline) { return [.none: .noData(reason: reason)] }
                return try engine.value.readUserSQL(deadline) { session, layout in
                    remember(layout)
                    return try userMeasurer(tasks[index])?.results(session) ?? [:]
                }
            }
        }
        return answers.map { $0 ?? .failure(.unread(source: name)) }
    }

    /// Why the tables that SQL of the user's own mentions are too old.
    private func staleness(_ task: MeasurementTask, _ deadline: Deadline) throws -> String? {
        guard maxAge != nil, let words = userMeasurer(task)?.words else { return nil }
        return try engine.value.read(deadline) { session, layout in
            try Freshness(source: name, maxAge: maxAge).staleness(
                of: layout.tables.keys.filter { words.contains($0.lowercased()) }, at: task.instants, session, layout,
                dialect)
        }
    }

    /// Whether a request could be measured, without doing it.
    func check(_ task: MeasurementTask, _ deadline: Deadline) -> Result<Void, WarehouseError> {
        attempt {
            if task.userSQL != nil {
                try engine.value.readUserSQL(deadline) { session, layout in
                    remember(layout)
                    try userMeasurer(task)?.check(session)
                }
            } else {
                try engine.value.read(deadline) { _, layout in
                    remember(layout)
                    _ = try measurer(task, layout).checkedQuery()
                }
            }
        }
    }

    /// The tables and columns, those that could not be read included.
    func layout(_ deadline: Deadline) -> Result<Layout, WarehouseError> {
        attempt {
            try engine.value.read(deadline) { _, layout in
                remember(layout)
                return layout.including(failed: tableReports)
            }
        }
    }

    /// One state of the data, which becomes the layout that is known.
    func reading<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value {
        try engine.value.read(deadline) { session, layout in
            remember(layout)
            return try body(session, layout)
        }
    }

    func measurer(_ task: MeasurementTask, _ layout: Layout) -> CatalogueMeasurer {
        CatalogueMeasurer(
            kpi: task.kpi, request: task.request, instants: task.instants, layout: layout, reports: tableReports,
            known: task.known, maxSeries: task.maxSeries, dialect: dialect)
    }

    private func userMeasurer(_ task: MeasurementTask) -> UserSQLMeasurer? {
        guard let custom = task.custom, let sql = task.userSQL else { return nil }
        return UserSQLMeasurer(
            kpi: custom, sql: sql, request: task.request, instants: task.instants, maxSeries: task.maxSeries,
            failures: tableReports.compactMap { report in report.failure.map { (report.table, $0) } })
    }

    private func remember(_ layout: Layout) {
        lastLayout.withLock { $0 = layout }
    }

    func attempt<Value>(_ body: () throws -> Value) -> Result<Value, WarehouseError> {
        do { return .success(try body()) } catch let error as WarehouseError { return .failure(error) } catch {
            return .failure(.database(source: name, reason: "\(error)"))
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}

/// Something that one thread alone uses; who takes `value` elsewhere breaks the promise.
private struct Confined<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
