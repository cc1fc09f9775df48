import Foundation
import Testing

/// The sample company, seen by its own goals.
@Suite struct SampleCompanyStoryTests {
    @Test func aBacktestOverAYearFindsThePlantedStoriesAndNothingElse() throws {
        let folder = try Folder()
        try Program.run("init", "--demo", in: folder)
        let outcome = try Program.Running(["backtest", "--from", "365d", "--json"], in: folder).wait(seconds: 900)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let events = try #require(outcome.json()["events"] as? [[String: Any]])
        let begun = events.filter {
            ["opened", "flapping", "no_data", "check_failed"].contains($0["event"] as? String)
        }
        let stories = begun.map { event in
            let labels = event["labels"] as? [String: String] ?? [:]
            return ([event["goal"] as? String ?? ""] + labels.values.sorted()).joined(separator: " ")
        }
        #expect(
            stories.sorted() == [
                "campaign-response Refer a colleague", "churn smb", "open-tickets", "recommendation", "resolution",
            ])
        let ended = events.filter { ["resolved", "closed"].contains($0["event"] as? String) }
        #expect(
            ended.compactMap { $0["goal"] as? String }.sorted() == ["campaign-response", "open-tickets", "resolution"])
    }

    @Test func theSmallestGoalsFindThatCustomersLeave() throws {
        let folder = try Folder()
        try Program.run("init", "--demo", in: folder)
        try folder.write(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "console" } },
              "notify":   ["team"],
              "goals":    [ { "id": "churn", "critical": "churn > 5%" },
                            { "id": "resolution", "critical": "resolution > 24h" } ] }
            """, to: "goals.json")
        let outcome = try Program.run("check", "--json", in: folder)
        #expect(outcome.exitCode == 2, "\(outcome.errors)")
        let goals = try #require(outcome.json()["goals"] as? [[String: Any]])
        #expect(goals.map { $0["state"] as? String } == ["critical", "ok"])
    }
}
