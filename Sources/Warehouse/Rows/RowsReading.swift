import Goals
import KPIs

/// Hands the rows behind a measurement over, from a source's engine to a sink.
struct RowsReading {
    let measurer: CatalogueMeasurer
    /// Labels of the series that is asked for; empty for all.
    let series: [String: String]
    let makeSink: (RowsHeading) throws -> any RowSink

    /// - Returns: how many there were, or why the sink would not have them.
    /// - Throws: where the source fails.
    func run(_ session: any Session) throws -> Result<RowsTally, any Error> {
        let query = try measurer.checkedQuery()
        let detail = try measurer.detail(series: series)
        let customers = detail.isLifetime ? try LifetimeRows(measurer: measurer, query: query, session) : nil
        let heading = RowsHeading(
            kpi: measurer.kpi.id, source: measurer.request.source, window: measurer.instants.window,
            now: measurer.instants.now, columns: detail.columns, remarks: customers?.remarks ?? [])
        var sink: any RowSink
        do { sink = try makeSink(heading) } catch { return .failure(error) }
        let counted = detail.columns.firstIndex { $0.name == "counted" }
        var tally = RowsTally()
        // Kept beside the throw that ends the query: an engine may put words of its own round that.
        var refusal: (any Error)?
        do {
            try session.rows(detail.sql) { row in
                let cells =
                    customers?.cells(row) ?? detail.columns.enumerated().map { cell(row, at: $0, of: $1.kind) }
                do { try sink.add(cells) } catch {
                    refusal = error
                    throw EnoughRows()
                }
                tally.rows += 1
                if let counted, cells[counted] == .flag(true) { tally.counted += 1 }
            }
        } catch {
            guard refusal != nil else { throw error }
        }
        if refusal == nil {
            do { try sink.end() } catch { refusal = error }
        }
        switch refusal {
        case nil: break
        case is EnoughRows: tally.isCut = true
        case let failure?: return .failure(failure)
        }
        return .success(tally)
    }

    private func cell(_ row: any ResultRow, at index: Int, of kind: Detail.Column.Kind) -> RowCell {
        switch kind {
        case .text: row.text(index).map { .text($0) } ?? .null
        case .time: row.text(index).flatMap { $0.isEmpty ? nil : .text($0) } ?? .null
        case .number: row.number(index).map { .number($0) } ?? .null
        case .flag: .flag((row.integer(index) ?? 0) != 0)
        }
    }
}
