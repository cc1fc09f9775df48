import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// The contract of `Engine`: every engine gives what `csv` gives, to nine digits, intervals, notes and reasons included.
///
/// One after the other: a server that has all of them to answer at once has none in time.
@Suite(.serialized) struct EngineContractTests {
    @Test(arguments: TestEngine.others, [11, 12, 13] as [UInt64])
    func aRandomCompanyIsTheSameEverywhere(engine: TestEngine, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let company = RandomCompany.company(seed: seed)
        let now = Questions.now(&random)
        let zone = try #require(Zone("Europe/Berlin"))
        try await compare(company, Questions.about(company, &random), engine, zone: zone, now: now)
    }

    @Test(arguments: TestEngine.thorough)
    func everyKPIOnEveryTrapIsTheSameEverywhere(engine: TestEngine) async throws {
        try await compare(
            TrapCompany.company, TrapCompany.questions, engine, zone: .utc, now: TrapCompany.now)
    }

    @Test(
        arguments: TestEngine.others,
        ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Pacific/Apia", "Asia/Kathmandu"])
    func theDaysOnWhichClocksChangeAreTheSameEverywhere(engine: TestEngine, zone: String) async throws {
        let zone = try #require(Zone(zone))
        for (company, now) in ClockChanges.companies(in: zone) {
            try await compare(company, ClockChanges.questions, engine, zone: zone, now: now)
        }
    }

    @Test(arguments: TestEngine.others)
    func anEnormousAmountIsTheSameEverywhere(engine: TestEngine) async throws {
        let company = TestCompany(tables: [
            "orders": .init(
                columns: ["customer_id", "ordered_at", "amount"],
                rows: [
                    ["a", "2026-02-10T00:00:00Z", "1e308"], ["a", "2026-02-11T00:00:00Z", "-5"],
                    ["b", "2026-02-12T00:00:00Z", "1e160"], ["b", "2026-02-12T00:00:00Z", nil],
                ])
        ])
        let questions = ["revenue", "average_order_value", "revenue_per_customer", "orders", "clv_historic"]
            .map { MeasurementRequest.of($0) }
        try await compare(company, questions, engine, zone: .utc, now: time("2026-03-01T00:00:00Z"))
    }

    @Test(arguments: TestEngine.others)
    func lifetimeValueIsTheSameEverywhere(engine: TestEngine) async throws {
        var random = SeededGenerator(seed: 99)
        var rows: [[String?]] = []
        for customer in 0..<120 {
            let first = Int.random(in: 0..<200, using: &random)
            var day = first
            repeat {
                let at = time("2025-01-01T00:00:00Z").addingTimeInterval(Double(day) * 86_400 + 79_200)
                let amount = Double(Int.random(in: 500...9000, using: &random)) / 100
                rows.append(["c\(customer)", Timestamp.text(at), String(amount), ["ink", "pen"][customer % 2]])
                day += Int.random(in: 0..<70, using: &random)
            } while day < 330 && Int.random(in: 0..<5, using: &random) > 0
        }
        let company = TestCompany(tables: [
            "orders": .init(columns: ["customer_id", "ordered_at", "amount", "product"], rows: rows)
        ])
        let questions = ["customer_lifetime_value", "clv_historic", "clv_predicted"].flatMap { kpi in
            [
                MeasurementRequest.of(kpi), .of(kpi, by: ["product"]),
                .of(kpi, parameters: ["horizon": "39w"], lag: .days(30)),
            ]
        }
        let zone = try #require(Zone("Europe/Berlin"))
        try await compare(company, questions, engine, zone: zone, now: time("2026-01-01T12:00:00Z"))
    }

    @Test(arguments: TestEngine.others, [21, 22] as [UInt64])
    func theRowsComeToTheMeasurementEverywhere(engine: TestEngine, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let company = RandomCompany.company(seed: seed)
        let now = Questions.now(&random)
        let zone = try #require(Zone("Europe/Berlin"))
        let folder = try TestFolder()
        let warehouse = try await engine.warehouse(company, in: folder, zone: zone, now: now)
        var rows = 0
        for question in Questions.about(company, &random) {
            rows += try await RowsContract.hold(question, on: warehouse, now: now)
        }
        #expect(rows > 0)
    }

    @Test(arguments: TestEngine.thorough)
    func emptyTablesAreTheSameEverywhere(engine: TestEngine) async throws {
        var company = TrapCompany.company
        for name in company.tables.keys { company[name]?.rows = [] }
        try await compare(company, TrapCompany.questions, engine, zone: .utc, now: TrapCompany.now)
    }

    @Test(arguments: TestEngine.others.filter(\.showsTables))
    func sqlOfTheUsersOwnIsTheSameEverywhere(engine: TestEngine) async throws {
        let queries: [(sql: String, by: [String])] = [
            (
                "SELECT sum(amount) / count(DISTINCT customer_id) AS value, count(*) AS sample FROM orders "
                    + "WHERE ordered_at >= :start AND ordered_at < :end", []
            ),
            ("SELECT product, count(*) AS value FROM orders GROUP BY product", ["product"]),
            ("SELECT count(resolved_at) AS value, count(*) AS sample FROM tickets", []),
            ("SELECT count(*) AS value FROM tickets WHERE opened_at < '2026-02-01T09:30:00Z'", []),
            ("SELECT sum(score) AS value FROM surveys WHERE answered_at < :now;", []),
            ("SELECT NULL AS value", []),
            ("SELECT 1 AS value, 2 AS more, 3 AS evenmore", []),
            ("SELECT 1 AS value; SELECT 2 AS value", []),
            ("DELETE FROM orders", []),
            ("", []),
        ]
        let custom = queries.enumerated().map { CustomKPI(id: "own_\($0)", unit: .count, kind: .sql($1.sql)) }
        let questions = queries.enumerated().map { MeasurementRequest.of("own_\($0)", .last(.month), by: $1.by) }
        try await compare(
            TrapCompany.company, questions, engine, zone: .utc, now: TrapCompany.now, custom: custom, sameReasons: false
        )
    }

    @Test(arguments: TestEngine.others)
    func seriesOfTheUsersOwnAreTheSameEverywhere(engine: TestEngine) async throws {
        let company = TestCompany(tables: [
            "signups": .init(
                columns: ["at", "value", "Channel"],
                rows: [
                    ["2026-02-02T00:00:00Z", "5", "web"], ["2026-02-20T00:00:00Z", "3", "fair"],
                    ["2026-02-20T00:00:01Z", "4", "web"], ["2026-02-21T00:00:00Z", nil, "web"],
                    ["2026-03-01T00:00:00Z", "99", "web"],
                ])
        ])
        let aggregates = CustomKPI.Aggregate.allCases
        let custom = aggregates.map {
            CustomKPI(id: "own_\($0)", unit: .count, kind: .series(table: "signups", aggregate: $0))
        }
        let questions = aggregates.flatMap { aggregate in
            [[], ["Channel"]].map { MeasurementRequest.of("own_\(aggregate)", by: $0) }
        }
        try await compare(company, questions, engine, zone: .utc, now: time("2026-03-01T00:00:00Z"), custom: custom)
    }

    // MARK: Comparing

    /// - Parameter sameReasons: of a failure, the text too.
    private func compare(
        _ company: TestCompany, _ questions: [MeasurementRequest], _ engine: TestEngine, zone: Zone, now: Date,
        custom: [CustomKPI] = [], sameReasons: Bool = true
    ) async throws {
        let folders = (try TestFolder(), try TestFolder())
        let base = try await TestEngine.csv.warehouse(company, in: folders.0, custom: custom, zone: zone, now: now)
        let other = try await engine.warehouse(company, in: folders.1, custom: custom, zone: zone, now: now)
        let wanted = await base.measure(questions, now: now, known: [], maxSeries: 500, deadline: 900)
        let found = await other.measure(questions, now: now, known: [], maxSeries: 500, deadline: 900)
        for (question, (wanted, found)) in zip(questions, zip(wanted, found)) {
            let place = "\(engine): \(question)"
            switch (wanted, found) {
            case (.success(let wanted), .success(let found)): Self.expectSame(wanted, found, place)
            case (.failure(let wanted), .failure(let found)):
                if sameReasons { #expect("\(found)" == "\(wanted)", "\(place)") }
            case (.success(let wanted), .failure(let found)): Issue.record("\(place): \(found), not \(wanted)")
            case (.failure(let wanted), .success(let found)): Issue.record("\(place): \(found), not \(wanted)")
            }
        }
        #expect(wanted.contains { if case .success = $0 { true } else { false } })
    }

    private static func expectSame(
        _ wanted: [Labels: SeriesResult], _ found: [Labels: SeriesResult], _ place: String
    ) {
        #expect(Set(found.keys) == Set(wanted.keys), "\(place)")
        for (labels, wanted) in wanted {
            switch (wanted, found[labels]) {
            case (_, nil): break
            case (.noData(let wanted), .noData(let found)), (.insufficient(let wanted), .insufficient(let found)):
                #expect(found == wanted, "\(place) \(labels)")
            case (.value(let wanted), .value(let found)):
                #expect(isSame(found.value, wanted.value), "\(found.value) \(wanted.value) \(place) \(labels)")
                #expect(found.sample == wanted.sample, "\(place) \(labels)")
                #expect(isSame(found.numerator, wanted.numerator), "\(place) \(labels)")
                #expect(isSame(found.denominator, wanted.denominator), "\(place) \(labels)")
                let ends = [(found.interval?.low, wanted.interval?.low), (found.interval?.high, wanted.interval?.high)]
                for (found, wanted) in ends {
                    #expect(isSame(found, wanted), "interval \(found as Any) \(wanted as Any) \(place) \(labels)")
                }
                #expect(found.notes == wanted.notes, "\(place) \(labels)")
            case (let wanted, let found?): Issue.record("\(place) \(labels): \(found), not \(wanted)")
            }
        }
    }

    private static func isSame(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    }
}
