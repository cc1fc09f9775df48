import Configuration
import Testing

@Suite struct SpeedTests {
    /// `status` has 15 ms for everything; a debug build on a busy machine is given far more.
    @Test func aHundredGoalsLoadInMilliseconds() throws {
        let goals = (0..<100).map {
            """
            { "id": "goal-\($0)", "title": "Goal number \($0)", "owner": "Customer Success", "tags": ["retention"],
              "by": ["segment"], "warning": "churn > 4%", "critical": "churn > 5% and active_customers > 100",
              "recover": "< 3.5%", "for": "2d", "min_sample": 50, "window": "30d", "at": "07:00", "remind": "7d" }
            """
        }
        let folder = try Folder()
        let path = try folder.write(
            """
            { "timezone": "Europe/Berlin", "sources": { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "console" } }, "notify": ["team"],
              "goals": [ \(goals.joined(separator: ",\n")) ] }
            """)
        #expect(try Configuration.load(path: path).goals.count == 100)
        let clock = ContinuousClock()
        let times = try (0..<5).map { _ in try clock.measure { _ = try Configuration.load(path: path) } }
        let best = try #require(times.min())
        print("100 goals: \(best)")
        #expect(best < .milliseconds(1000))
    }
}
