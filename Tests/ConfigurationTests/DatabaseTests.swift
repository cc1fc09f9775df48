import Configuration
import Goals
import KPIs
import Testing

/// Sources that are databases, and KPIs that are asked of somebody else.
@Suite struct DatabaseTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private var root: String { folder.url.standardizedFileURL.path }

    private func load(_ text: String) throws -> Configuration {
        try Configuration.load(path: folder.write(text))
    }

    @Test func everyTypeOfSourceSaysEverything() throws {
        let configuration = try load(
            #"""
            { "goals": [], "sources": {
                "file": { "type": "sqlite", "path": "crm.sqlite", "timezone": "Europe/Berlin", "max_age": "2d",
                          "tables": { "tickets": { "from": "Cases", "columns": { "id": "Case Number" } } } },
                "books": { "type": "postgres", "url": { "env": "DATABASE_URL" }, "allow_write_role": true, "allow_bad_rows": true },
                "lake": { "type": "duckdb", "path": "crm.duckdb", "allow_repeated_ids": true,
                          "files": { "orders": "lake/orders-*.parquet", "visits": "lake/visits.csv.gz", "raw": "raw.jsonl" },
                          "tables": { "leads": { "from": "raw" } } },
                "events": { "type": "clickhouse", "url": { "file": "secrets/ch" }, "ca_file": "ca.pem", "insecure": true } } }
            """#)
        let tickets = TableMapping(
            table: "tickets",
            origin: .columns(
                from: "Cases", columns: [.init(name: "id", value: .column("Case Number"))], filters: []))
        func plain(_ table: String, from: String) -> TableMapping {
            TableMapping(table: table, origin: .columns(from: from, columns: [], filters: []))
        }
        #expect(
            configuration.sources == [
                SourceDeclaration(
                    name: "file", kind: .sqlite(path: root + "/crm.sqlite"), zone: try #require(Zone("Europe/Berlin")),
                    tables: [tickets], maxAge: .days(2)),
                SourceDeclaration(
                    name: "books", kind: .postgres(url: .environment("DATABASE_URL"), allowsWriteRole: true),
                    allowedBadRows: 1),
                SourceDeclaration(
                    name: "lake",
                    kind: .duckdb(
                        path: root + "/crm.duckdb",
                        files: [
                            DuckDBFile(name: "orders", path: root + "/lake/orders-*.parquet"),
                            DuckDBFile(name: "visits", path: root + "/lake/visits.csv.gz"),
                            DuckDBFile(name: "raw", path: root + "/raw.jsonl"),
                        ]),
                    tables: [
                        plain("leads", from: "raw"), plain("orders", from: "orders"), plain("visits", from: "visits"),
                    ],
                    allowsRepeatedIDs: true),
                SourceDeclaration(
                    name: "events",
                    kind: .clickhouse(
                        url: .file("secrets/ch"), allowsWriteRole: false, caFile: root + "/ca.pem", insecure: true)),
            ])
    }

    @Test func ownKPIsOfEveryKindAreWordsOfConditions() throws {
        let configuration = try load(
            #"""
            { "sources": { "crm": { "type": "csv", "folder": "data" } },
              "kpis": {
                "backlog": { "http": "https://example.org/kpis.json", "list": "/teams", "value": "/open", "sample": "/n",
                             "labels": { "team": "/na~1me", "site": "/site" }, "headers": { "Authorization": { "env": "BI_TOKEN" } },
                             "timeout": "5s", "ca_file": "ca.pem", "unit": "count", "better": "lower" },
                "load": { "http": "http://localhost:8080/load", "value": "", "unit": "ratio" },
                "pipeline": { "command": ["./pipeline-value", "--open", ""], "unit": "money", "timeout": "1m",
                              "environment": { "TOKEN": { "credential": "crm" }, "LANG": "C" } } },
              "channels": { "team": { "type": "console" } }, "notify": ["team"],
              "goals": [ { "id": "a", "critical": "backlog > 100", "by": ["team", "site"] },
                                       { "id": "b", "critical": "pipeline < 1M EUR" }, { "id": "c", "critical": "load > 90%" } ] }
            """#)
        let catalogue = configuration.catalogue
        let backlog = HTTPQuery(
            url: .literal("https://example.org/kpis.json"),
            headers: [.init(name: "Authorization", value: .environment("BI_TOKEN"))],
            list: JSONPointer(tokens: ["teams"]), value: JSONPointer(tokens: ["open"]),
            sample: JSONPointer(tokens: ["n"]),
            labels: [
                .init(column: "site", place: JSONPointer(tokens: ["site"])),
                .init(column: "team", place: JSONPointer(tokens: ["na/me"])),
            ], timeout: 5, caFile: root + "/ca.pem")
        #expect(catalogue.customKPI("backlog")?.kind == .http(backlog))
        #expect(catalogue.customKPI("backlog")?.better == .lower)
        let load = HTTPQuery(url: .literal("http://localhost:8080/load"), value: JSONPointer(tokens: []))
        #expect(catalogue.customKPI("load")?.kind == .http(load))
        let pipeline = CommandQuery(
            arguments: ["./pipeline-value", "--open", ""],
            environment: [
                .init(name: "LANG", value: .literal("C")), .init(name: "TOKEN", value: .credential("crm")),
            ], timeout: 60, folder: root)
        #expect(catalogue.customKPI("pipeline")?.kind == .command(pipeline))
        #expect(configuration.goals.map(\.unit) == [.count, .money, .ratio])
        #expect(configuration.warnings == [])
    }

    /// What opens a door is worth a warning, an address alone is not.
    @Test func aPasswordInTheFileItselfIsAWarning() throws {
        let configuration = try load(
            #"""
            { "goals": [], "sources": {
                "a": { "type": "postgres", "url": "postgres://reader:hunter2@db.example.org/crm" },
                "b": { "type": "postgres", "url": "postgres://reader@db.example.org/crm?sslmode=verify-full" },
                "c": { "type": "postgres", "url": "postgresql:///crm?host=/run/postgresql&password=hunter2" },
                "d": { "type": "clickhouse", "url": "https://ch.example.org:8443/crm" } },
              "kpis": {
                "e": { "http": "https://bi.example.org/kpis?api_key=hunter2", "value": "/a", "unit": "count" },
                "f": { "command": ["./f"], "environment": { "API_TOKEN": "hunter2", "LANG": "C" }, "unit": "count" } } }
            """#)
        let paths = configuration.warnings.filter { $0.message == "a secret stands in the file itself" }.map(\.path)
        #expect(paths == ["sources.a.url", "sources.c.url", "kpis.e.http", "kpis.f.environment.API_TOKEN"])
        #expect(!configuration.warnings.map(\.description).joined().contains("hunter2"))
    }

    @Test func theSecretsOfSourcesAndKPIsAreLookedAtToo() throws {
        let configuration = try load(
            #"""
            { "goals": [], "sources": {
                "a": { "type": "postgres", "url": { "env": "UNSET" } },
                "b": { "type": "postgres", "url": { "env": "WEB" } },
                "c": { "type": "clickhouse", "url": { "env": "PLAIN" } } },
              "kpis": {
                "docs": { "http": { "env": "PLAIN" }, "value": "/a", "headers": { "X-A": { "env": "UNSET" } }, "unit": "count" },
                "run": { "command": ["./f"], "environment": { "A": { "env": "UNSET" } }, "unit": "count" } } }
            """#)
        let secrets = Secrets(
            environment: ["WEB": "https://db.example.org", "PLAIN": "http://hunter2@ch.example.org"], folder: root)
        let problems = configuration.secretProblems(secrets)
        #expect(
            Set(problems.map { "\($0.path): \($0.message)" }) == [
                "sources.a.url: the environment variable UNSET is not set",
                "sources.b.url: what was read there is of no use: it is not the address of a PostgreSQL database",
                "sources.c.url: what was read there is of no use: http: sends passwords and data unencrypted",
                "kpis.docs.http: what was read there is of no use: http: sends passwords and data unencrypted",
                "kpis.docs.headers.X-A: the environment variable UNSET is not set",
                "kpis.run.environment.A: the environment variable UNSET is not set",
            ])
        #expect(!problems.map(\.description).joined().contains("hunter2"))
    }

    @Test func confidenceIsAShareAndWarnsWhereThereIsNoInterval() throws {
        let configuration = try load(
            #"""
            { "sources": { "crm": { "type": "csv", "folder": "data" } },
              "channels": { "team": { "type": "console" } }, "notify": ["team"],
              "goals": [ { "id": "a", "critical": "churn > 5%", "confidence": 0.99 }, { "id": "b", "critical": "churn > 5%" },
                         { "id": "c", "critical": "revenue < 1000 EUR", "confidence": 0.9 } ] }
            """#)
        #expect(configuration.goals.map(\.confidence) == [0.99, nil, 0.9])
        #expect(
            configuration.warnings.map { "\($0.path): \($0.message)" } == [
                "goals[2].confidence: revenue has no interval, so confidence changes nothing"
            ])
    }
}
