import Foundation
import Goals
import KPIs
import Synchronization
import Testing

@testable import Warehouse

/// The rows behind a measurement.
@Suite struct RowsTests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let now = time("2026-03-01T00:00:00Z")

    @Test("come to it, for every KPI, parameter, split, filter and window", arguments: 1...12)
    func count(seed: UInt64) async throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let warehouse = try Warehouse(RandomCompany.company(seed: seed), in: folder, zone: zone)
        var random = SeededGenerator(seed: seed &* 7919)
        var rows = 0
        for request in Questions.about(RandomCompany.company(seed: seed), &random) {
            rows += try await RowsContract.hold(request, on: warehouse, now: Questions.now(&random))
        }
        #expect(rows > 0)
    }

    private static let tickets = TestCompany(tables: [
        "tickets": .init(
            columns: ["id", "opened_at", "resolved_at", "priority", "customer_id"],
            rows: [
                ["007", "2026-02-01T09:30:00Z", "2026-02-02T09:30:00Z", "high", "9223372036854775808"],
                ["2", "2026-02-03T00:00:00Z", "2026-02-02T00:00:00Z", "low", nil],
                ["17850.0", "2026-02-04T00:00:00.250Z", "2026-02-04T00:00:01Z", nil, "c"],
                ["4", "2026-02-05T00:00:00Z", "2026-03-02T00:00:00Z", "high", "c"],
            ])
    ])

    @Test func tellWhatDescribesThem() async throws {
        let warehouse = try Warehouse(Self.tickets, in: folder)
        let listed = try await ListedRows.of(
            .of("time_to_resolution", by: ["priority"]), on: warehouse, now: Self.now)
        #expect(
            listed.heading.columns.map(\.name) == [
                "id", "priority", "counted", "seconds", "opened_at", "resolved_at", "customer_id",
            ])
        #expect(listed.rows.map { $0.text("id") } == ["007", "2", "17850.0"])
        #expect(listed.rows.map { $0.flag("counted") } == [true, false, true])
        #expect(listed.rows.map { $0.number("seconds") } == [86_400, -86_400, 0.75])
        #expect(listed.rows[0].text("opened_at") == "2026-02-01T09:30:00Z")
        #expect(listed.rows[0].text("customer_id") == "9223372036854775808")
        #expect(listed.rows[2].text("priority") == "")
        #expect(listed.tally.rows == 3)
        #expect(listed.tally.counted == 2)
    }

    @Test func knowNothingDatedLater() async throws {
        let warehouse = try Warehouse(Self.tickets, in: folder)
        let listed = try await ListedRows.of(.of("open_tickets"), on: warehouse, now: Self.now)
        #expect(listed.rows.map { $0.text("id") } == ["4"])
        #expect(listed.rows[0].cells["resolved_at"] == .null)
    }

    @Test func areThoseOfOneSeriesWhereOneIsAskedFor() async throws {
        let warehouse = try Warehouse(Self.tickets, in: folder)
        let request = MeasurementRequest.of("time_to_resolution", by: ["priority"])
        for (value, ids) in ["high": ["007"], "": ["17850.0"], "none": []] {
            let listed = try await ListedRows.of(request, series: ["priority": value], on: warehouse, now: Self.now)
            #expect(listed.rows.map { $0.text("id") } == ids)
        }
    }

    @Test func ofSeveralTablesSayFromWhich() async throws {
        let company = TestCompany(tables: [
            "costs": .init(
                columns: ["id", "spent_at", "amount"],
                rows: [["k", "2026-02-10T00:00:00Z", "100"], ["z", "2026-02-10T00:00:00Z", nil]]),
            "customers": .init(
                columns: ["id", "created_at"],
                rows: [["a", "2026-02-10T00:00:00Z"], ["b", "2026-02-11T00:00:00Z"]]),
        ])
        let warehouse = try Warehouse(company, in: folder)
        try await RowsContract.hold(.of("customer_acquisition_cost"), on: warehouse, now: Self.now)
        let rows = try await ListedRows.of(.of("customer_acquisition_cost"), on: warehouse, now: Self.now).rows
        #expect(Set(rows.compactMap { $0.text("table") }) == ["costs", "customers"])
        #expect(rows.first { $0.text("id") == "k" }?.number("numerator") == 100)
        #expect(rows.first { $0.text("id") == "a" }?.text("created_at") == "2026-02-10T00:00:00Z")
    }

    @Test func ofASeriesOfOnesOwnAreListedAndOfOnesOwnSQLAreNot() async throws {
        let custom = [
            CustomKPI(id: "signups", unit: .count, better: .higher, kind: .series(table: "signups", aggregate: .sum)),
            CustomKPI(id: "arpu", unit: .money, better: .higher, kind: .sql("SELECT 1 AS value")),
        ]
        let company = TestCompany(tables: [
            "signups": .init(
                columns: ["at", "value", "channel"],
                rows: [["2026-02-10T00:00:00Z", "5", "web"], ["2026-02-11T00:00:00Z", nil, "web"]])
        ])
        let warehouse = try Warehouse(company, in: folder, custom: custom)
        let rows = try await ListedRows.of(.of("signups", by: ["channel"]), on: warehouse, now: Self.now).rows
        #expect(rows.map { $0.number("value") } == [5])
        #expect(rows.map { $0.text("at") } == ["2026-02-10T00:00:00Z"])
        do {
            _ = try await ListedRows.of(.of("arpu"), on: warehouse, now: Self.now)
            Issue.record("listed")
        } catch let error as WarehouseError {
            #expect(error.description.contains("rows"))
        }
    }

    /// Customers who buy again after some days, each at a pace and a price of their own, and some of them never again.
    private static func shop(customers: Int) -> TestCompany {
        var random = SeededGenerator(seed: 4)
        var rows: [[String?]] = []
        for customer in 0..<customers {
            let pace = Double.random(in: 4...40, using: &random)
            let price = Double.random(in: 5...80, using: &random)
            var day = Double.random(in: 0...60, using: &random)
            while day < 180 {
                let amount = price * Double.random(in: 0.5...1.5, using: &random)
                rows.append([
                    "c\(customer)",
                    Timestamp.text(RandomCompany.origin.addingTimeInterval(day * 86_400 - 200 * 86_400)),
                    "\((amount * 100).rounded() / 100)", customer % 3 == 0 ? "web" : "shop",
                ])
                if Double.random(in: 0...1, using: &random) < 0.25 { break }
                day += pace * -log(Double.random(in: 0.01...1, using: &random))
            }
        }
        return TestCompany(tables: [
            "orders": .init(columns: ["customer_id", "ordered_at", "amount", "place"], rows: rows)
        ])
    }

    @Test(arguments: ["customer_lifetime_value", "clv_predicted", "clv_historic"], [[], ["place"]])
    func ofALifetimeValueAreCustomersWithWhatIsExpectedOfThem(kpi: String, by: [String]) async throws {
        let warehouse = try Warehouse(Self.shop(customers: 300), in: folder)
        let request = MeasurementRequest.of(kpi, by: by)
        #expect(try await RowsContract.hold(request, on: warehouse, now: RandomCompany.origin) >= 300)
        let results = try await warehouse.values(request, RandomCompany.origin)
        #expect(!results.isEmpty)
    }

    @Test func ofALifetimeValueWithTooFewCustomersSayWhyNothingIsExpected() async throws {
        let warehouse = try Warehouse(Self.shop(customers: 12), in: folder)
        let listed = try await ListedRows.of(.of("clv_predicted"), on: warehouse, now: RandomCompany.origin)
        #expect(listed.rows.count == 12)
        #expect(
            listed.heading.columns.map(\.name) == ["id", "counted", "x", "t_x", "T", "m", "revenue", "predicted"])
        #expect(listed.rows.allSatisfy { $0.cells["predicted"] == .null })
        #expect(listed.heading.remarks.first?.contains("30") == true)
    }

    /// Takes one row, then fails as it is told to.
    private struct ShortSink: RowSink {
        let failure: any Error
        var rows = 0

        mutating func add(_ row: [RowCell]) throws {
            rows += 1
            if rows > 1 { throw failure }
        }
        func end() throws { Issue.record("there was more") }
    }

    private struct DiskFull: Error {}

    @Test func endWhereNobodyReadsOnAndSayWhyTheyCannotBeWritten() async throws {
        let warehouse = try Warehouse(Self.tickets, in: folder)
        let request = MeasurementRequest.of("time_to_resolution")
        let tally = try await warehouse.rows(request, now: Self.now, deadline: 60) { _ in
            ShortSink(failure: EnoughRows())
        }
        #expect(tally.isCut)
        await #expect(throws: DiskFull.self) {
            try await warehouse.rows(request, now: Self.now, deadline: 60) { _ in ShortSink(failure: DiskFull()) }
        }
        #expect(try await warehouse.values(request, Self.now).count == 1)
    }
}
