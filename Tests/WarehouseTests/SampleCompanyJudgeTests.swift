import Foundation
import Goals
import KPIs
import SampleCompany
import Testing

@testable import Warehouse

/// The numbers that a newcomer sees first, against DuckDB over the same files.
@Suite struct SampleCompanyJudgeTests {
    @Test func everyKPIOfTheSampleCompanyIsWhatDuckDBMakesOfItsFiles() async throws {
        let folder = try TestFolder()
        let zone = try #require(Zone("Europe/Berlin"))
        let now = try #require(Timestamp.parse("2026-11-24", in: zone))
        try SampleCompany.write(to: folder.path + "/company", asOf: now)
        let data = folder.path + "/company/data"
        let warehouse = Warehouse(
            sources: [SourceDeclaration(name: "crm", kind: .csv(folder: data, files: []), zone: zone)],
            folder: folder.path + "/state", catalogue: .standard, zone: zone, currency: "EUR", secret: noSecrets)
        _ = try await warehouse.refresh("crm", now: now, deadline: 120)

        var asked: [MeasureJudgeTests.Asked] = []
        // Its customers all buy about equally often, which lifetimes has no digits for; CDNOW judges lifetime value.
        for kpi in Catalogue.standard.all where !["customer_lifetime_value", "clv_predicted"].contains(kpi.id) {
            for by in [[], ["segment"]] where by.isEmpty || Self.splitBySegment.contains(kpi.id) {
                let request = MeasurementRequest(kpi: kpi.id, source: "crm", by: by, window: kpi.defaultWindow)
                let results = try await warehouse.measure(request, now: now, known: [], maxSeries: 500, deadline: 120)
                asked.append(.init(request: request, now: now, results: results))
            }
        }
        #expect(asked.count > 30)

        var tables: [String: [String]] = [:]
        for table in CanonicalTable.all {
            let text = try String(contentsOfFile: "\(data)/\(table.name).csv", encoding: .utf8)
            tables[table.name] = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
        }
        let cases = asked.map { one in
            Judge.Case(
                one.request,
                window: Catalogue.standard.kpi(named: one.request.kpi)?.range(
                    one.request.window, lag: .zero, asOf: now, in: zone) ?? TimeRange(start: now, end: now),
                now: now, zone: zone)
        }
        let verdicts = try Judge().verdicts(
            on: [Judge.Company(folder: data, tables: tables, zone: zone.identifier, cases: cases)], in: folder)
        for (one, verdict) in zip(asked, try #require(verdicts.first)) {
            MeasureJudgeTests.compare(one, verdict, of: "sample company")
            #expect(!verdict.isEmpty, "\(one.request.kpi)")
        }
    }

    private static let splitBySegment: Set = [
        "churn_rate", "customer_retention_rate", "revenue", "active_customers", "mrr",
    ]
}
