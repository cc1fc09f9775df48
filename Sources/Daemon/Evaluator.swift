import Configuration
import Foundation
import Goals
import Journal
import KPIs
import Warehouse

/// Measures goals and judges them: from data to findings. Decides nothing.
struct Evaluator: Sendable {
    let warehouse: Warehouse
    let catalogue: Catalogue
    let zone: Zone
    /// In the file's order.
    private let sources: [String]
    /// Seconds that one measurement may take.
    let deadline: Double
    /// Seconds that reading what changed in a source may take; a first ingest is long.
    let refreshDeadline: Double
    /// What tells whether a slot is the present; KPIs of kind `http` and `command` know no other time.
    private let clock: @Sendable () -> Date

    init(
        warehouse: Warehouse, configuration: Configuration, clock: @escaping @Sendable () -> Date,
        deadline: Double = 60, refreshDeadline: Double = 900
    ) {
        self.warehouse = warehouse
        catalogue = configuration.catalogue
        zone = configuration.zone
        sources = configuration.sources.map(\.name)
        self.deadline = deadline
        self.refreshDeadline = refreshDeadline
        self.clock = clock
    }

    /// The source, where there is just one.
    var onlySource: String? { sources.count == 1 ? sources[0] : nil }

    /// A goal to evaluate, and what its history says.
    struct Job: Sendable {
        var goal: Goal
        /// The series seen so far: a count or sum of one that is absent is 0.
        var known: Set<Labels>
        /// The goal's own recorded measurements of a series since a time, oldest first.
        var recorded: @Sendable (Labels, Date) -> [RecordedValue]

        init(
            goal: Goal, known: Set<Labels> = [],
            recorded: @escaping @Sendable (Labels, Date) -> [RecordedValue] = { _, _ in [] }
        ) {
            self.goal = goal
            self.known = known
            self.recorded = recorded
        }
    }

