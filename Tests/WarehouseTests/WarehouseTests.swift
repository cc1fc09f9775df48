import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// From CSV files to measurements.
@Suite struct WarehouseTests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let now = time("2026-03-01T00:00:00Z")

    private func warehouse(_ files: [String: String], state: String = "state") throws -> Warehouse {
        let data = folder.path + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(data)/\(name)")) }
        return Warehouse(
            sources: [SourceDeclaration(name: "crm", kind: .csv(folder: data, files: []))],
            folder: state.hasPrefix("/") ? state : folder.path + "/" + state, catalogue: .standard, zone: .utc,
            currency: "EUR", secret: noSecrets)
    }

    private static func goal(_ condition: String, by: [String] = []) throws -> Goal {
        let parsed = try ConditionParser(vocabulary: Catalogue.standard, currency: "EUR").parse(
            condition, defaultKPI: nil)
        let kpi = try #require(parsed.references.first?.kpi)
        return Goal(id: "g", kpi: kpi, unit: .ratio, critical: parsed, by: by)
    }

    @Test func aSourceIsReadAndMeasured() async throws {
        let warehouse = try warehouse([
            "tickets.csv": "id,opened_at,resolved_at\n1,2026-02-01,2026-02-02\n2,2026-02-01,2026-02-04\n"
        ])
        let report = try await warehouse.refresh("crm", now: Self.now, deadline: 60)
        #expect(report.tables.map(\.rows) == [2])
        #expect(await warehouse.reports() == [report])
        #expect(try await warehouse.values(.of("time_to_resolution"), Self.now) == [.none: 2 * 86_400])
        #expect(
            try await warehouse.source(for: "time_to_resolution", parameters: [:], by: [], filters: []) == "crm")
    }

    @Test func badRowsAreNotedOnTheMeasurementAndTooManyFailIt() async throws {
        let good = (0..<300).map { "\($0),2026-02-01,2026-02-02" }.joined(separator: "\n")
        let few = try warehouse(["tickets.csv": "id,opened_at,resolved_at\n\(good)\nx,soon,\n"])
        _ = try await few.refresh("crm", now: Self.now, deadline: 60)
        let results = try await few.measure(
            .of("time_to_resolution"), now: Self.now, known: [], maxSeries: 500, deadline: 60)
        guard case .value(let measurement) = results[.none] else {
            Issue.record("no value")
            return
        }
        #expect(measurement.notes == ["1 of 301 rows of tickets could not be read"])

        let many = try warehouse(["tickets.csv": "id,opened_at,resolved_at\n1,2026-02-01,\nx,soon,\n"], state: "second")
        _ = try await many.refresh("crm", now: Self.now, deadline: 60)
        await #expect(throws: WarehouseError.self) {
            try await many.values(.of("time_to_resolution"), Self.now)
        }
        #expect(await many.problems(of: try Self.goal("resolution > 24h")).count == 1)
    }

    @Test func subscriptionsThatCannotBeReadAreNotReplacedByCustomers() async throws {
        let warehouse = try warehouse([
            "customers.csv": "id,created_at,churned_at\na,2025-02-01,\n",
            "subscriptions.csv": "id,customer_id,started_at,ended_at\n1,a,soon,\n",
        ])
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 60)
        do {
            let values = try await warehouse.values(.of("churn_rate"), Self.now)
            Issue.record("measured \(values)")
        } catch let error as WarehouseError {
            #expect(error.description.contains("subscriptions"))
        }
    }

    @Test func problemsNameWhatTheDataLack() async throws {
        let warehouse = try warehouse(["customers.csv": "id,created_at,churned_at,segment\na,2025-02-01,,smb\n"])
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 60)
        #expect(await warehouse.problems(of: try Self.goal("churn > 5%", by: ["segment"])) == [])
        let misspelt = await warehouse.problems(of: try Self.goal("churn > 5%", by: ["segmnt"]))
        #expect(misspelt.count == 1)
        #expect(misspelt.first?.contains("did you mean \"segment\"?") == true)
        let missing = await warehouse.problems(of: try Self.goal("churn > 5% or resolution > 24h"))
        #expect(missing.count == 1)
        #expect(missing.first?.contains("tickets") == true)
    }

    @Test func whatWasNeverReadSaysSo() async throws {
        let warehouse = try warehouse([:])
        await #expect(throws: WarehouseError.unread(source: "crm")) {
            try await warehouse.values(.of("revenue"), Self.now)
        }
        await #expect(throws: WarehouseError.unknownSource("dwh")) {
            try await warehouse.refresh("dwh", now: Self.now, deadline: 60)
        }
    }

    @Test func aFolderThatCannotBeWrittenIsReplacedByATemporaryOne() async throws {
        let warehouse = try warehouse(
            ["customers.csv": "id,created_at\na,2026-02-01\n"], state: "/dev/null/state")
        #expect(warehouse.isTemporary)
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 60)
        #expect(try await warehouse.values(.of("new_customers"), Self.now) == [.none: 1])
    }
}
