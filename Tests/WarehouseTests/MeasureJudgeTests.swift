import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// Every KPI, parameter, split, filter and window on random companies, against DuckDB.
@Suite struct MeasureJudgeTests {
    /// Enough to catch a mistake in the SQL; the environment variable asks for more.
    private static let companies =
        ProcessInfo.processInfo.environment["CRMGOALS_TEST_COMPANIES"].flatMap(UInt64.init) ?? 8
    private static let zone = Zone("Europe/Berlin") ?? .utc

    @Test func everyKPIIsWhatDuckDBMakesOfTheSameFiles() async throws {
        let folder = try TestFolder()
        var companies: [(company: TestCompany, warehouse: Warehouse, asked: [Asked])] = []
        for seed in 1...Self.companies {
            let company = RandomCompany.company(seed: seed)
            let home = try TestFolder()
            let warehouse = try Warehouse(company, in: home, zone: Self.zone)
            var random = SeededGenerator(seed: seed &* 7919)
            let asked = Questions.about(company, &random).map { request in
                Asked(request: request, now: Questions.now(&random))
            }
            try company.writeCSV(in: "\(folder.path)/\(seed)")
            // Everything is asked before the folder goes.
            var answered: [Asked] = []
            for var one in asked {
                one.results = try await warehouse.measure(
                    one.request, now: one.now, known: [], maxSeries: 500, deadline: 60)
                answered.append(one)
            }
            companies.append((company, warehouse, answered))
        }
        let verdicts = try Judge().verdicts(
            on: companies.enumerated().map { index, one in
                Judge.Company(
                    folder: "\(folder.path)/\(index + 1)", tables: one.company.tables.mapValues(\.columns),
                    cases: one.asked.map { asked in
                        let kpi = Catalogue.standard.kpi(named: asked.request.kpi)
                        let window = kpi?.range(
                            asked.request.window, lag: asked.request.lag, asOf: asked.now, in: Self.zone)
                        return Judge.Case(
                            asked.request, window: window ?? TimeRange(start: asked.now, end: asked.now),
                            now: asked.now,
                            zone: Self.zone)
                    })
            }, in: folder)
        var count = 0
        var values = 0
        for (index, one) in companies.enumerated() {
            for (asked, verdict) in zip(one.asked, verdicts[index]) {
                count += 1
                values += verdict.count
                Self.compare(asked, verdict, of: "seed \(index + 1)")
            }
        }
        #expect(count > 25 * Int(Self.companies))
        #expect(values > count)
    }

    struct Asked {
        var request: MeasurementRequest
        var now: Date
        var results: [Labels: SeriesResult] = [:]
    }

    static func compare(_ asked: Asked, _ verdict: [Judge.Verdict], of company: String) {
        var found: [Labels: Goals.Measurement] = [:]
        for (labels, result) in asked.results {
            if case .value(let measurement) = result { found[labels] = measurement }
        }
        let expected = Dictionary(verdict.map { (Labels($0.labels), $0) }, uniquingKeysWith: { first, _ in first })
        let place = "\(company), \(asked.request) at \(Timestamp.text(asked.now))"
        #expect(Set(found.keys) == Set(expected.keys), "\(place)")
        for (labels, measurement) in found {
            guard let wanted = expected[labels] else { continue }
            let error = tolerance(asked.request)
            #expect(
                isSame(measurement.value, wanted.value, within: error),
                "\(measurement.value) \(wanted.value) \(labels) \(place)")
            if wanted.otherInterval != true {
                let interval = measurement.interval.map { [$0.low, $0.high] } ?? []
                let expected = wanted.interval ?? []
                #expect(interval.count == expected.count, "\(interval) \(expected) \(labels) \(place)")
                for (bound, other) in zip(interval, expected) {
                    #expect(isSame(bound, other, within: error), "\(interval) \(expected) \(labels) \(place)")
                }
            }
            #expect(measurement.sample == wanted.sample, "\(labels) \(place)")
            #expect(isSame(measurement.numerator, wanted.numerator), "\(labels) \(place)")
            #expect(isSame(measurement.denominator, wanted.denominator), "\(labels) \(place)")
        }
    }

    /// A likelihood's maximum is found to 1e-4. A sum of squares loses half its digits where all units have about the same ratio.
    private static func tolerance(_ request: MeasurementRequest) -> Double {
        switch request.kpi {
        case "customer_lifetime_value", "clv_predicted": 1e-4
        case "customer_acquisition_cost", "revenue_per_customer", "net_revenue_retention", "gross_revenue_retention":
            1e-7
        default: 1e-9
        }
    }

    private static func isSame(_ left: Double?, _ right: Double?, within error: Double = 1e-9) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return abs(left - right) <= error * max(1, abs(left), abs(right))
    }
}
