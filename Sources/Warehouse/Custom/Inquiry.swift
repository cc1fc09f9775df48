import Goals
import KPIs

/// How a KPI of kind `http` or `command` is asked. Used on the KPI's own thread alone.
protocol Inquiry: Sendable {
    /// - Throws: `UserSQLFault`, with what went wrong and what to do; never shows a secret.
    func ask(by columns: [String], _ deadline: Deadline) throws -> CustomAnswer

    /// What is wrong with it as far as can be told without asking; for `validate`.
    func problem() -> String?

    /// For messages about the answer's form.
    var words: CustomResult.Words { get }
}

/// What an inquiry brought back: as a table, in which `value` is the KPI.
struct CustomAnswer: Sendable, Hashable {
    /// `value`, perhaps `sample`, and the labels.
    let columns: [String]
    let rows: [[UserCell]]
}

/// A KPI of kind `http` or `command`: no source has it, so it is a source of its own, with a thread of its own.
final class Inquirer: Sendable {
    /// `kpis/backlog`; no declared source can be called so.
    let name: String
    private let kpi: CustomKPI
    private let inquiry: any Inquiry
    private let thread: SourceThread

    init(_ kpi: CustomKPI, inquiry: any Inquiry) {
        name = Self.name(of: kpi.id)
        self.kpi = kpi
        self.inquiry = inquiry
        thread = SourceThread(name: "KPI \(kpi.id)")
    }

    static func name(of kpi: String) -> String { "kpis/\(kpi)" }

    /// Asks once for all of `tasks`, which differ in their splits and filters alone.
    func measure(
        _ tasks: [MeasurementTask], deadline seconds: Double
    ) async -> [Result<[Labels: SeriesResult], WarehouseError>] {
        do throws(WarehouseError) {
            return try await run(deadline: seconds) { deadline in
                .success(tasks.map { self.measure($0, deadline) })
            }
        } catch {
            return tasks.map { _ in .failure(error) }
        }
    }

    /// What is wrong with it as far as can be told without asking.
    var problem: String? { inquiry.problem() }

    private func run<Value: Sendable>(
        deadline seconds: Double, _ job: @escaping @Sendable (Deadline) -> Result<Value, WarehouseError>
    ) async throws(WarehouseError) -> Value {
        let name = name
        return try await thread.run(
            deadline: seconds,
            late: { $0 ? .cancelled(source: name) : .timeout(source: name, seconds: seconds) }, job)
    }

    private func measure(
        _ task: MeasurementTask, _ deadline: Deadline
    ) -> Result<[Labels: SeriesResult], WarehouseError> {
        guard task.isPresent, task.request.shift == nil, task.request.lag == .zero else {
            return .failure(
                .custom(
                    kpi, "it can only say what is now: it cannot be asked about the past, with --at, lag or previous()")
            )
        }
        let clock = ContinuousClock()
        let began = clock.now
        do {
            let answer = try inquiry.ask(by: task.request.by, deadline)
            var result = try CustomResult(
                kpi, request: task.request, instants: task.instants, maxSeries: task.maxSeries,
                words: inquiry.words, columns: answer.columns)
            for row in answer.rows { try result.add(row) }
            return .success(try result.series(duration: (clock.now - began).seconds))
        } catch let fault as UserSQLFault {
            return .failure(.custom(kpi, fault.reason))
        } catch let error as WarehouseError {
            return .failure(error)
        } catch {
            return .failure(.custom(kpi, "\(error)"))
        }
    }
}