    /// Reads what changed in a source.
    /// - Returns: why it could not be read.
    func refresh(_ source: String, now: Date) async -> String? {
        guard sources.contains(source) else { return nil }
        do {
            _ = try await warehouse.refresh(source, now: now, deadline: refreshDeadline)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// All sources, side by side. What goes wrong is told when a goal asks for the source.
    func refreshAll(now: Date) async {
        await withTaskGroup(of: Void.self) { group in
            for source in sources { group.addTask { _ = await refresh(source, now: now) } }
        }
    }

    /// The source that a goal asks: the one it names, else the first that has what its KPI needs.
    func source(of goal: Goal) async throws(WarehouseError) -> String {
        if let own = ownSource(of: goal) { return own }
        if let source = goal.source ?? onlySource { return source }
        let kpi = goal.references.first { warehouse.ownSource(of: $0.kpi) == nil }?.kpi ?? goal.kpi
        return try await warehouse.source(
            for: kpi, parameters: goal.parameters, by: goal.by, filters: goal.filters)
    }

    /// Where nothing that the goal asks for is in a source: the one that its KPI is of its own.
    func ownSource(of goal: Goal) -> String? {
        let own = goal.references.map { warehouse.ownSource(of: $0.kpi) }
        return own.contains(nil) ? nil : own.first ?? nil
    }

    /// Evaluates goals of one source for one slot. Equal questions are asked once; a goal's operands see one state of the data.
    func evaluate(_ jobs: [Job], source: String, slot: Date) async -> [Evaluation] {
        var answers: [Question: Answer] = [:]
        var evaluations: [Evaluation] = []
        for job in jobs {
            let questions = job.goal.references.map { ($0, question($0, of: job, source: source)) }
            await ask(questions.map(\.1).filter { answers[$0] == nil }, of: job, slot: slot, &answers)
            var results: [Goals.Expression.Reference: [Labels: SeriesResult]] = [:]
            var failure: String?
            for (reference, question) in questions {
                switch answers[question] {
                case .success(let series): results[reference] = series
                case .failure(let error): failure = failure ?? "\(error)"
                case nil: break
                }
            }
            let outcome = failure.map { .failed(reason: $0) } ?? judge(job, results, slot: slot)
            evaluations.append(Evaluation(slot: slot, source: source, outcome: outcome))
        }
        return evaluations
    }

    // MARK: Asking

    private typealias Answer = Result<[Labels: SeriesResult], WarehouseError>

    private struct Question: Hashable {
        var request: MeasurementRequest
        /// Only where it makes a difference: counts and sums of a series that is absent are 0.
        var known: Set<Labels>
        var maxSeries: Int
    }

    private func question(_ reference: Goals.Expression.Reference, of job: Job, source: String) -> Question {
        Question(
            request: request(reference, of: job.goal, source: source),
            known: catalogue.kpi(named: reference.kpi)?.isSum == true ? job.known : [], maxSeries: job.goal.maxSeries)
    }

    /// What a reference of a goal's condition asks to be measured.
    func request(
        _ reference: Goals.Expression.Reference, of goal: Goal, source: String
    ) -> MeasurementRequest {
        let kpi = catalogue.kpi(named: reference.kpi)
        let window = reference.window ?? goal.window
        let parameters = goal.parameters.filter { name, _ in
            kpi?.parameters.contains { $0.name == name } ?? false
        }
        let shift: Span? =
            switch reference.shift {
            case .none: nil
            case .oneWindow: window.step
            case .by(let span): span
            }
        return MeasurementRequest(
            kpi: reference.kpi, statistic: reference.statistic, parameters: parameters,
            source: warehouse.ownSource(of: reference.kpi) ?? source, by: goal.by,
            filters: goal.filters + reference.filters, window: window, lag: goal.lag, shift: shift,
            confidence: goal.confidence ?? MeasurementRequest.standardConfidence)
    }

    private func ask(
        _ questions: [Question], of job: Job, slot: Date, _ answers: inout [Question: Answer]
    ) async {
        guard !questions.isEmpty else { return }
        let now = clock()
        let isLatest = job.goal.schedule.latestSlot(atOrBefore: now, in: zone).map { $0 <= slot } ?? true
        let found = await warehouse.measure(
            questions.map(\.request), now: slot, known: job.known, maxSeries: job.goal.maxSeries,
            isPresent: isLatest && slot <= now, deadline: deadline)
        for (question, answer) in zip(questions, found) { answers[question] = answer }
    }

    // MARK: Judging

    private func judge(
        _ job: Job, _ results: [Goals.Expression.Reference: [Labels: SeriesResult]], slot: Date
    ) -> Evaluation.Outcome {
        let goal = job.goal
        guard let leading = goal.references.first else {
            return .failed(reason: "the goal's condition asks for no KPI")
        }
        // The data as a whole are none: held as such, whatever the series.
        if !goal.by.isEmpty, case .noData(let reason)? = results[leading]?[.none] { return .empty(reason: reason) }
        let series = goal.by.isEmpty ? [Labels.none] : (results[leading].map { Array($0.keys) } ?? [])
        guard !series.isEmpty else { return .empty(reason: "no row of any series in the window") }
        var findings: [Labels: Finding] = [:]
        for labels in series {
            var measured: [Goals.Expression.Reference: Goals.Measurement] = [:]
            var missing: [Goals.Expression.Reference: String] = [:]
            var insufficient: [Goals.Expression.Reference: String] = [:]
            for (reference, all) in results {
                switch all[labels] {
                case .value(let measurement): measured[reference] = measurement
                case .noData(let reason): missing[reference] = reason
                case .insufficient(let reason): insufficient[reference] = reason
                case nil:
                    if case .noData(let reason)? = all[.none] {
                        missing[reference] = reason
                    } else {
                        missing[reference] = "no row in the window"
                    }
                }
            }
            let present = measured
            findings[labels] = goal.judge(
                labels, measured: measured, missing: missing, insufficient: insufficient,
                isSum: { catalogue.kpi(named: $0)?.isSum ?? false },
                hasInterval: { catalogue.kpi(named: $0)?.hasInterval ?? false },
                recorded: { function, reference, span in
                    let since = span.added(to: slot, times: -1, in: zone)
                    let now = present[reference].map { RecordedValue(at: slot, value: $0.value) }
                    return (job.recorded(labels, since) + [now].compactMap { $0 }).value(of: function)
                })
        }
        return .series(findings)
    }
}
