import Foundation
import Goals
import KPIs
import Synchronization
import Testing

@testable import Warehouse

/// What holds of the rows behind every measurement, on every engine: they come to it.
enum RowsContract {
    /// - Returns: how many rows there were.
    @discardableResult
    static func hold(
        _ request: MeasurementRequest, on warehouse: Warehouse, now: Date,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Int {
        let results = try await warehouse.measure(request, now: now, known: [], maxSeries: .max, deadline: 60)
        let listed = try await ListedRows.of(request, on: warehouse, now: now)
        let place = "\(request) at \(Timestamp.text(now))"
        let kpi = try #require(warehouse.catalogue.kpi(named: request.kpi), sourceLocation: location)
        var series = Dictionary(grouping: listed.rows, by: \.labels)
        for (labels, result) in results {
            let rows = series.removeValue(forKey: labels) ?? []
            guard case .value(let measured) = result else { continue }
            let counted = rows.filter { $0.flag("counted") == true }
            let (sum, share) = (sum(rows, "value"), measured.denominator)
            func check(_ one: Double?, _ other: Double?, _ what: String) {
                let isSame = one == other || isClose(one, other)
                #expect(
                    isSame, "\(what): \(other ?? .nan) of the rows, measured \(one ?? .nan), \(labels) \(place)",
                    sourceLocation: location)
            }
            if rows.first?.number("numerator") != nil || share != nil && listed.has("numerator") {
                check(measured.numerator, Self.sum(rows, "numerator") ?? 0, "numerator")
                check(share, Self.sum(rows, "denominator"), "denominator")
            } else if share != nil {
                check(measured.numerator, Double(counted.count), "numerator")
                check(share, Double(rows.count), "denominator")
                check(measured.sample.map(Double.init), Double(rows.count), "sample")
            } else if kpi.unit == .score {
                check(measured.sample.map(Double.init), Double(rows.count), "sample")
                let detractors = rows.filter { ($0.number("score") ?? 10) <= 6 }.count
                check(measured.value, 100 * Double(counted.count - detractors) / Double(rows.count), "value")
            } else {
                check(measured.sample.map(Double.init), Double(counted.count), "sample")
            }
            if listed.has("predicted") {
                let predicted = (Self.sum(counted, "predicted") ?? .nan) / Double(counted.count)
                let historic = (Self.sum(counted, "revenue") ?? .nan) / Double(counted.count)
                check(measured.value, kpi.id == "clv_predicted" ? predicted : historic + predicted, "value")
            }
            if kpi.isSum, share == nil, kpi.unit == .money { check(measured.value, sum ?? 0, "value") }
            if kpi.isSum, share == nil, kpi.unit == .count { check(measured.value, Double(rows.count), "value") }
            if kpi.unit == .duration, request.statistic == .mean {
                check(measured.value, (Self.sum(counted, "seconds") ?? 0) / Double(counted.count), "value")
            }
        }
        #expect(series.isEmpty, "series that were not measured: \(series.keys) \(place)", sourceLocation: location)
        return listed.rows.count
    }

    private static func sum(_ rows: [ListedRows.Row], _ column: String) -> Double? {
        let values = rows.compactMap { $0.number(column) }
        return values.isEmpty ? nil : values.reduce(0, +)
    }

    private static func isClose(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return false }
        return abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    }
}

/// Rows, all of them held: for tests.
struct ListedRows {
    var heading: RowsHeading
    var rows: [Row]
    var tally: RowsTally

    struct Row {
        var labels: Labels
        var cells: [String: RowCell]

        func number(_ column: String) -> Double? {
            if case .number(let number)? = cells[column] { number } else { nil }
        }
        func text(_ column: String) -> String? {
            if case .text(let text)? = cells[column] { text } else { nil }
        }
        func flag(_ column: String) -> Bool? {
            if case .flag(let flag)? = cells[column] { flag } else { nil }
        }
    }

    func has(_ column: String) -> Bool { heading.columns.contains { $0.name == column } }

    static func of(
        _ request: MeasurementRequest, series: [String: String] = [:], on warehouse: Warehouse, now: Date
    ) async throws -> ListedRows {
        let box = Box()
        let tally = try await warehouse.rows(request, series: series, now: now, deadline: 60) { heading in
            box.content.withLock { $0.heading = heading }
            return BoxSink(box: box)
        }
        let (heading, rows) = box.content.withLock { ($0.heading, $0.rows) }
        let found = try #require(heading)
        let names = found.columns.map(\.name)
        return ListedRows(
            heading: found,
            rows: rows.map { cells in
                let named = Dictionary(zip(names, cells)) { first, _ in first }
                let labels = request.by.map { column -> (String, String) in
                    let name = named["\(column)_label"] == nil ? column : "\(column)_label"
                    if case .text(let text)? = named[name] { return (column, text) }
                    return (column, "")
                }
                return Row(labels: Labels(Dictionary(labels) { first, _ in first }), cells: named)
            }, tally: tally)
    }

    private final class Box: Sendable {
        let content = Mutex<(heading: RowsHeading?, rows: [[RowCell]])>((nil, []))
    }

    private struct BoxSink: RowSink {
        let box: Box

        func add(_ row: [RowCell]) throws { box.content.withLock { $0.rows.append(row) } }
        func end() throws {}
    }
}
