import Foundation
import Goals
import Warehouse

extension Application {
    /// How long a reader may page through rows: a day.
    private static let patience = 86_400.0

    /// `rows`: those that the measurement of the goal's leading KPI counts, handed to a sink one by one.
    ///
    /// - Parameters:
    ///   - series: labels of the series that is asked for; all of the goal's unless given.
    ///   - now: as of then.
    ///   - makeSink: called on another thread before the first row; the sink is used there alone.
    public func rows(
        of goal: Goal, series: [String: String], now: Date,
        into makeSink: @escaping @Sendable (RowsHeading) throws -> any RowSink
    ) async throws -> RowsTally {
        for column in series.keys.sorted() where !goal.by.contains(column) {
            let hint = nearest(column, in: goal.by).map { "did you mean \($0)?" }
            let split = goal.by.isEmpty ? "it is not split" : "it is split by \(goal.by.joined(separator: ", "))"
            throw ApplicationError(
                what: "goal \(goal.id) has no label \(column)", remedy: hint ?? split, exitCode: 64)
        }
        guard let reference = goal.references.first else {
            throw ApplicationError(
                what: "the condition of goal \(goal.id) asks for no KPI", remedy: "write one that names a KPI",
                exitCode: 64)
        }
        let evaluator = setup.evaluator
        do {
            let source = try await refreshedSource(of: goal, now: now)
            let request = evaluator.request(reference, of: goal, source: source)
            return try await evaluator.warehouse.rows(
                request, series: series, now: now, deadline: Self.patience, into: makeSink)
        } catch let error as WarehouseError {
            throw ApplicationError(
                what: "cannot list the rows of goal \(goal.id)", remedy: "\(error)", exitCode: error.isUsage ? 64 : 74)
        }
    }

    private func refreshedSource(of goal: Goal, now: Date) async throws(WarehouseError) -> String {
        let evaluator = setup.evaluator
        guard let source = goal.source ?? evaluator.onlySource else {
            // Which source has what the goal needs is known only once all were read.
            await evaluator.refreshAll(now: now)
            return try await evaluator.source(of: goal)
        }
        _ = try await evaluator.warehouse.refresh(source, now: now, deadline: evaluator.refreshDeadline)
        return source
    }
}

extension WarehouseError {
    /// It was asked for what there is not, whatever the data.
    fileprivate var isUsage: Bool {
        switch self {
        case .kpi(.request), .unknownKPI, .unknownSource: true
        default: false
        }
    }
}

extension Application {
    /// The enabled goals that each source's data are measured for, in the file's order; the sources have been read before. A goal that no
    /// source has all data for is none's.
    public func goalsBySource() async -> [String: [String]] {
        var goals: [String: [String]] = [:]
        for goal in setup.goals {
            do {
                goals[try await setup.evaluator.source(of: goal), default: []].append(goal.id)
            } catch {
                // `validate` says what lacks.
            }
        }
        return goals
    }
}
