import Foundation
import Goals
import Testing

@testable import Warehouse

/// Rows come to the measurement for every KPI on every trap, too, labels that are called as what is counted among them.
@Suite struct EngineRowsTests {
    @Test(arguments: [TestEngine.csv] + TestEngine.thorough)
    func rowsOfTrapsComeToTheMeasurement(engine: TestEngine) async throws {
        let folder = try TestFolder()
        let warehouse = try await engine.warehouse(
            TrapCompany.company, in: folder, zone: .utc, now: TrapCompany.now)
        // A server takes its time for each of them.
        let step = engine == .csv ? 1 : 5
        let questions = stride(from: 0, to: TrapCompany.questions.count, by: step).map { TrapCompany.questions[$0] }
        var rows = 0
        for question in questions {
            do {
                rows += try await RowsContract.hold(question, on: warehouse, now: TrapCompany.now)
            } catch is WarehouseError {
                // What cannot be measured is compared in EngineContractTests.
            }
        }
        #expect(rows > questions.count)
    }
}
