import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// Public data sets as they come from the world, mapped by configuration alone. Origins in Fixtures/Reference/README.md.
@Suite struct ReferenceDataTests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/Reference").path

    private func measured(
        _ files: [CSVFile], _ table: TableMapping, _ request: MeasurementRequest, at now: String
    ) async throws -> Goals.Measurement {
        let warehouse = Warehouse(
            sources: [SourceDeclaration(name: "crm", kind: .csv(folder: nil, files: files), tables: [table])],
            folder: folder.path, catalogue: .standard, zone: .utc, currency: "EUR", secret: noSecrets)
        let report = try await warehouse.refresh("crm", now: time(now), deadline: 600)
        for table in report.tables { #expect(table.badRows == 0, "\(table.bad)") }
        let results = try await warehouse.measure(
            request, now: time(now), known: [], maxSeries: 500, deadline: 600)
        guard case .value(let measurement) = results[.none] else { throw NoValue(results: "\(results)") }
        return measurement
    }

    private struct NoValue: Error {
        let results: String
    }

    private func expect(_ measurement: Goals.Measurement, _ value: Double, _ sample: Int, within error: Double = 1e-9) {
        #expect(abs(measurement.value - value) <= error * abs(value), "\(measurement.value), not \(value)")
        #expect(measurement.sample == sample)
    }

    private func columns(_ file: String, _ columns: KeyValuePairs<String, TableMapping.Value>) -> TableMapping.Origin {
        .columns(from: file, columns: columns.map { .init(name: $0.key, value: $0.value) }, filters: [])
    }

    @Test func theMedianTimeToResolutionOfAServiceDesk() async throws {
        let measurement = try await measured(
            [
                CSVFile(
                    name: "events", path: "\(Self.data)/incidents.csv", nulls: ["?"], dateFormat: "dd-MM-yyyy HH:mm")
            ],
            TableMapping(
                table: "tickets",
                origin: columns(
                    "events",
                    [
                        "id": .column("number"), "opened_at": .column("opened_at"),
                        "resolved_at": .column("resolved_at"),
                        "priority": .column("priority"),
                    ])),
            .of("time_to_resolution", .rolling(.days(14))), at: "2016-03-20")
        expect(measurement, 765_240, 206)
    }

    @Test func theChurnOfATelephoneCompany() async throws {
        let measurement = try await measured(
            [CSVFile(name: "telco", path: "\(Self.data)/telco.csv")],
            TableMapping(
                table: "customers",
                origin: columns(
                    "telco",
                    [
                        "id": .column("customerID"),
                        "created_at": .sql("date('2020-01-01', '-' || tenure || ' months', '-1 day')"),
                        "churned_at": .sql("CASE Churn WHEN 'Yes' THEN '2019-12-15' END"),
                    ])),
            .of("churn_rate", .last(.month)), at: "2020-01-01")
        expect(measurement, 0.26578498293515357, 7032)
    }

    @Test func theConversionRateOfAShop() async throws {
        let measurement = try await measured(
            [CSVFile(name: "sessions", path: "\(Self.data)/shoppers.csv", dateFormat: "d-MMM-yyyy")],
            TableMapping(
                table: "visits",
                origin: columns(
                    "sessions",
                    [
                        "visited_at": .sql("'15-' || substr(Month, 1, 3) || '-2017'"),
                        "converted_at": .sql(
                            "CASE Revenue WHEN 'TRUE' THEN '15-' || substr(Month, 1, 3) || '-2017' END"),
                    ])),
            .of("conversion_rate", .last(.month)), at: "2017-12-01")
        expect(measurement, 0.25350233488992663, 2998)
    }

    @Test func theResponseRateOfABanksCalls() async throws {
        let measurement = try await measured(
            [
                CSVFile(
                    name: "calls", path: "\(Self.data)/bank.csv", header: ["number", "day", "month", "answer"],
                    dateFormat: "d-MMM-yyyy")
            ],
            TableMapping(
                table: "sends",
                origin: columns(
                    "calls",
                    [
                        "id": .column("number"), "campaign": .constant("deposit"),
                        "sent_at": .sql("day || '-' || month || '-2012'"),
                        "responded_at": .sql("CASE answer WHEN 'yes' THEN day || '-' || month || '-2012' END"),
                    ])),
            .of("response_rate", .last(.month)), at: "2012-06-01")
        expect(measurement, 0.06719453726572715, 13_766)
    }

    @Test(arguments: [("1997-10-01", "39w", 73.447412, 25.427079), ("1998-07-01", "52w", 103.560433, 30.578138)])
    func whatTheCustomersOfARecordShopBroughtAndWillBring(
        now: String, horizon: String, historic: Double, predicted: Double
    ) async throws {
        func value(_ kpi: String) async throws -> Goals.Measurement {
            try await measured(
                [CSVFile(name: "purchases", path: "\(Self.data)/cdnow.csv")],
                TableMapping(
                    table: "orders",
                    origin: columns(
                        "purchases",
                        [
                            "customer_id": .column("customer"), "ordered_at": .column("date"),
                            "amount": .column("dollars"),
                        ])),
                .of(kpi, parameters: kpi == "clv_historic" ? [:] : ["horizon": horizon]), at: now)
        }
        let brought = try await value("clv_historic")
        expect(brought, historic, 2357, within: 1e-8)
        #expect(brought.window.end == time(now))
        let expected = try await value("clv_predicted")
        expect(expected, predicted, 2357, within: 1e-4)
        #expect(expected.interval == nil && expected.notes.isEmpty)
        expect(try await value("customer_lifetime_value"), historic + predicted, 2357, within: 1e-4)
    }
}
