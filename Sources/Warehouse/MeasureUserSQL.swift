import Foundation
import GRDB
import GRDBSQLite
import Goals
import KPIs

/// Measures a custom KPI of kind `sql`, in one file of the warehouse.
struct UserSQLMeasurer {
    let kpi: CustomKPI
    let sql: String
    let request: MeasurementRequest
    let instants: Instants
    let layout: Layout
    let maxSeries: Int

    func results(_ database: Database, deadline: Deadline) throws -> [Labels: SeriesResult] {
        do { return try measured(database, deadline) } catch let found as UserStatement.Fault {
            throw fault(found.reason)
        }
    }

    /// Throws what is wrong with the SQL, without running it.
    func check(_ database: Database) throws {
        do {
            try AsOfViews(layout: layout, now: instants.now).create(database)
            let statement = try UserStatement(sql, on: database)
            _ = try resultColumns(statement.columns)
            try statement.bind(times)
        } catch let found as UserStatement.Fault {
            throw fault(found.reason)
        }
    }

    private var times: [String: String] {
        [
            ":start": Timestamp.text(instants.window.start), ":end": Timestamp.text(instants.window.end),
            ":now": Timestamp.text(instants.now),
        ]
    }

    private func measured(_ database: Database, _ deadline: Deadline) throws -> [Labels: SeriesResult] {
        let clock = ContinuousClock()
        let began = clock.now
        try AsOfViews(layout: layout, now: instants.now).create(database)
        let statement = try UserStatement(sql, on: database)
        let columns = try resultColumns(statement.columns)
        try statement.bind(times)
        var rows: [Labels: (value: Double?, sample: Int?)] = [:]
        while try statement.step(deadline) {
            let labels = Labels(
                Dictionary(uniqueKeysWithValues: columns.labels.map { ($0.name, statement.text(at: $0.index) ?? "") }))
            guard passes(labels) else { continue }
            let row = (value: try value(statement, columns), sample: try sample(statement, columns))
            guard rows.updateValue(row, forKey: labels) == nil else { throw repeated(labels) }
        }
        if !request.by.isEmpty, rows.count > maxSeries {
            throw WarehouseError.tooManySeries(kpi: kpi.id, by: request.by, count: rows.count, limit: maxSeries)
        }
        if rows.isEmpty, request.by.isEmpty { return [.none: .noData(reason: "the query gave no row")] }
        let duration = (clock.now - began).seconds
        return rows.reduce(into: [:]) { results, row in
            results[row.key] =
                row.value.value.map { value in
                    .value(
                        Measurement(
                            value: value, unit: kpi.unit, sample: row.value.sample, window: instants.window,
                            labels: row.key,
                            now: instants.now, duration: duration))
                } ?? .noData(reason: "the query gave no value")
        }
    }

    /// Where the result has the value, the sample and each label.
    private struct Columns {
        var value: Int
        var sample: Int?
        var labels: [(name: String, index: Int)]
    }

    private func resultColumns(_ names: [String]) throws(WarehouseError) -> Columns {
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            guard places.updateValue(index, forKey: name.lowercased()) == nil else {
                throw fault("two result columns are called \"\(name)\": give each a name of its own with AS")
            }
        }
        guard let value = places.removeValue(forKey: "value") else {
            throw fault("no result column is called \"value\": write ... AS value")
        }
        let sample = places.removeValue(forKey: "sample")
        var labels: [(name: String, index: Int)] = []
        for column in request.by {
            guard let index = places.removeValue(forKey: column.lowercased()) else {
                throw fault(
                    "the goal splits by \"\(column)\", and no result column is called so: add it to SELECT and GROUP BY"
                )
            }
            labels.append((column, index))
        }
        if let extra = places.min(by: { $0.value < $1.value }) {
            throw fault(
                "the result column \"\(names[extra.value])\" is none of value, sample and the goal's by: "
                    + "leave it out, or add it to by")
        }
        for filter in request.filters
        where !request.by.contains(where: { $0.lowercased() == filter.column.lowercased() }) {
            throw fault(
                "where on \"\(filter.column)\" cannot reach into it: write the filter into the SQL, or split by that column"
            )
        }
        return Columns(value: value, sample: sample, labels: labels)
    }

    private func passes(_ labels: Labels) -> Bool {
        request.filters.allSatisfy { filter in
            let column = request.by.first { $0.lowercased() == filter.column.lowercased() }
            return column.flatMap { labels[$0] }.map(filter.values.contains) ?? true
        }
    }

    private func value(_ statement: UserStatement, _ columns: Columns) throws(WarehouseError) -> Double? {
        switch statement.cell(at: columns.value) {
        case .null: return nil
        case .number(let number):
            guard number.isFinite else { throw fault("value is not a finite number") }
            return number
        case .other(let text): throw fault("value is the text \"\(text.prefix(40))\": make it a number")
        }
    }

    private func sample(_ statement: UserStatement, _ columns: Columns) throws(WarehouseError) -> Int? {
        guard let index = columns.sample else { return nil }
        switch statement.cell(at: index) {
        case .null: return nil
        case .number(let number):
            guard let count = Int(exactly: number), count >= 0 else {
                throw fault("sample is \(number): make it a count of rows")
            }
            return count
        case .other(let text): throw fault("sample is the text \"\(text.prefix(40))\": make it a count of rows")
        }
    }

    private func repeated(_ labels: Labels) -> WarehouseError {
        labels.isEmpty
            ? fault("it gave more than one row: make it one, or name the column that tells them apart in the goal's by")
            : fault("it gave more than one row for \(labels): GROUP BY \(request.by.joined(separator: ", "))")
    }

    private func fault(_ reason: String) -> WarehouseError { .sql(kpi: kpi.id, reason: reason) }
}
