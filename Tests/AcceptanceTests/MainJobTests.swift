import Foundation
import TestPeers
import Testing

/// The story of the issue: from a CRM export to one Slack message and one mail.
@Suite(.serialized) struct MainJobTests {
    @Test func aBreachIsToldOnceThroughTenRestartsAndItsEndOnce() throws {
        let folder = try Folder()
        let company = SmallCompany(in: folder, now: Date())
        let slack = try Peer("http_receiver.py")
        let mail = try MailServer()
        let mark = "churn-" + UUID().uuidString.prefix(8).lowercased()
        try company.write(leaving: 8)
        try folder.write(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "slack", "url": { "env": "SLACK_WEBHOOK_URL" } },
                            "mail": { "type": "email", "server": "\(mail.server)", "username": "\(mail.user)",
                                      "password": { "env": "SMTP_PASSWORD" }, "ca_file": "\(mail.caFile)",
                                      "from": "goals@crmgoals.test", "to": ["team@crmgoals.test"] } },
              "notify":   ["team", "mail"],
              "goals":    [ { "id": "\(mark)", "critical": "churn > 5%", "every": "1s" },
                            { "id": "resolution", "critical": "resolution > 24h", "every": "1s" } ] }
            """, to: "goals.json")
        let environment = [
            "SLACK_WEBHOOK_URL": "http://127.0.0.1:\(slack.port)/slack", "SMTP_PASSWORD": mail.password,
        ]
        func messages() throws -> [String] { try slack.log(ReceivedRequest.self).map(\.body) }
        func mails() throws -> [String] { try mail.mails(to: "team", containing: mark) }
        func lastEvaluation() throws -> String {
            let status = try Program.run("status", "--json", in: folder)
            let goals = try #require(try status.json()["goals"] as? [[String: Any]])
            return goals.first?["evaluated_at"] as? String ?? ""
        }

        let validation = try Program.run("validate", in: folder, environment: environment)
        #expect(validation.exitCode == 0, "\(validation.output)\(validation.errors)")
        #expect(try Program.run("check", in: folder).exitCode == 2)
        #expect(try messages().isEmpty)

        for _ in 0..<10 {
            let before = try lastEvaluation()
            let daemon = try Program.Running(["run"], in: folder, environment: environment)
            try eventually("evaluated after a start") { try lastEvaluation() > before }
            try eventually("the breach is told") { try !messages().isEmpty && !mails().isEmpty }
            let ended = try daemon.end()
            #expect(ended.exitCode == 0, "\(ended.errors)")
        }
        #expect(try messages().count == 1)
        #expect(try mails().count == 1)
        #expect(try Program.run("status", in: folder).exitCode == 2)

        try company.write(leaving: 2)
        let daemon = try Program.Running(["run"], in: folder, environment: environment)
        try eventually("the end is told") { try messages().count == 2 && mails().count == 2 }
        let after = try lastEvaluation()
        try eventually("evaluated again") { try lastEvaluation() > after }
        #expect(try daemon.end().exitCode == 0)
        #expect(try messages().count == 2)
        #expect(try mails().count == 2)
        #expect(try Program.run("status", in: folder).exitCode == 0)

        let history = try Program.run("history", "--json", in: folder).json()
        let episodes = try #require(history["episodes"] as? [[String: Any]])
        #expect(episodes.count == 1)
        #expect(episodes.first?["outcome"] as? String == "resolved")
        #expect(episodes.first?["peak"] as? Double == 0.08)
        let deliveries = try #require(episodes.first?["deliveries"] as? [[String: Any]])
        #expect(deliveries.count == 4)
        #expect(deliveries.allSatisfy { $0["state"] as? String == "delivered" })
    }

    @Test func withNoDaemonCheckNotifyTellsOnceAndTheEndOnce() throws {
        let folder = try Folder()
        let slack = try Peer("http_receiver.py")
        let company = SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200))  // 2026-03-01
        try company.write(leaving: 8)
        try folder.write(Self.goals(channel: "http://127.0.0.1:\(slack.port)/slack"), to: "goals.json")
        func told() throws -> Int { try slack.log(ReceivedRequest.self).count }

        #expect(try Program.run("check", "--notify", "--at", "2026-03-01T10:00:00Z", in: folder).exitCode == 2)
        #expect(try told() == 1)
        #expect(try Program.run("check", "--notify", "--at", "2026-03-01T10:30:00Z", in: folder).exitCode == 2)
        #expect(try Program.run("check", "--notify", "--at", "2026-03-01T11:00:00Z", in: folder).exitCode == 2)
        #expect(try told() == 1)
        try company.write(leaving: 1)
        #expect(try Program.run("check", "--notify", "--at", "2026-03-01T12:00:00Z", in: folder).exitCode == 0)
        #expect(try told() == 2)
    }

    @Test func aChannelThatIsDownIsOwedItsNoticeAndGetsItInOrder() throws {
        let folder = try Folder()
        let slack = try Peer("http_receiver.py")
        let company = SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200))
        try company.write(leaving: 8)
        try folder.write(Self.goals(channel: "http://127.0.0.1:\(slack.port)/status/500"), to: "goals.json")
        try Program.run("check", "--notify", "--at", "2026-03-01T10:00:00Z", in: folder)
        try company.write(leaving: 1)
        try Program.run("check", "--notify", "--at", "2026-03-01T11:00:00Z", in: folder)
        let owed = try Program.run("status", "--json", in: folder).json()["outbox"] as? [String: Int]
        #expect(owed == ["owed": 2, "dead_letters": 0])

        try folder.write(Self.goals(channel: "http://127.0.0.1:\(slack.port)/slack"), to: "goals.json")
        try Program.run("check", "--notify", "--at", "2026-03-01T12:00:00Z", in: folder)
        let told = try slack.log(ReceivedRequest.self).filter { $0.path == "/slack" }.map(\.body)
        #expect(told.count == 2)
        #expect(told.first?.contains("critical") == true)
        #expect(told.last?.contains("is back to normal") == true)
        let status = try Program.run("status", "--json", in: folder).json()["outbox"] as? [String: Int]
        #expect(status == ["owed": 0, "dead_letters": 0])
    }

    @Test func aRefusedNoticeIsADeadLetterThatAnotherChannelHearsOf() throws {
        let folder = try Folder()
        let slack = try Peer("http_receiver.py")
        try SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200)).write(leaving: 8)
        try folder.write(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "slack", "url": "http://127.0.0.1:\(slack.port)/status/404" },
                            "boss": { "type": "slack", "url": "http://127.0.0.1:\(slack.port)/slack" } },
              "goals":    [ { "id": "churn", "critical": "churn > 5%", "notify": ["team"] } ] }
            """, to: "goals.json")
        try Program.run("check", "--notify", "--at", "2026-03-01T10:00:00Z", in: folder)
        let status = try Program.run("status", "--json", in: folder).json()["outbox"] as? [String: Int]
        #expect(status?["dead_letters"] == 1)
        let alarms = try slack.log(ReceivedRequest.self).filter { $0.path == "/slack" }
        #expect(alarms.count == 1)
        #expect(alarms.first?.body.contains("404") == true)
    }

    static func goals(channel: String) -> String {
        """
        { "sources":  { "crm": { "type": "csv", "folder": "data" } },
          "channels": { "team": { "type": "slack", "url": "\(channel)" } },
          "notify":   ["team"],
          "goals":    [ { "id": "churn", "critical": "churn > 5%" } ] }
        """
    }
}
