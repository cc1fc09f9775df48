import Foundation
import TestPeers
import Testing

/// What a supervisor sees of the daemon.
@Suite struct SupervisionTests {
    private struct Told: Decodable {
        var message: String
    }

    @Test func systemdHearsOfStartReloadLifeAndEnd() throws {
        let folder = try Folder()
        let systemd = try Peer("notify_receiver.py")
        func told() throws -> [String] { try systemd.log(Told.self).map(\.message) }
        try SmallCompany(in: folder, now: Date()).write(leaving: 1)
        try folder.write(MainJobTests.goals(channel: "http://127.0.0.1:9/"), to: "goals.json")
        let daemon = try Program.Running(
            ["run", "--log-format", "json"], in: folder,
            environment: [
                "NOTIFY_SOCKET": systemd.folder.appendingPathComponent("notify").path, "WATCHDOG_USEC": "1500000",
            ])
        try eventually("it says that it is ready") { try told().contains { $0.hasPrefix("READY=1\nSTATUS=") } }
        try eventually("it feeds the watchdog") { try told().filter { $0 == "WATCHDOG=1" }.count > 2 }
        try eventually("it says how the goals stand") { try told().contains("STATUS=1 goals: 1 ok") }
        kill(daemon.process.processIdentifier, SIGHUP)
        try eventually("it says that it reloads") {
            try told().contains { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") }
        }
        let ended = try daemon.end()
        #expect(ended.exitCode == 0)
        #expect(try told().contains { $0.hasPrefix("STOPPING=1") })
        for line in ended.errors.split(separator: "\n") {
            let entry = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(entry?["at"] != nil && entry?["level"] != nil && entry?["message"] != nil, "\(line)")
        }
    }

    @Test func aWatcherThatIsKilledLosesNothing() throws {
        let folder = try Folder()
        let slack = try Peer("http_receiver.py")
        try SmallCompany(in: folder, now: Date()).write(leaving: 8)
        try folder.write(MainJobTests.goals(channel: "http://127.0.0.1:\(slack.port)/slack"), to: "goals.json")
        for _ in 0..<3 {
            let daemon = try Program.Running(["run"], in: folder)
            try eventually("the breach is told") { try !slack.log(ReceivedRequest.self).isEmpty }
            try eventually("it is written down that it was told") {
                let status = try Program.run("status", "--json", in: folder).json()["outbox"] as? [String: Int]
                return status?["owed"] == 0
            }
            kill(daemon.process.processIdentifier, SIGKILL)
            _ = try daemon.wait()
        }
        #expect(try slack.log(ReceivedRequest.self).count == 1)
        #expect(try Program.run("status", in: folder).exitCode == 2)
    }

    @Test func commandsReachTheDaemonThroughItsSocket() throws {
        let folder = try Folder()
        let slack = try Peer("http_receiver.py")
        try SmallCompany(in: folder, now: Date()).write(leaving: 8)
        try folder.write(MainJobTests.goals(channel: "http://127.0.0.1:\(slack.port)/status/400"), to: "goals.json")
        let daemon = try Program.Running(["run"], in: folder)
        try eventually("the notice is a dead letter") {
            let status = try Program.run("status", "--json", in: folder).json()["outbox"] as? [String: Int]
            return status?["dead_letters"] == 1
        }
        #expect(try Program.run("check", "--notify", in: folder).exitCode == 2)
        let retried = try Program.run("outbox", "retry", in: folder)
        #expect(retried.exitCode == 0, "\(retried.errors)")
        try eventually("it is tried again") { try slack.log(ReceivedRequest.self).count == 2 }
        let list = try Program.run("outbox", in: folder)
        #expect(list.output.contains("given up"))
        #expect(list.output.contains("400"))
        #expect(try daemon.end().exitCode == 0)
    }
}
