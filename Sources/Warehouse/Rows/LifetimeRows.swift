import Goals
import KPIs

/// The customers behind a lifetime value, with what is expected of each. The models are fitted to all of a series' customers first, so
/// that they are read twice.
struct LifetimeRows {
    private let by: [String]
    private let measurer: CatalogueMeasurer
    private let forecasts: [Labels: LifetimeForecast]

    init(measurer: CatalogueMeasurer, query: KPIQuery, _ session: any Session) throws {
        self.measurer = measurer
        by = query.by
        forecasts = try LifetimeMeasurer(measurer: measurer, query: query).tallies(session).mapValues(\.forecast)
    }

    /// Why nothing is predicted, of the first series that this is so of.
    var remarks: [String] {
        let failed = forecasts.sorted { $0.key < $1.key }.first { $0.value.failure != nil }
        guard let failed, let reason = failed.value.failure else { return [] }
        return ["nothing is predicted\(failed.key.isEmpty ? "" : " for \(failed.key)"): \(reason)"]
    }

    func cells(_ row: any ResultRow) -> [RowCell] {
        let identity = (0...by.count).map { index in row.text(index).map { RowCell.text($0) } ?? .null }
        let labels = by.enumerated().map { ($1, row.text($0 + 1) ?? "") }
        let forecast = forecasts[Labels(Dictionary(labels) { first, _ in first })]
        let values = CustomerPurchases(row, from: by.count + 1).flatMap { forecast?.values(of: $0) }
        return identity + [.flag(values != nil)] + (values ?? []).map { $0.map { .number($0) } ?? .null }
            + (values == nil ? LifetimeForecast.columnNames.map { _ in .null } : [])
    }
}
