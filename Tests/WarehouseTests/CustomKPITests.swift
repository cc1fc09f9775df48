import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

@Suite struct CustomKPITests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let now = time("2026-03-01T00:00:00Z")
    private static let company = TestCompany(tables: [
        "orders": .init(
            columns: ["id", "customer_id", "ordered_at", "amount", "product"],
            rows: [
                ["1", "a", "2026-02-10T00:00:00Z", "10", "ink"], ["2", "b", "2026-02-11T00:00:00Z", "30", "pen"],
                ["3", "b", "2026-03-01T00:00:00Z", "1000", "pen"], ["4", "a", "2025-02-11T00:00:00Z", "7", "ink"],
            ]),
        "tickets": .init(
            columns: ["opened_at", "resolved_at"],
            rows: [
                ["2026-02-01T09:30:00Z", "2026-03-05T00:00:00Z"], ["2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z"],
            ]),
        "signups": .init(
            columns: ["at", "value", "Channel"],
            rows: [
                ["2026-02-02T00:00:00Z", "5", "web"], ["2026-02-20T00:00:00Z", "8", "web"],
                ["2026-02-20T00:00:00Z", "3", "fair"], ["2026-02-20T00:00:00Z", "4", "web"],
                ["2026-02-21T00:00:00Z", nil, "web"], ["2026-03-01T00:00:00Z", "99", "web"],
            ]),
    ])

    private func results(
        _ kind: CustomKPI.Kind, by columns: [String] = [], where filters: [String: [String]] = [:],
        _ window: Window = .rolling(.days(30)), deadline: Double = 60
    ) async throws -> [Labels: SeriesResult] {
        let custom = CustomKPI(id: "own", unit: .money, better: .higher, kind: kind)
        let warehouse = try Warehouse(Self.company, in: folder, custom: [custom])
        return try await warehouse.measure(
            .of("own", window, by: columns, where: filters), now: Self.now, known: [], maxSeries: 500,
            deadline: deadline)
    }

    private func only(_ results: [Labels: SeriesResult]) throws -> Goals.Measurement {
        guard case .value(let measurement) = results[.none] else { throw Refused(reason: "\(results)") }
        return measurement
    }

    private struct Refused: Error {
        let reason: String
    }

    private func refusal(
        _ sql: String, by columns: [String] = [], where filters: [String: [String]] = [:]
    ) async throws -> String {
        do {
            return "measured: \(try await results(.sql(sql), by: columns, where: filters))"
        } catch let error as WarehouseError {
            return error.description
        }
    }

    // MARK: series

    @Test(
        arguments: [
            (.last, 4.0), (.sum, 20), (.mean, 5), (.min, 3), (.max, 8),
        ] as [(CustomKPI.Aggregate, Double)])
    func aSeriesIsAggregatedOverTheWindow(aggregate: CustomKPI.Aggregate, value: Double) async throws {
        let measurement = try only(await results(.series(table: "signups", aggregate: aggregate)))
        #expect(measurement.value == value)
        #expect(measurement.sample == 4)
        #expect(measurement.unit == .money)
    }

    @Test func aSeriesIsSplitByItsColumns() async throws {
        let found = try await results(.series(table: "signups", aggregate: .last), by: ["channel"])
        let values = found.compactMapValues { if case .value(let one) = $0 { one.value } else { nil } }
        #expect(values == [Labels(["channel": "web"]): 4, Labels(["channel": "fair"]): 3])
    }

    @Test func aWindowWithoutARowIsNoDataEvenForASum() async throws {
        let found = try await results(.series(table: "signups", aggregate: .sum), .rolling(.hours(24)))
        #expect(found == [.none: .noData(reason: "no row of signups in the window")])
    }

    // MARK: sql

    @Test func sqlSeesTimesAsTextAndNothingDatedAtOrAfterNow() async throws {
        let revenue = try only(
            await results(
                .sql(
                    "SELECT sum(amount) AS value, count(*) AS sample FROM orders WHERE ordered_at >= :start AND ordered_at < :end;"
                )))
        #expect(revenue.value == 40)
        #expect(revenue.sample == 2)
        let all = try only(await results(.sql("SELECT count(*) AS value FROM orders")))
        #expect(all.value == 3)
        #expect(all.sample == nil)
        let open = try only(await results(.sql("SELECT count(*) AS value FROM tickets WHERE resolved_at IS NULL")))
        #expect(open.value == 1)
        let text = try only(
            await results(.sql("SELECT count(*) AS value FROM tickets WHERE opened_at = '2026-02-01T09:30:00Z'")))
        #expect(text.value == 1)
        let times = try only(
            await results(
                .sql(
                    "SELECT :start = '2026-01-30T00:00:00Z' AND :end = '2026-03-01T00:00:00Z' AND :now = :end AS value")
            ))
        #expect(times.value == 1)
    }

    @Test func sqlIsSplitByTheGoalsColumnsAndFilteredThere() async throws {
        let sql = "SELECT Product, sum(amount) AS VALUE FROM orders GROUP BY product"
        let found = try await results(.sql(sql), by: ["product"], where: ["product": ["ink"]])
        #expect(found.keys.first == Labels(["product": "ink"]))
        #expect(found.count == 1)
    }

    @Test func sqlWithoutAValueIsNoData() async throws {
        #expect(
            try await results(.sql("SELECT NULL AS value")) == [.none: .noData(reason: "the query gave no value")])
        #expect(
            try await results(.sql("SELECT 1 AS value WHERE false")) == [
                .none: .noData(reason: "the query gave no row")
            ])
    }

    @Test(arguments: [
        ("SELECT 'much' AS value", "value is the text \"much\""),
        ("SELECT 1 AS value UNION ALL SELECT 2", "more than one row"),
        ("SELECT 1 AS value, 'x' AS product", "\"product\" is none of value, sample and the goal's by"),
        ("SELECT 1", "no result column is called \"value\""),
        ("SELECT 1 AS value, 2 AS value", "two result columns are called \"value\""),
        ("SELECT 9e999 AS value", "not a finite number"),
        ("SELECT 1 AS value, -1 AS sample", "make it a count of rows"),
        ("SELECT amout AS value FROM orders", "no such column: amout"),
        ("SELEC 1", "syntax error"),
        ("", "empty"),
        ("SELECT 1 AS value; DROP TABLE orders", "more than one statement"),
        ("SELECT :from AS value", "no value for :from"),
        ("DELETE FROM orders", "it may only read"),
        ("DELETE FROM main.orders", "it may only read"),
        ("INSERT INTO orders (id) VALUES ('9') RETURNING 1 AS value", "it may only read"),
        ("CREATE TABLE t (x)", "it may only read"),
        ("ATTACH DATABASE '/tmp/x' AS x", "it may only read"),
        ("PRAGMA writable_schema = 1", "it may only read"),
        ("SELECT load_extension('/tmp/x') AS value", "load_extension"),
        ("VACUUM INTO '/tmp/x'", "it may only read"),
    ])
    func wrongSQLIsToldWhatIsWrong(sql: String, reason: String) async throws {
        let found = try await refusal(sql)
        #expect(found.contains(reason), "\(found)")
    }

    @Test func aGoalsSplitAndFilterMustBeInTheResult() async throws {
        let split = try await refusal("SELECT 1 AS value", by: ["product"])
        #expect(split.contains("the goal splits by \"product\""))
        let filter = try await refusal("SELECT 1 AS value", where: ["product": ["ink"]])
        #expect(filter.contains("where on \"product\" cannot reach into it"))
    }

    @Test func theSourceOfATableThatCannotBeReadIsStillItsSource() async throws {
        let data = folder.path + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        try Data("id,created_at\na,2026-01-01\n".utf8).write(to: URL(fileURLWithPath: data + "/customers.csv"))
        let custom = CustomKPI(
            id: "arpu", unit: .money, kind: .sql("SELECT sum(amount) / count(*) AS value FROM Orders"))
        let deals = CSVFile(name: "deals", path: data + "/deals.csv")
        let mapping = TableMapping(table: "orders", origin: .columns(from: "deals", columns: [], filters: []))
        let warehouse = Warehouse(
            sources: [
                SourceDeclaration(name: "crm", kind: .csv(folder: data, files: [])),
                SourceDeclaration(name: "shop", kind: .csv(folder: nil, files: [deals]), tables: [mapping]),
            ],
            folder: folder.path, catalogue: Catalogue(custom: [custom]), zone: .utc, currency: "EUR", secret: noSecrets)
        for source in ["crm", "shop"] { _ = try await warehouse.refresh(source, now: Self.now, deadline: 60) }
        #expect(try await warehouse.source(for: "arpu", parameters: [:], by: [], filters: []) == "shop")
        var request = MeasurementRequest.of("arpu")
        request.source = "shop"
        do {
            let values = try await warehouse.values(request, Self.now)
            Issue.record("measured \(values)")
        } catch let error as WarehouseError {
            #expect(error.description.contains("deals.csv"), "\(error)")
            #expect(!error.description.contains("no such table"), "\(error)")
        }
        request.source = "crm"
        await #expect(
            throws: WarehouseError.custom(
                what: "the SQL of KPI arpu", reason: "no such table: Orders: there is customers")
        ) {
            try await warehouse.values(request, Self.now)
        }
    }

    @Test func sqlThatNeverEndsIsStoppedAndDelaysNoOtherSource() async throws {
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS value FROM n"
        let custom = CustomKPI(id: "endless", unit: .count, kind: .sql(endless))
        try Self.company.writeWarehouse(in: folder.path)
        try FileManager.default.copyItem(
            atPath: folder.path + "/warehouse/crm.sqlite", toPath: folder.path + "/warehouse/other.sqlite")
        let warehouse = Warehouse(
            sources: ["crm", "other"].map { SourceDeclaration(name: $0, kind: .csv(folder: nil, files: [])) },
            folder: folder.path, catalogue: Catalogue(custom: [custom]), zone: .utc, currency: "EUR", secret: noSecrets)
        var other = MeasurementRequest.of("revenue")
        other.source = "other"
        async let stuck = warehouse.measure(
            [.of("endless")], now: Self.now, known: [], maxSeries: 500, deadline: 0.5)
        let revenue = try await warehouse.values(other, Self.now)
        #expect(revenue == [.none: 40])
        let answer = try #require(await stuck.first)
        #expect(answer == .failure(.timeout(source: "crm", seconds: 0.5)))
        // The thread is free again.
        #expect(try await warehouse.values(.of("revenue"), Self.now) == [.none: 40])
    }
}
