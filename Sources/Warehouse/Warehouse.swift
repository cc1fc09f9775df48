import Foundation
import Goals
import KPIs
import Synchronization

/// The sources, each on its engine, and what KPIs come to there.
///
/// Each source has a thread of its own, on which it is read and measured in order: one that hangs delays no other.
public final class Warehouse: Sendable {
    /// Where the files lie: `<state>/warehouse`, or a temporary folder where that cannot be written.
    public let folder: String
    /// The files go when the warehouse goes.
    public let isTemporary: Bool
    let catalogue: Catalogue
    let zone: Zone
    /// In the order of goals.json.
    let sources: [Source]
    /// The KPIs that no source has, by the names of the sources that they are of their own.
    let inquirers: [String: Inquirer]

    /// - Parameters:
    ///   - sources: in the order of goals.json.
    ///   - folder: the state folder. Where it cannot be written, the data are read into a temporary folder instead.
    ///   - zone: of windows and days.
    ///   - secret: reads what a source's address or password is kept in, each time it is needed.
    public init(
        sources: [SourceDeclaration], folder: String, catalogue: Catalogue, zone: Zone, currency: String,
        secret: @escaping @Sendable (Secret) throws -> String
    ) {
        let (path, isTemporary) = WarehouseFolder.usable(folder + "/warehouse")
        self.folder = path
        self.isTemporary = isTemporary
        self.catalogue = catalogue
        self.zone = zone
        let setting = EngineSetting(
            folder: path, currency: currency, zone: zone, seriesTables: catalogue.custom.compactMap(\.seriesTable),
            secret: secret)
        self.sources = sources.map { Source($0, setting: setting) }
        inquirers = Dictionary(catalogue.custom.compactMap(setting.inquirer).map { ($0.name, $0) }) { first, _ in first
        }
    }

    deinit {
        if isTemporary { WarehouseFolder.remove(folder) }
    }

    /// Reads what changed in a source's files.
    ///
    /// - Parameters:
    ///   - now: when that is, for the report.
    ///   - seconds: after which it throws `.timeout`; the data stay as they were.
    public func refresh(
        _ source: String, now: Date, deadline seconds: Double
    ) async throws(WarehouseError) -> SourceReport {
        let source = try found(source)
        return try await source.run(deadline: seconds) { deadline in
            source.refresh(now: now, deadline)
        }
    }

    /// What a request comes to, by series. A request without `by` has one series, `Labels.none`; one with `by` has those that
    /// there are, none at all being no data.
    ///
    /// - Parameters:
    ///   - now: nothing dated at or after it is known; `request.shift` moves it back.
    ///   - known: the goal's series so far: where counts and sums have none of their rows, they are 0.
    ///   - maxSeries: more than that throw `.tooManySeries`.
    ///   - isPresent: `now` is the present, as far as the asker's times are apart; KPIs of kind `http` and `command` know no other.
    ///   - seconds: after which it throws `.timeout`, waiting for the source's earlier work included.
    public func measure(
        _ request: MeasurementRequest, now: Date, known: Set<Labels>, maxSeries: Int, isPresent: Bool = true,
        deadline seconds: Double
    ) async throws(WarehouseError) -> [Labels: SeriesResult] {
        let answers = await measure(
            [request], now: now, known: known, maxSeries: maxSeries, isPresent: isPresent, deadline: seconds)
        guard let answer = answers.first else { return [:] }
        return try answer.get()
    }

    /// What several requests come to, in their order: those of one source see one state of its data (SQL of the user's own has a
    /// connection, and so a state, of its own).
    public func measure(
        _ requests: [MeasurementRequest], now: Date, known: Set<Labels>, maxSeries: Int, isPresent: Bool = true,
        deadline seconds: Double
    ) async -> [Result<[Labels: SeriesResult], WarehouseError>] {
        typealias Answer = Result<[Labels: SeriesResult], WarehouseError>
        var answers: [Answer] = requests.map { .failure(.unknownSource($0.source)) }
        var waiting: [String: [(index: Int, task: MeasurementTask)]] = [:]
        for (index, request) in requests.enumerated() {
            do {
                if inquirers[request.source] == nil { _ = try found(request.source) }
                let task = try task(request, now: now, known: known, maxSeries: maxSeries, isPresent: isPresent)
                waiting[request.source, default: []].append((index, task))
            } catch {
                answers[index] = .failure(error)
            }
        }
        await withTaskGroup(of: [(Int, Answer)].self) { group in
            for inquirer in inquirers.values {
                guard let mine = waiting[inquirer.name] else { continue }
                group.addTask {
                    let results = await inquirer.measure(mine.map(\.task), deadline: seconds)
                    return Array(zip(mine.map(\.index), results))
                }
            }
            for source in sources {
                guard let mine = waiting[source.name] else { continue }
                group.addTask {
                    let tasks = mine.map(\.task)
                    do throws(WarehouseError) {
                        let results = try await source.run(deadline: seconds) { deadline in
                            .success(source.measure(tasks, deadline))
                        }
                        return Array(zip(mine.map(\.index), results))
                    } catch {
                        return mine.map { ($0.index, .failure(error)) }
                    }
                }
            }
            for await batch in group {
                for (index, answer) in batch { answers[index] = answer }
            }
        }
        return answers
    }

    /// The source that a KPI of kind `http` or `command` is of its own; `nil` for the others.
    public func ownSource(of kpi: String) -> String? {
        inquirers[Inquirer.name(of: kpi)]?.name
    }

    /// What each source was at its last reading, in the order of goals.json; those not read yet are not there.
    public func reports() async -> [SourceReport] {
        sources.compactMap(\.report)
    }

    func found(_ name: String) throws(WarehouseError) -> Source {
        guard let source = sources.first(where: { $0.name == name }) else { throw .unknownSource(name) }
        return source
    }

    /// The request at its own time: `shift` moves now back, and everything is as of then.
    func task(
        _ request: MeasurementRequest, now: Date, known: Set<Labels>, maxSeries: Int, isPresent: Bool = true
    ) throws(WarehouseError) -> MeasurementTask {
        guard let kpi = catalogue.kpi(named: request.kpi) else { throw .unknownKPI(request.kpi) }
        let shifted = request.shift.map { $0.added(to: now, times: -1, in: zone) } ?? now
        let instants = Instants(
            window: kpi.range(request.window, lag: request.lag, asOf: shifted, in: zone), now: shifted, zone: zone)
        return MeasurementTask(
            kpi: kpi, custom: catalogue.customKPI(kpi.id), request: request, instants: instants, known: known,
            maxSeries: maxSeries, isPresent: isPresent)
    }
}

/// A request with all that is needed to measure it.
struct MeasurementTask: Sendable {
    let kpi: KPI
    /// Set for a KPI of the user's own.
    let custom: CustomKPI?
    let request: MeasurementRequest
    let instants: Instants
    let known: Set<Labels>
    let maxSeries: Int
    /// `instants.now` is the present, as far as the asker's times are apart.
    let isPresent: Bool

    /// The SQL of a KPI of kind `sql`.
    var userSQL: String? {
        if case .sql(let sql) = custom?.kind { sql } else { nil }
    }
}

extension CustomKPI {
    fileprivate var seriesTable: String? {
        switch kind {
        case .series(let table, _): table
        case .sql, .http, .command: nil
        }
    }
}
