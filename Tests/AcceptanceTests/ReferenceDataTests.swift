import Foundation
import Testing

/// Public data sets as they come from the world, by configuration alone: Fixtures/reference/goals.json. Origins and licences are in
/// Tests/WarehouseTests/Fixtures/Reference/README.md; the values were computed with DuckDB and scipy over the whole files.
@Suite struct ReferenceDataTests {
    private static let goals = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/reference/goals.json").path

    struct Known: Sendable, CustomTestStringConvertible {
        var goal: String
        var at: String
        var value: Double
        var sample: Int
        var error = 1e-9

        var testDescription: String { "\(goal) at \(at)" }
    }

    private static let known = [
        Known(goal: "resolution", at: "2016-03-20", value: 765_240, sample: 206),
        Known(goal: "churn", at: "2020-01-01", value: 0.26578498293515357, sample: 7032),
        Known(goal: "conversion", at: "2017-12-01", value: 0.25350233488992663, sample: 2998),
        Known(goal: "response", at: "2012-06-01", value: 0.06719453726572715, sample: 13_766),
        Known(goal: "brought", at: "1997-10-01", value: 73.447412, sample: 2357, error: 1e-8),
        Known(goal: "expected-39w", at: "1997-10-01", value: 25.427079, sample: 2357, error: 1e-4),
        Known(goal: "brought", at: "1998-07-01", value: 103.560433, sample: 2357, error: 1e-8),
        Known(goal: "expected-52w", at: "1998-07-01", value: 30.578138, sample: 2357, error: 1e-4),
    ]

    @Test(arguments: known)
    func theNumberIsTheKnownOneAndSoAreItsRows(known: Known) throws {
        let folder = try Folder()
        let options = ["--at", known.at, "--json", "--config", Self.goals, "--state", folder.path("state")]
        let checked = try Program.run(["check", known.goal] + options, in: folder)
        let goal = try #require((try checked.json()["goals"] as? [[String: Any]])?.first)
        let value = try #require(goal["value"] as? Double, "\(goal)")
        #expect(abs(value - known.value) <= known.error * known.value, "\(value)")
        #expect(goal["sample"] as? Int == known.sample)
        let rows = try #require(
            try Program.run(["rows", known.goal] + options, in: folder).json()["rows"] as? [[String: Any]])
        let counted = rows.filter { $0["counted"] as? Bool == true }.count
        if let numerator = goal["numerator"] as? Double {
            #expect(counted == Int(numerator) && rows.count == known.sample)
        } else {
            #expect(counted == known.sample)
        }
        let predicted = rows.compactMap { $0["predicted"] as? Double }
        if !predicted.isEmpty {
            #expect(abs(predicted.reduce(0, +) / Double(predicted.count) - value) <= 1e-9 * value)
        }
    }
}
