import Configuration
import Foundation
import Goals
import Testing

/// What a good goals.json comes to.
@Suite struct LoadTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func load(_ text: String) throws -> Configuration {
        try Configuration.load(path: folder.write(text))
    }

    /// A file with one source, the channels `team` and `boss`, and these goals.
    private func goals(_ goals: String, more: String = "") throws -> Configuration {
        try load(
            """
            { "sources": { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "console" }, "boss": { "type": "console", "min_level": "critical" } },
              "notify": ["team", "boss"], \(more)
              "goals": [ \(goals) ] }
            """)
    }

    private func problems(_ goal: String, more: String = "") -> [String] {
        do {
            _ = try goals(goal, more: more)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map(\.message)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func conditionsLookBackOnlyAtWhatTheGoalRecords() throws {
        #expect(problems(#"{ "id": "x", "critical": "churn > 1.2 * avg(churn, 7d)" }"#) == [])
        #expect(problems(#"{ "id": "x", "critical": "avg(churn, 7d) > 5%", "recover": "max(churn, 3d) < 4%" }"#) == [])
        let other = problems(#"{ "id": "x", "critical": "churn > avg(retention, 7d)" }"#)
        #expect(other.count == 1)
        #expect(other.first?.contains("that is churn_rate") == true)
        #expect(problems(#"{ "id": "x", "critical": "churn > avg(churn{plan=\"pro\"}, 7d)" }"#).count == 1)
    }

    @Test func theSmallestFileHasTheDefaultsOfTheReference() throws {
        let configuration = try load(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "slack", "url": { "env": "SLACK_WEBHOOK_URL" } } },
              "notify":   ["team"],
              "goals":    [ { "id": "churn", "critical": "churn > 5%" },
                            { "id": "resolution", "critical": "resolution > 24h" } ] }
            """)
        #expect(configuration.zone == .utc)
        #expect(configuration.currency == "EUR")
        #expect(configuration.language == .english)
        #expect(configuration.state == nil)
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.folder == folder.url.standardizedFileURL.path)
        #expect(
            configuration.sources == [
                SourceDeclaration(name: "crm", kind: .csv(folder: configuration.folder + "/data", files: []))
            ])
        #expect(
            configuration.channels == [
                ChannelDeclaration(name: "team", kind: .slack(url: .environment("SLACK_WEBHOOK_URL")))
            ])
        let churn = try #require(configuration.goal("churn"))
        #expect(
            churn
                == Goal(
                    id: "churn", kpi: "churn_rate", unit: .ratio, critical: churn.critical,
                    recipients: Goal.Recipients(warning: ["team"], critical: ["team"], all: ["team"])))
        #expect(configuration.goals.map(\.kpi) == ["churn_rate", "time_to_resolution"])
        #expect(configuration.goals.map(\.unit) == [.ratio, .duration])
    }

    @Test func aGoalSaysEverything() throws {
        let configuration = try goals(
            """
            { "id": "urgent-tickets", "title": "Urgent ones", "description": "d", "owner": "Support", "runbook": "r",
              "tags": ["a", "b"], "source": "crm", "kpi": "resolution", "critical": "> 24h", "warning": "> 12h",
              "recover": "< 10h", "for": "2d", "recover_for": "1d", "window": "last week", "lag": "7d",
              "cron": "0 7 * * MON-FRI", "by": ["segment", "channel"],
              "where": { "priority": ["high", null], "plan": "pro", "size": 5, "vip": true },
              "parameters": {}, "min_sample": 50, "no_data": "ok", "remind": "1d", "notify": { "critical": ["boss"] },
              "max_series": 20, "enabled": false }
            """)
        let goal = try #require(configuration.goals.first)
        #expect(goal.title == "Urgent ones" && goal.owner == "Support" && goal.tags == ["a", "b"])
        #expect(goal.critical?.text == "resolution > 24h" || goal.critical?.text == "time_to_resolution > 24h")
        #expect(goal.holdFor == .days(2) && goal.recoverFor == .days(1) && goal.lag == .days(7))
        #expect(goal.window == .last(.week) && goal.remind == .days(1))
        #expect(goal.schedule.text == "0 7 * * MON-FRI")
        #expect(goal.filters.map(\.column) == ["plan", "priority", "size", "vip"])
        #expect(goal.filters.map(\.values) == [["pro"], ["high", ""], ["5"], ["true"]])
        #expect(goal.minSample == 50 && goal.noData == .ok && goal.maxSeries == 20 && !goal.enabled)
        #expect(goal.recipients == Goal.Recipients(warning: ["team"], critical: ["boss"], all: ["team", "boss"]))
    }

    @Test func aChannelWithAMinimumLevelDoesNotHearOfLess() throws {
        let goal = try #require(try goals(#"{ "id": "a", "warning": "churn > 4%" }"#).goals.first)
        #expect(
            goal.recipients == Goal.Recipients(warning: ["team"], critical: ["team", "boss"], all: ["team", "boss"]))
    }

    @Test func aGoalThatNobodyHearsOfIsAWarning() throws {
        #expect(
            try goals(#"{ "id": "a", "warning": "churn > 4%", "notify": ["boss"] }"#).warnings.map(\.message)
                == ["nobody is told when it is at warning"])
        #expect(try goals(#"{ "id": "a", "warning": "churn > 4%", "notify": [] }"#).warnings.isEmpty)
        let silent = try load(
            #"{ "sources": { "crm": { "type": "csv", "folder": "." } }, "goals": [ { "id": "a", "critical": "churn > 5%" } ] }"#
        )
        #expect(silent.warnings.map(\.message) == ["nobody is told of this goal"])
    }

    @Test func parametersMayBeTextOrNumbersOfAnyKPIInTheConditions() throws {
        let goal = try goals(
            #"{ "id": "a", "critical": "csat < 70% and churn > 5%", "parameters": { "satisfied_from": 3, "inactive_after": "90d" } }"#
        ).goals.first
        #expect(goal?.parameters == ["satisfied_from": "3", "inactive_after": "90d"])
        #expect(!problems(#"{ "id": "a", "critical": "csat < 70%", "parameters": { "per": "visitor" } }"#).isEmpty)
    }

    @Test func customKPIsAreWordsOfConditions() throws {
        let configuration = try goals(
            #"{ "id": "a", "critical": "signups < 10" }, { "id": "b", "kpi": "arpu", "critical": "< 5 EUR" }"#,
            more: #"""
                "kpis": { "signups": { "series": "signups", "unit": "count", "aggregate": "sum", "better": "higher" },
                          "arpu": { "sql": "SELECT 1 AS value", "unit": "money" } },
                """#)
        #expect(configuration.goals.map(\.kpi) == ["signups", "arpu"])
        #expect(configuration.goals.map(\.unit) == [.count, .money])
        #expect(configuration.seriesTables == ["signups"])
    }

    @Test func aSourceSaysEverything() throws {
        let source = try load(
            #"""
            { "timezone": "Europe/Berlin", "goals": [],
              "sources": { "crm": { "type": "csv", "timezone": "America/New_York", "allow_bad_rows": 0.05, "allow_repeated_ids": true,
                "files": { "cases": { "path": "exports/cases-*.csv", "delimiter": ";", "encoding": "windows-1252",
                                      "date_format": "dd.MM.yyyy HH:mm", "decimal": ",", "quote": "'", "header": ["a", "b"],
                                      "null": ["?", "N/A"], "skip": 2 },
                           "mql": "mql.csv", "sends": "./sends.csv" },
                "tables": { "tickets": { "from": "cases",
                              "columns": { "id": "Case Number", "season": { "value": "spring" }, "n": { "value": 5 }, "x": { "sql": "a * b" } },
                              "where": { "Type": ["Problem", null], "State": null } },
                            "leads": { "sql": "SELECT * FROM MQL" } } } } }
            """#
        ).source("crm")
        let root = folder.url.standardizedFileURL.path
        let cases = CSVFile(
            name: "cases", path: root + "/exports/cases-*.csv", delimiter: ";", encoding: .windows1252, quote: "'",
            header: ["a", "b"], skip: 2, nulls: ["?", "N/A"], dateFormat: "dd.MM.yyyy HH:mm", decimal: ",")
        let tickets = TableMapping.Origin.columns(
            from: "cases",
            columns: [
                .init(name: "id", value: .column("Case Number")), .init(name: "season", value: .constant("spring")),
                .init(name: "n", value: .constant("5")), .init(name: "x", value: .sql("a * b")),
            ], filters: [.init(column: "State", values: [nil]), .init(column: "Type", values: ["Problem", nil])])
        #expect(
            source
                == SourceDeclaration(
                    name: "crm",
                    kind: .csv(
                        folder: nil,
                        files: [
                            cases, CSVFile(name: "mql", path: root + "/mql.csv"),
                            CSVFile(name: "sends", path: root + "/sends.csv"),
                        ]),
                    zone: Zone("America/New_York")!,
                    tables: [
                        TableMapping(table: "leads", origin: .sql("SELECT * FROM MQL")),
                        // A file that is named as a table fills it.
                        TableMapping(table: "sends", origin: .columns(from: "sends", columns: [], filters: [])),
                        TableMapping(table: "tickets", origin: tickets),
                    ], allowedBadRows: 0.05, allowsRepeatedIDs: true))
    }

    @Test func channelsSayEverything() throws {
        let configuration = try load(
            #"""
            { "language": "de", "goals": [], "channels": {
                "hook": { "type": "webhook", "url": { "file": "secrets/url" }, "secret": { "credential": "hook" },
                          "headers": { "X-Team": "crm", "Authorization": { "env": "TOKEN" } }, "timeout": "1m", "ca_file": "ca.pem",
                          "proxy": "http://proxy.example.org:3128", "insecure": true, "language": "en" },
                "mail": { "type": "email", "server": "smtp://localhost:2525", "username": "crm", "password": { "env": "P" },
                          "from": "crm@example.org", "to": ["a@example.org", "b@example.org"], "starttls": "off" } } }
            """#)
        let root = folder.url.standardizedFileURL.path
        #expect(
            configuration.channel("hook")
                == ChannelDeclaration(
                    name: "hook",
                    kind: .webhook(
                        url: .file("secrets/url"), secret: .credential("hook"),
                        headers: [
                            .init(name: "Authorization", value: .environment("TOKEN")),
                            .init(name: "X-Team", value: .literal("crm")),
                        ]), timeout: 60, caFile: root + "/ca.pem", proxy: "http://proxy.example.org:3128",
                    insecure: true))
        #expect(
            configuration.channel("mail")
                == ChannelDeclaration(
                    name: "mail",
                    kind: .email(
                        .init(
                            server: .literal("smtp://localhost:2525"), username: .literal("crm"),
                            password: .environment("P"), from: "crm@example.org",
                            to: ["a@example.org", "b@example.org"], requiresTLS: false)), language: .german))
        #expect(configuration.warnings.map(\.message) == ["there are no goals in it, so nothing is watched"])
    }

    @Test(arguments: [
        "http://localhost:8080/x", "http://127.0.0.1/x", "http://127.1.2.3:80", "http://[::1]:8080/",
        "https://example.org/x",
    ])
    func addressesThatMayBeCalled(_ url: String) throws {
        let configuration = try load(
            #"{ "goals": [], "channels": { "a": { "type": "slack", "url": "\#(url)" } } }"#)
        #expect(configuration.warnings.map(\.message).contains("a secret stands in the file itself"))
    }

    @Test(arguments: [
        "http://example.org/x", "http://127.0.0.1.example.org/", "http://localhost@example.org/", "ftp://example.org",
        "https://",
        "https://exa mple.org", "https://169.254.169.254/", "http://[fe80::1]/", "https://example.org:99999/",
        "//example.org",
        "http://127.0.0.1\\@example.org/",
    ])
    func addressesThatMayNotBeCalled(_ url: String) {
        let escaped = url.replacing("\\", with: "\\\\")
        #expect(throws: ConfigurationError.self) {
            try load(#"{ "goals": [], "channels": { "a": { "type": "slack", "url": "\#(escaped)" } } }"#)
        }
    }

    @Test func theFilesOrderIsKept() throws {
        let configuration = try load(
            #"""
            { "goals": [], "sources": { "b": { "type": "csv", "folder": "b" }, "a": { "type": "csv", "folder": "a" } },
              "channels": { "z": { "type": "console" }, "y": { "type": "console" } } }
            """#)
        #expect(configuration.sources.map(\.name) == ["b", "a"])
        #expect(configuration.channels.map(\.name) == ["z", "y"])
    }
}
