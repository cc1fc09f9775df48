import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// `max_age`: a stuck export must not look like a good week.
@Suite struct FreshnessTests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let company = TestCompany(tables: [
        "orders": .init(
            columns: ["id", "customer_id", "ordered_at", "amount", "product"],
            rows: [
                ["1", "a", "2026-02-10T12:00:00Z", "10", "ink"], ["2", "b", "2026-02-11T12:00:00Z", "30", "pen"],
                ["3", "b", "2026-03-20T00:00:00Z", "1000", "pen"],
            ]),
        "customers": .init(columns: ["id", "created_at"], rows: [["a", "2025-01-01T00:00:00Z"]]),
        "costs": .init(
            columns: ["spent_at", "amount"], rows: [["2026-02-01T00:00:00Z", "5"], ["2026-02-20T00:00:00Z", "5"]]),
        "tickets": .init(columns: ["opened_at", "resolved_at"], rows: []),
    ])

    private func measured(
        _ request: MeasurementRequest, at now: String, known: Set<Labels> = [], maxAge: Span? = .days(2)
    ) async throws -> [Labels: SeriesResult] {
        try Self.company.writeWarehouse(in: folder.path)
        let custom = CustomKPI(
            id: "own", unit: .money, better: .higher,
            kind: .sql("SELECT sum(amount) AS value FROM Orders WHERE ordered_at < :end"))
        let warehouse = Warehouse(
            sources: [SourceDeclaration(name: "crm", kind: .csv(folder: nil, files: []), maxAge: maxAge)],
            folder: folder.path, catalogue: Catalogue(custom: [custom]), zone: .utc, currency: "EUR",
            secret: noSecrets)
        return try await warehouse.measure(request, now: time(now), known: known, maxSeries: 500, deadline: 60)
    }

    private static func reason(_ results: [Labels: SeriesResult]) -> String? {
        if case .noData(let reason)? = results[.none], results.count == 1 { reason } else { nil }
    }

    @Test(
        arguments: [
            ("revenue", "2026-02-12T00:00:00Z", false), ("revenue", "2026-02-13T12:00:00Z", false),
            ("revenue", "2026-02-13T12:00:01Z", true), ("revenue", "2026-03-20T00:00:00Z", true),
            ("revenue", "2026-03-20T00:00:01Z", false), ("own", "2026-02-12T00:00:00Z", false),
            ("own", "2026-02-14T00:00:00Z", true), ("average_order_value", "2026-02-20T00:00:00Z", true),
            // Costs are new enough, customers are not.
            ("customer_acquisition_cost", "2026-02-21T00:00:00Z", false),
            ("customer_acquisition_cost", "2026-02-24T00:00:00Z", true),
            ("new_customers", "2026-02-21T00:00:00Z", true),
        ])
    func dataAreNoneWhereTheNewestRowKnownThenIsTooOld(kpi: String, now: String, isStale: Bool) async throws {
        let reason = Self.reason(try await measured(.of(kpi, .rolling(.days(90))), at: now)) ?? ""
        #expect(reason.contains("max_age") == isStale, "\(reason)")
    }

    @Test func theReasonSaysWhichTableSinceWhenAndWhatToLookAt() async throws {
        let reason = try #require(Self.reason(try await measured(.of("revenue"), at: "2026-02-20T00:00:00Z")))
        #expect(
            reason
                == "no row of orders is newer than 2026-02-11T12:00:00Z, and max_age of source crm is 2d: is the export stuck?"
        )
    }

    @Test func itIsSaidOnceOfAllSeriesKnownOnesToo() async throws {
        let ink = Labels(["product": "ink"])
        let results = try await measured(
            .of("revenue", by: ["product"]), at: "2026-02-20T00:00:00Z", known: [ink])
        #expect(Self.reason(results)?.contains("max_age") == true)
    }

    @Test func aTableWithoutRowsSaysThatItself() async throws {
        let results = try await measured(.of("time_to_resolution"), at: "2026-02-20T00:00:00Z")
        #expect(Self.reason(results)?.contains("max_age") == false)
    }

    @Test func anyAgeWillDoWithoutIt() async throws {
        let results = try await measured(.of("revenue", .rolling(.days(90))), at: "2026-03-19T00:00:00Z", maxAge: nil)
        #expect(Self.reason(results) == nil)
    }

    @Test func earlierMeasurementsAreAsOfTheirTime() async throws {
        let request = MeasurementRequest.of("revenue", .rolling(.days(90)), shift: .days(8))
        #expect(Self.reason(try await measured(request, at: "2026-02-20T00:00:00Z")) == nil)
    }
}
