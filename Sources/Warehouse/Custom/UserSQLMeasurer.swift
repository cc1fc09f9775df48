import Goals
import KPIs

/// Measures a custom KPI of kind `sql` on a source's engine.
struct UserSQLMeasurer {
    let kpi: CustomKPI
    let sql: String
    let request: MeasurementRequest
    let instants: Instants
    let maxSeries: Int
    /// Tables that the source should have and that could not be read: why.
    let failures: [(table: String, reason: String)]

    func results(_ session: any UserSession) throws -> [Labels: SeriesResult] {
        let clock = ContinuousClock()
        let began = clock.now
        try refuseFailures()
        return try explained {
            let statement = try session.prepare(statement)
            var result = try result(columns: statement.columns)
            try statement.rows { try result.add($0) }
            return try result.series(duration: (clock.now - began).seconds)
        }
    }

    /// Throws what is wrong with the SQL, without running it.
    func check(_ session: any UserSession) throws {
        try refuseFailures()
        try explained { _ = try result(columns: try session.prepare(statement).columns) }
    }

    private var statement: UserSQL { UserSQL(text: sql, window: instants.window, now: instants.now) }

    private func result(columns: [String]) throws -> CustomResult {
        try CustomResult(
            kpi, request: request, instants: instants, maxSeries: maxSeries, words: Self.words, columns: columns)
    }

    /// In lower case: names of tables among them.
    var words: Set<String> {
        Set(sql.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    }

    /// A table that could not be read is not there, and "no such table" would not say why.
    private func refuseFailures() throws(WarehouseError) {
        let words = words
        for failure in failures where words.contains(failure.table.lowercased()) {
            throw .table(source: request.source, reason: failure.reason)
        }
    }

    private func explained<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let fault as UserSQLFault {
            throw WarehouseError.custom(kpi, fault.reason)
        }
    }

    private static let words = CustomResult.Words(
        field: "result column", naming: "write ... AS value, and give each a name of its own",
        splitting: "add it to SELECT and GROUP BY",
        filtering: "write the filter into the SQL, or split by that column", noRow: "the query gave no row",
        noValue: "the query gave no value")
}
