import Foundation
import Goals
import Testing

@testable import Warehouse

/// On every engine, the rows that `crmgoals rows` lists come to what is measured there.
@Suite struct EngineRowsTests {
    @Test(arguments: TestEngine.allCases)
    func rowsComeToTheMeasurement(engine: TestEngine) async throws {
        let zone = try #require(Zone("Europe/Berlin"))
        var random = SeededGenerator(seed: 21)
        let company = RandomCompany.company(seed: 21)
        let now = Questions.now(&random)
        try await hold(Questions.about(company, &random), of: company, on: engine, zone: zone, now: now)
        try await hold(TrapCompany.questions, of: TrapCompany.company, on: engine, zone: .utc, now: TrapCompany.now)
    }

    private func hold(
        _ questions: [MeasurementRequest], of company: TestCompany, on engine: TestEngine, zone: Zone, now: Date
    ) async throws {
        let folder = try TestFolder()
        let warehouse = try await engine.warehouse(company, in: folder, zone: zone, now: now)
        var rows = 0
        for question in questions {
            do {
                rows += try await RowsContract.hold(question, on: warehouse, now: now)
            } catch is WarehouseError {
                // What cannot be measured is compared in EngineContractTests.
            }
        }
        #expect(rows > questions.count)
    }
}
