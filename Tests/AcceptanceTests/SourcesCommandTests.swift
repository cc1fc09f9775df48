import Foundation
import Testing

/// `crmgoals sources`, and what `max_age` makes of an export that is stuck.
@Suite struct SourcesCommandTests {
    private func company(maxAge: String? = nil, broken: Bool = false, by: String = "[]") throws -> Folder {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200)).write(leaving: 8)
        let age = maxAge.map { ", \"max_age\": \"\($0)\"" } ?? ""
        let more = broken ? ", \"dwh\": { \"type\": \"sqlite\", \"path\": \"nowhere.sqlite\" }" : ""
        try folder.write(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data"\(age) }\(more) },
              "channels": { "team": { "type": "console" } }, "notify": ["team"],
              "goals":    [ { "id": "resolution", "critical": "resolution > 24h", "source": "crm", "by": \(by) },
                            { "id": "churn", "critical": "churn > 5%", "source": "crm" } ] }
            """, to: "goals.json")
        return folder
    }

    private func source(_ name: String, in outcome: Program.Outcome) throws -> [String: Any] {
        let sources = try #require(try outcome.json()["sources"] as? [[String: Any]])
        return try #require(sources.first { $0["source"] as? String == name })
    }

    @Test func theyTellWhatWasReadAndWhatCouldNotBe() throws {
        let folder = try company()
        let tickets = try folder.read("data/tickets.csv")
        try folder.write(tickets + "41,soon,,41,high\n40,2026-02-26,,40,high\n", to: "data/tickets.csv")
        let text = try Program.run("sources", in: folder)
        #expect(text.exitCode == 0)
        for expected in ["tickets.csv:42", "soon", "goals: resolution, churn", "customers"] {
            #expect(text.output.contains(expected), "\(expected)\n\(text.output)")
        }
        let crm = try source("crm", in: try Program.run("sources", "--json", in: folder))
        #expect(crm["type"] as? String == "csv")
        #expect(crm["place"] as? String == folder.path("data"))
        #expect(crm["goals"] as? [String] == ["resolution", "churn"])
        #expect(crm["max_age"] is NSNull && crm["failure"] is NSNull && crm["can_write"] is NSNull)
        let table = try #require((crm["tables"] as? [[String: Any]])?.first { $0["table"] as? String == "tickets" })
        #expect(table["rows"] as? Int == 40)
        #expect(table["read_rows"] as? Int == 42)
        #expect(table["bad_rows"] as? Int == 1)
        #expect(table["replaced"] as? Int == 1)
        #expect(table["newest"] as? String == "2026-02-26T00:00:00Z")
        #expect(table["stale"] is NSNull)
        let bad = try #require((table["bad"] as? [[String: Any]])?.first)
        #expect(bad["line"] as? Int == 42 && bad["column"] as? String == "opened_at")
    }

    @Test func oneThatCannotBeReadIsToldOfBesideTheOthers() throws {
        let folder = try company(broken: true)
        let outcome = try Program.run("sources", "--json", in: folder)
        #expect(outcome.exitCode == 74)
        #expect((try source("dwh", in: outcome)["failure"] as? String)?.contains("nowhere.sqlite") == true)
        #expect((try source("crm", in: outcome)["tables"] as? [Any])?.count == 2)
        let text = try Program.run("sources", in: folder)
        #expect(text.exitCode == 74 && text.output.contains("nowhere.sqlite") && text.output.contains("tickets"))
    }

    @Test func anExportThatIsStuckIsNoDataAndNotAGoodWeek() throws {
        let folder = try company(maxAge: "7d")
        func states(_ at: String) throws -> [String: (state: String?, reason: String?)] {
            let goals = try Program.run("check", "--json", "--at", at, in: folder).json()["goals"] as? [[String: Any]]
            return Dictionary(
                (goals ?? []).map { ($0["id"] as? String ?? "", ($0["state"] as? String, $0["reason"] as? String)) }
            ) { first, _ in first }
        }
        let good = try states("2026-03-01")
        #expect(good["resolution"]?.state == "ok")
        // Customers are older: churn rests on them alone.
        #expect(good["churn"]?.state == "no_data")
        let stuck = try states("2026-03-05")
        #expect(stuck["resolution"]?.state == "no_data")
        for part in ["tickets", "2026-02-24", "max_age", "crm", "7d", "stuck"] {
            #expect(
                stuck["resolution"]?.reason?.contains(part) == true, "\(part): \(stuck["resolution"]?.reason ?? "")")
        }
        #expect(try states("2026-02-26")["resolution"]?.state == "ok")
        let crm = try source("crm", in: try Program.run("sources", "--json", in: folder))
        #expect(crm["max_age"] as? String == "7d")
        #expect((crm["tables"] as? [[String: Any]])?.allSatisfy { $0["stale"] as? Bool == true } == true)
        #expect(try Program.run("sources", in: folder).output.contains("is the export stuck?"))
    }

    @Test func allSeriesOfASplitGoalAreHeldWhileTheExportIsStuck() throws {
        let folder = try company(maxAge: "7d", by: "[\"priority\"]")
        #expect(try Program.run("check", "resolution", "--at", "2026-03-01", in: folder).exitCode == 0)
        let outcome = try Program.run(
            "backtest", "resolution", "--from", "2026-03-01", "--to", "2026-03-10", "--every", "1d", "--json",
            in: folder)
        let events = try #require(try outcome.json()["events"] as? [[String: Any]])
        #expect(events.compactMap { $0["event"] as? String } == ["no_data"], "\(events)")
        #expect((events.first?["reason"] as? String)?.contains("max_age") == true)
    }
}
