import Foundation
import Goals
import KPIs

extension Warehouse {
    /// The rows that a measurement of a request counts, handed over one by one, so that memory does not grow with them.
    ///
    /// - Parameters:
    ///   - series: labels of the series that is asked for; all series unless given.
    ///   - seconds: after which it throws `.timeout`; a reader who pages through the rows needs long.
    ///   - makeSink: called on the source's thread before the first row; the sink is used there alone.
    /// - Throws: `WarehouseError`, or what the sink threw.
    public func rows(
        _ request: MeasurementRequest, series: [String: String] = [:], now: Date, deadline seconds: Double,
        into makeSink: @escaping @Sendable (RowsHeading) throws -> any RowSink
    ) async throws -> RowsTally {
        if let custom = catalogue.customKPI(request.kpi), custom.hasOwnRows { throw WarehouseError.ownRows(custom) }
        let source = try found(request.source)
        let task = try task(request, now: now, known: [], maxSeries: .max)
        let outcome = try await source.run(deadline: seconds) { deadline in
            source.rows(task, series: series, deadline, into: makeSink)
        }
        return try outcome.get()
    }
}

extension Source {
    /// On the source's thread.
    func rows(
        _ task: MeasurementTask, series: [String: String], _ deadline: Deadline,
        into makeSink: @escaping (RowsHeading) throws -> any RowSink
    ) -> Result<Result<RowsTally, any Error>, WarehouseError> {
        attempt {
            try reading(deadline) { session, layout in
                try RowsReading(measurer: measurer(task, layout), series: series, makeSink: makeSink).run(session)
            }
        }
    }
}

extension CustomKPI {
    /// Its number comes from elsewhere: what it was made from is not known here.
    fileprivate var hasOwnRows: Bool {
        switch kind {
        case .sql, .http, .command: true
        case .series: false
        }
    }
}

extension WarehouseError {
    /// What the user's own SQL, document or command counted is theirs to list.
    fileprivate static func ownRows(_ kpi: CustomKPI) -> WarehouseError {
        let instead =
            switch kpi.kind {
            case .sql, .series: "list them with the SELECT that its SQL counts over"
            case .http: "see what the document that it asks for is made from"
            case .command: "see what its command reads"
            }
        return .kpi(.request("\(kpi.id) is a KPI of your own, and so are its rows: \(instead)"))
    }
}
