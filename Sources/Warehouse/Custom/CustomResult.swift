import Goals
import KPIs

/// What a KPI of the user's own brought back, row by row: checked, and turned into series. The same for SQL, documents and
/// commands.
struct CustomResult {
    let kpi: CustomKPI
    let request: MeasurementRequest
    let instants: Instants
    let maxSeries: Int
    /// What the parts of a row are called where the user can mend it.
    let words: Words
    private let places: Places
    private var rows: [Labels: (value: Double?, sample: Int?)] = [:]

    struct Words {
        /// `result column`
        let field: String
        /// How one makes a value be called `value`.
        let naming: String
        /// How one adds what the goal splits by.
        let splitting: String
        /// How one filters inside.
        let filtering: String
        /// Why there is no value where there is no row, and where there is a null.
        let noRow: String
        let noValue: String
    }

    /// Where a row has the value, the sample and each label.
    private struct Places {
        var value: Int
        var sample: Int?
        var labels: [(name: String, index: Int)]
    }

    /// - Parameter columns: what the parts of each row are called, case ignored: `value`, perhaps `sample`, and the goal's `by`.
    init(
        _ kpi: CustomKPI, request: MeasurementRequest, instants: Instants, maxSeries: Int, words: Words,
        columns: [String]
    ) throws(WarehouseError) {
        self.kpi = kpi
        self.request = request
        self.instants = instants
        self.maxSeries = maxSeries
        self.words = words
        places = try Self.places(columns, kpi: kpi, request: request, words: words)
    }

    mutating func add(_ cells: [UserCell]) throws(WarehouseError) {
        var values: [String: String] = [:]
        for label in places.labels { values[label.name] = cells[label.index].label }
        let labels = Labels(values)
        guard passes(labels) else { return }
        let row = (value: try value(cells[places.value]), sample: try sample(places.sample.map { cells[$0] }))
        guard rows.updateValue(row, forKey: labels) == nil else { throw repeated(labels) }
    }

    /// - Parameter duration: how long it took, in seconds.
    func series(duration: Double) throws(WarehouseError) -> [Labels: SeriesResult] {
        if !request.by.isEmpty, rows.count > maxSeries {
            throw .tooManySeries(kpi: kpi.id, by: request.by, count: rows.count, limit: maxSeries)
        }
        if rows.isEmpty, request.by.isEmpty { return [.none: .noData(reason: words.noRow)] }
        return rows.reduce(into: [:]) { results, row in
            results[row.key] =
                row.value.value.map { value in
                    .value(
                        Measurement(
                            value: value, unit: kpi.unit, sample: row.value.sample, window: instants.window,
                            labels: row.key, now: instants.now, duration: duration))
                } ?? .noData(reason: words.noValue)
        }
    }

    private static func places(
        _ names: [String], kpi: CustomKPI, request: MeasurementRequest, words: Words
    ) throws(WarehouseError) -> Places {
        func fault(_ reason: String) -> WarehouseError { .custom(kpi, reason) }
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            guard places.updateValue(index, forKey: name.lowercased()) == nil else {
                throw fault("two \(words.field)s are called \"\(name)\": \(words.naming)")
            }
        }
        guard let value = places.removeValue(forKey: "value") else {
            throw fault("no \(words.field) is called \"value\": \(words.naming)")
        }
        let sample = places.removeValue(forKey: "sample")
        var labels: [(name: String, index: Int)] = []
        for column in request.by {
            guard let index = places.removeValue(forKey: column.lowercased()) else {
                throw fault(
                    "the goal splits by \"\(column)\", and no \(words.field) is called so: \(words.splitting)")
            }
            labels.append((column, index))
        }
        if let extra = places.min(by: { $0.value < $1.value }) {
            throw fault(
                "the \(words.field) \"\(names[extra.value])\" is none of value, sample and the goal's by: "
                    + "leave it out, or add it to by")
        }
        for filter in request.filters
        where !request.by.contains(where: { $0.lowercased() == filter.column.lowercased() }) {
            throw fault("where on \"\(filter.column)\" cannot reach into it: \(words.filtering)")
        }
        return Places(value: value, sample: sample, labels: labels)
    }

    private func passes(_ labels: Labels) -> Bool {
        request.filters.allSatisfy { filter in
            let column = request.by.first { $0.lowercased() == filter.column.lowercased() }
            return column.flatMap { labels[$0] }.map(filter.values.contains) ?? true
        }
    }

    private func value(_ cell: UserCell) throws(WarehouseError) -> Double? {
        switch cell {
        case .null: return nil
        case .number(let number):
            guard number.isFinite else { throw .custom(kpi, "value is not a finite number") }
            return number
        case .text(let text): throw .custom(kpi, "value is the text \"\(text.prefix(40))\": make it a number")
        }
    }

    private func sample(_ cell: UserCell?) throws(WarehouseError) -> Int? {
        switch cell {
        case nil, .null: return nil
        case .number(let number):
            guard let count = Int(exactly: number), count >= 0 else {
                throw .custom(kpi, "sample is \(number): make it a count of rows")
            }
            return count
        case .text(let text): throw .custom(kpi, "sample is the text \"\(text.prefix(40))\": make it a count of rows")
        }
    }

    private func repeated(_ labels: Labels) -> WarehouseError {
        let reason =
            labels.isEmpty
            ? "it gave more than one row: make it one, or name what tells them apart in the goal's by"
            : "it gave more than one row for \(labels): \(words.splitting)"
        return .custom(kpi, reason)
    }
}
