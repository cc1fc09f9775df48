import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// Customer lifetime value from orders, in a time zone, by series. The values of CDNOW are in `ReferenceDataTests`.
@Suite struct LifetimeTests {
    private static let zone = Zone("America/New_York") ?? .utc
    private static let now = time("2026-03-01T12:00:00Z")

    /// Customers who buy at rates, for values and as long as the models have it, some of them twice a day.
    private static func company(customers: Int, seed: UInt64) -> TestCompany {
        var random = SeededGenerator(seed: seed)
        func uniform() -> Double { Double.random(in: 1e-9..<1, using: &random) }
        func exponential() -> Double { -log(uniform()) }
        var people: [[String?]] = []
        var orders: [[String?]] = []
        for number in 0..<customers {
            let first = time("2025-03-01T00:00:00Z").addingTimeInterval(uniform() * 120 * 86_400)
            people.append(["c\(number)", Timestamp.text(first), number.isMultiple(of: 3) ? "small" : "large"])
            let rate = (exponential() + exponential()) / 60
            let value = 60 / (exponential() + exponential() + exponential())
            let dropOut = 0.4 * uniform() * uniform()
            var at = first
            repeat {
                let amount: String? = uniform() < 0.05 ? nil : String((value * exponential() * 100 + 1).rounded() / 100)
                orders.append(["c\(number)", Timestamp.text(at), amount])
                if uniform() < 0.2 {
                    orders.append(["c\(number)", Timestamp.text(at.addingTimeInterval(3 * 3600)), "5"])
                }
                at = at.addingTimeInterval(exponential() / rate * 86_400)
            } while at < now.addingTimeInterval(86_400) && uniform() > dropOut
        }
        return TestCompany(tables: [
            "customers": .init(columns: ["id", "created_at", "segment"], rows: people),
            "orders": .init(columns: ["customer_id", "ordered_at", "amount"], rows: orders),
        ])
    }

    @Test func eachSeriesIsFittedByItselfAsLifetimesDoes() async throws {
        let folder = try TestFolder()
        let company = Self.company(customers: 400, seed: 11)
        let warehouse = try Warehouse(company, in: folder, zone: Self.zone)
        let requests: [MeasurementRequest] = [
            .of("customer_lifetime_value"), .of("clv_predicted", by: ["segment"], parameters: ["horizon": "26w"]),
            .of("customer_lifetime_value", where: ["segment": ["large"]], lag: .days(30)),
        ]
        var asked: [MeasureJudgeTests.Asked] = []
        for request in requests {
            let results = try await warehouse.measure(
                request, now: Self.now, known: [], maxSeries: 500, deadline: 60)
            #expect(results.count == max(1, request.by.count * 2))
            asked.append(.init(request: request, now: Self.now, results: results))
        }
        try company.writeCSV(in: folder.path + "/csv")
        let cases = asked.map { one in
            let kpi = Catalogue.standard.kpi(named: one.request.kpi)
            return Judge.Case(
                one.request,
                window: kpi?.range(one.request.window, lag: one.request.lag, asOf: Self.now, in: Self.zone)
                    ?? TimeRange(start: Self.now, end: Self.now),
                now: Self.now, zone: Self.zone)
        }
        let verdicts = try Judge().verdicts(
            on: [
                Judge.Company(folder: folder.path + "/csv", tables: company.tables.mapValues(\.columns), cases: cases)
            ],
            in: folder)
        for (one, verdict) in zip(asked, try #require(verdicts.first)) {
            #expect(!verdict.isEmpty)
            MeasureJudgeTests.compare(one, verdict, of: "buyers")
        }
    }

    @Test func fewerThanThirtyWhoBoughtAgainAreInsufficientWithTheReason() async throws {
        let folder = try TestFolder()
        let warehouse = try Warehouse(Self.company(customers: 20, seed: 3), in: folder, zone: Self.zone)
        let results = try await warehouse.measure(
            .of("customer_lifetime_value"), now: Self.now, known: [], maxSeries: 500, deadline: 60)
        guard case .insufficient(let reason) = results[.none] else {
            Issue.record("\(results)")
            return
        }
        #expect(reason.contains("have bought again: lifetime value needs 30"))
    }

    @Test func withoutAnyCustomerThereIsNoData() async throws {
        let folder = try TestFolder()
        let empty = TestCompany(tables: [
            "orders": .init(
                columns: ["customer_id", "ordered_at", "amount"], rows: [[nil, "2026-01-01T00:00:00Z", "5"]])
        ])
        let warehouse = try Warehouse(empty, in: folder)
        for kpi in ["customer_lifetime_value", "clv_predicted"] {
            let results = try await warehouse.measure(
                .of(kpi), now: Self.now, known: [], maxSeries: 500, deadline: 60)
            #expect(results == [.none: .noData(reason: "no customer has ordered yet")])
        }
    }

    @Test func moreSeriesThanAllowedFailWithTheCount() async throws {
        let folder = try TestFolder()
        let warehouse = try Warehouse(Self.company(customers: 60, seed: 5), in: folder, zone: Self.zone)
        await #expect(
            throws: WarehouseError.tooManySeries(kpi: "clv_predicted", by: ["customer_id"], count: 60, limit: 20)
        ) {
            try await warehouse.measure(
                .of("clv_predicted", by: ["customer_id"]), now: Self.now, known: [], maxSeries: 20, deadline: 60)
        }
    }
}
