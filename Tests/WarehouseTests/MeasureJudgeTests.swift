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
            let asked = Self.questions(of: company, &random).map { request in
                Asked(request: request, now: Self.now(&random))
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
                Self.compare(asked, verdict, seed: index + 1)
            }
        }
        #expect(count > 25 * Int(Self.companies))
        #expect(values > 2 * count)
    }

    struct Asked {
        var request: MeasurementRequest
        var now: Date
        var results: [Labels: SeriesResult] = [:]
    }

    private static func compare(_ asked: Asked, _ verdict: [Judge.Verdict], seed: Int) {
        var found: [Labels: Goals.Measurement] = [:]
        for (labels, result) in asked.results {
            if case .value(let measurement) = result { found[labels] = measurement }
        }
        let expected = Dictionary(verdict.map { (Labels($0.labels), $0) }, uniquingKeysWith: { first, _ in first })
        let place = "seed \(seed), \(asked.request) at \(Timestamp.text(asked.now))"
        #expect(Set(found.keys) == Set(expected.keys), "\(place)")
        for (labels, measurement) in found {
            guard let wanted = expected[labels] else { continue }
            #expect(isSame(measurement.value, wanted.value), "\(measurement.value) \(wanted.value) \(labels) \(place)")
            #expect(measurement.sample == wanted.sample, "\(labels) \(place)")
            #expect(isSame(measurement.numerator, wanted.numerator), "\(labels) \(place)")
            #expect(isSame(measurement.denominator, wanted.denominator), "\(labels) \(place)")
        }
    }

    private static func isSame(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    }

    private static func now(_ random: inout SeededGenerator) -> Date {
        RandomCompany.origin.addingTimeInterval(Double(Int.random(in: 120...240, using: &random)) * 21_600)
    }

    /// What can be asked of this company, each in one way or another.
    private static func questions(of company: TestCompany, _ random: inout SeededGenerator) -> [MeasurementRequest] {
        let hasSubscriptions = company["subscriptions"] != nil
        var questions: [MeasurementRequest] = []
        func add(
            _ kpi: String, by columns: [String] = [], parameters: [String: String] = [:],
            statistics: [Statistic?] = [nil]
        ) {
            let split = Array(columns.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
            questions.append(
                .of(
                    kpi, window(&random), by: split, where: filters(columns, &random), parameters: parameters,
                    statistic: statistics.randomElement(using: &random) ?? nil,
                    lag: [.zero, .zero, .days(7), .hours(30)].randomElement(using: &random) ?? .zero))
        }
        let activities: [([String: String], [String])] =
            hasSubscriptions
            ? [([:], ["segment", "Region", "plan"]), (["inactive_after": "20d"], ["segment", "Region", "product"])]
            : [([:], ["segment", "Region"]), (["inactive_after": "20d"], ["segment", "Region", "product"])]
        for (parameters, columns) in activities {
            for kpi in ["churn_rate", "customer_retention_rate", "active_customers"] {
                add(kpi, by: columns, parameters: parameters)
            }
            for kpi in ["cross_upsell_rate", "cross_upsell_customers", "cross_sell_rate"] {
                add(
                    kpi, by: hasSubscriptions ? ["segment", "Region", "area"] : ["segment", "Region"],
                    parameters: parameters)
            }
            if hasSubscriptions {
                add(
                    "upsell_rate", by: ["segment", "Region"] + (parameters.isEmpty ? ["plan"] : ["area"]),
                    parameters: parameters)
            }
        }
        if hasSubscriptions {
            for kpi in ["mrr", "net_revenue_retention", "gross_revenue_retention"] {
                add(kpi, by: ["segment", "plan", "area"])
            }
        }
        add("conversion_rate", by: ["goal"])
        add("conversion_rate", by: ["goal"], parameters: ["per": "visitor"])
        add("customer_acquisition_cost", by: ["Region"])
        for kpi in ["clv_historic", "revenue_per_customer", "revenue", "orders", "average_order_value"] {
            add(kpi, by: ["segment", "product", "area"])
        }
        add("response_rate", by: ["campaign", "segment"])
        add("survey_response_rate", by: ["segment", "kind"])
        for basis in ["cohort", "closed"] {
            add("lead_conversion_rate", by: ["source", "segment"], parameters: ["basis": basis])
        }
        add("customer_satisfaction_score", by: ["segment", "Region"])
        add("customer_satisfaction_score", by: ["segment"], parameters: ["satisfied_from": "3.5"])
        add("net_promoter_score", by: ["segment", "Region"])
        let statistics: [Statistic?] = [nil, .mean, .median, .percentile(90), .percentile(75), .percentile(99)]
        add("time_to_conversion", by: ["source", "segment"], statistics: statistics)
        add("time_to_resolution", by: ["priority", "Region"], statistics: statistics)
        add("first_response_time", by: ["priority", "segment"], statistics: statistics)
        add("new_customers", by: ["segment", "Region"])
        add("win_rate", by: ["source", "segment"])
        add("open_tickets", by: ["priority", "segment"])
        return questions
    }

    private static func window(_ random: inout SeededGenerator) -> Window {
        let windows: [Window] = [
            .rolling(.days(30)), .rolling(.days(7)), .rolling(.hours(36)), .last(.month), .last(.week), .this(.month),
            .last(.day), .rolling(Span(months: 1, text: "1 month")),
        ]
        return windows.randomElement(using: &random) ?? .rolling(.days(30))
    }

    private static func filters(_ columns: [String], _ random: inout SeededGenerator) -> [String: [String]] {
        guard Int.random(in: 0..<3, using: &random) == 0, let column = columns.randomElement(using: &random) else {
            return [:]
        }
        let values: [String: [String]] = [
            "segment": ["smb", "", "O'Brien & \"Co\""], "Region": ["north", "south"], "plan": ["basic", "pro", ""],
            "product": ["ink", "pen", ""], "area": ["x", "y"], "goal": ["buy"], "campaign": ["spring", "autumn"],
            "kind": ["nps", "csat"], "source": ["web", "", "fair"], "priority": ["high", "low", ""],
        ]
        let chosen = (values[column] ?? []).shuffled(using: &random)
        return [column: Array(chosen.prefix(Int.random(in: 1...2, using: &random)))]
    }
}
