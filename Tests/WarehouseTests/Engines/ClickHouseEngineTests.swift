import Foundation
import Goals
import KPIs
import TestPeers
import Testing

@testable import Warehouse

/// What can go wrong with a ClickHouse server, against a real one (18.16) and a way to it on which something goes wrong.
@Suite(.serialized) struct ClickHouseEngineTests {
    let folder: TestFolder
    let server: ClickHouseTestServer

    init() throws {
        folder = try TestFolder()
        server = try .old()
    }

    private static let now = time("2026-03-01T00:00:00Z")
    private static let company = TestCompany(tables: [
        "orders": .init(
            columns: ["id", "customer_id", "ordered_at", "product", "amount"],
            rows: (0..<40).map { number in
                [
                    "\(number)", "c\(number % 5)", "2026-02-1\(number % 9)T00:00:00Z", "p\(number % 3)",
                    number % 7 == 0 ? nil : "\(number)",
                ]
            })
    ])
    private static let question = MeasurementRequest.of("orders", by: ["product"])

    private func warehouse(
        _ url: String, allowsWriteRole: Bool = false, caFile: String? = nil, custom: [CustomKPI] = [],
        tables: [TableMapping] = []
    ) -> Warehouse {
        let source = SourceDeclaration(
            name: "crm",
            kind: .clickhouse(
                url: .environment("URL"), allowsWriteRole: allowsWriteRole, caFile: caFile, insecure: false),
            tables: tables)
        return Warehouse(
            sources: [source], folder: folder.path + "/state", catalogue: Catalogue(custom: custom), zone: .utc,
            currency: "EUR", secret: { _ in url })
    }

    /// What a refresh says is wrong.
    private func refusal(_ warehouse: Warehouse, deadline: Double = 60) async -> String {
        do {
            let report = try await warehouse.refresh("crm", now: Self.now, deadline: deadline)
            return "read: \(report.tables.map { "\($0.table) \($0.failure ?? "")" })"
        } catch { return error.description }
    }

    private func values(_ warehouse: Warehouse, _ question: MeasurementRequest = question) async throws -> [Double] {
        let results = try await warehouse.measure(question, now: Self.now, known: [], maxSeries: 500, deadline: 60)
        return results.values.compactMap { if case .value(let one) = $0 { one.value } else { nil } }.sorted()
    }

    private func failure(
        _ warehouse: Warehouse, _ question: MeasurementRequest = question, deadline: Double = 60
    ) async -> String {
        do {
            let found = try await warehouse.measure(
                question, now: Self.now, known: [], maxSeries: 500, deadline: deadline)
            return "measured: \(found)"
        } catch { return error.description }
    }

    // MARK: At the start

    @Test func aServerThatIsNotThereIsSaidToBeSo() async {
        let reason = await refusal(warehouse("http://reader:c4n4ry@127.0.0.1:1/crm"))
        #expect(reason.contains("connection refused: see whether ClickHouse runs there") && !reason.contains("c4n4ry"))
        let unsafe = await refusal(warehouse("http://reader:c4n4ry@db.example.com:8123/crm"))
        #expect(unsafe.contains("is not encrypted") && !unsafe.contains("c4n4ry"))
        let broken = await refusal(warehouse("reader:c4n4ry@db"))
        #expect(broken.contains("url: the address") && !broken.contains("c4n4ry"))
    }

    @Test(arguments: ["reader", "nobody"])
    func whoIsNotLetInIsTold(user: String) async {
        let reason = await refusal(warehouse(server.url(as: user, database: "default", password: "c4n4ry")))
        #expect(reason.contains("does not let user \(user) in") && !reason.contains("c4n4ry"), "\(reason)")
    }

    @Test func aDatabaseThatIsNotThereIsSaidToBeSo() async {
        let reason = await refusal(warehouse(server.url(as: "reader", database: "nowhere")))
        #expect(reason.contains("Database nowhere doesn't exist: it is gone, or was never there"), "\(reason)")
    }

    @Test func aUserWhoMayWriteIsRefusedWithHowToMakeOneWhoMayNot() async throws {
        let database = try server.load(Self.company)
        let url = server.url(as: "admin", database: database)
        let reason = await refusal(warehouse(url))
        #expect(reason.contains("user admin may write") && reason.contains("<readonly>2</readonly>"), "\(reason)")
        #expect(reason.contains("\"allow_write_role\": true") && !reason.contains(server.password))
        // Allowed, it may still not write.
        let own = CustomKPI(id: "own", unit: .count, kind: .sql("INSERT INTO orders (id) VALUES ('x')"))
        let allowed = warehouse(url, allowsWriteRole: true, custom: [own])
        _ = try await allowed.refresh("crm", now: Self.now, deadline: 60)
        #expect(try await values(allowed) == [13, 13, 14])
        #expect(await failure(allowed, .of("own")).contains("it may only read"))
    }

    // MARK: On the way

    private func proxy(_ arguments: String...) throws -> Peer {
        switch arguments.count {
        case 0: try Peer("clickhouse_proxy.py", server.endpoint)
        case 1: try Peer("clickhouse_proxy.py", server.endpoint, arguments[0])
        default: try Peer("clickhouse_proxy.py", server.endpoint, arguments[0], arguments[1])
        }
    }

    private func set(_ fault: String, _ peer: Peer) throws {
        try Data(fault.utf8).write(to: peer.folder.appendingPathComponent("fault"))
    }

    private func url(_ peer: Peer, _ database: String, scheme: String = "http") -> String {
        "\(scheme)://reader:\(server.password)@\(scheme == "http" ? "127.0.0.1" : "localhost"):\(peer.port)/\(database)"
    }

    @Test(
        arguments: [
            ("cut", "its answer was not whole, so nothing of it is used"),
            ("short", "its answer ends in the middle of a line"), ("exception", "Memory limit (for query) exceeded"),
            ("coded", "Memory limit (for query) exceeded"), ("marked", "Memory limit (for query) exceeded"),
            ("drop", "the connection to"), ("html", "it answered with HTML"),
            ("redirect", "it answered with a redirect (307)"),
        ])
    func anAnswerThatIsNotWholeIsNoResultAndTheNextCheckGoesOn(fault: String, reason: String) async throws {
        let peer = try proxy()
        let crm = warehouse(url(peer, try server.load(Self.company)))
        _ = try await crm.refresh("crm", now: Self.now, deadline: 60)
        try set(fault, peer)
        let found = await failure(crm)
        #expect(found.contains(reason) && !found.contains(server.password), "\(found)")
        try set("pass", peer)
        #expect(try await values(crm) == [13, 13, 14])
    }

    @Test func aServerThatDoesNotAnswerIsGivenUp() async throws {
        let peer = try proxy()
        let crm = warehouse(url(peer, try server.load(Self.company)))
        _ = try await crm.refresh("crm", now: Self.now, deadline: 60)
        try set("stall", peer)
        #expect(await failure(crm, deadline: 0.5).contains("took longer than 0.5 s"))
        try set("pass", peer)
        #expect(try await values(crm) == [13, 13, 14])
    }

    @Test func certificatesAreVerified() async throws {
        let database = try server.load(Self.company)
        let (good, expired) = (try proxy("--tls"), try proxy("--tls", "--expired"))
        let unknown = await refusal(warehouse(url(good, database, scheme: "https")))
        #expect(unknown.contains("TLS with https://localhost:\(good.port) failed") && unknown.contains("\"ca_file\""))
        #expect(
            await refusal(warehouse(url(good, database, scheme: "https"), caFile: good.caFile))
                == "read: [\"orders \"]")
        let late = await refusal(warehouse(url(expired, database, scheme: "https"), caFile: expired.caFile))
        #expect(late.contains("certificate has expired"), "\(late)")
        // The server's own TLS.
        let own = ClickHouseTestServer(
            endpoint: try ClickHouseTestServer.value("CRMGOALS_TEST_CLICKHOUSE_TLS"), password: server.password)
        let authority = try ClickHouseTestServer.value("CRMGOALS_TEST_CLICKHOUSE_CA")
        #expect(
            await refusal(warehouse(own.url(as: "reader", database: database), caFile: authority))
                == "read: [\"orders \"]")
    }

    // MARK: What changes meanwhile

    @Test func aTableThatIsGoneAndAColumnThatIsOfAnotherTypeAreSaidToBeSo() async throws {
        let database = try server.load(Self.company)
        let crm = warehouse(server.url(as: "strict", database: database))
        _ = try await crm.refresh("crm", now: Self.now, deadline: 60)
        try server.run("DROP TABLE \(database).orders")
        #expect(await failure(crm).contains("it is gone, or was never there"))
        #expect(await refusal(crm) == "read: []")
        try server.run(
            "CREATE TABLE \(database).orders (id UInt64, customer_id String, ordered_at Int64, product String, amount Float64) "
                + "ENGINE = Memory")
        let retyped = await refusal(crm)
        #expect(
            retyped.contains("orders.ordered_at is a time, and the column it comes from is of type Int64"), "\(retyped)"
        )
        #expect(await failure(crm).contains("{ \"sql\": \"toDateTime(its_name)\" }"))
    }

    @Test func aMappingReadsOtherNamesExpressionsAndConstants() async throws {
        let database = try server.load(Self.company)
        try server.run(
            """
            CREATE TABLE \(database).`Case log` (`Case` UInt64, opened_at String, `Made` DateTime, `Done` DateTime, kind String) \
            ENGINE = Memory
            """)
        // A column that is called as the canonical one and is another thing; `Done` 0 is how ClickHouse says "not yet".
        try server.run(
            "INSERT INTO \(database).`Case log` VALUES (7, 'x', 1770000000, 1770003600, 'Problem'), "
                + "(8, 'y', 1770000000, 0, 'Problem'), (9, 'z', 1770000000, 1770009000, 'Question')")
        let mapping = TableMapping(
            table: "tickets",
            origin: .columns(
                from: "Case log",
                columns: [
                    .init(name: "id", value: .column("Case")), .init(name: "opened_at", value: .column("Made")),
                    .init(name: "resolved_at", value: .sql("Done")), .init(name: "channel", value: .constant("it's")),
                ], filters: [.init(column: "kind", values: ["Problem"])]))
        let crm = warehouse(server.url(as: "reader", database: database), tables: [mapping])
        let report = try await crm.refresh("crm", now: Self.now, deadline: 60)
        #expect(report.tables.map(\.rows) == [40, 2] && report.tables.allSatisfy { $0.failure == nil })
        #expect(try await values(crm, .of("resolution", by: ["channel"])) == [3600])
        #expect(try await values(crm, .of("open_tickets", where: ["channel": ["it's"]])) == [1])
    }

    @Test func rowsThatAReplacingTableWillDropAreNotCounted() async throws {
        let database = try server.load(TestCompany())
        try server.run(
            "CREATE TABLE \(database).orders (id String, customer_id String, ordered_at DateTime, amount Float64) "
                + "ENGINE = ReplacingMergeTree ORDER BY id")
        for amount in [5, 7] {
            try server.run("INSERT INTO \(database).orders VALUES ('1', 'a', 1771000000, \(amount))")
        }
        let crm = warehouse(server.url(as: "reader", database: database))
        _ = try await crm.refresh("crm", now: Self.now, deadline: 60)
        #expect(try await values(crm, .of("revenue")) == [7])
    }

    @Test func distributedTablesGiveWhatOneTableWould() async throws {
        var company = TrapCompany.company
        company.tables = company.tables.filter { ["customers", "orders", "tickets"].contains($0.key) }
        let whole = try server.load(company)
        let spread = try server.load(TestCompany())
        for shard in ["shard_1", "shard_2"] { try server.run("CREATE DATABASE IF NOT EXISTS \(shard)") }
        for table in company.tables.keys.sorted() {
            let part = "\(table)_\(spread)"
            for shard in ["shard_1", "shard_2"] {
                try server.run("CREATE TABLE \(shard).\(part) AS \(whole).\(table) ENGINE = Memory")
                let rest = shard == "shard_1" ? 0 : 1
                try server.run(
                    "INSERT INTO \(shard).\(part) SELECT * FROM \(whole).\(table) WHERE cityHash64(coalesce(id, '')) % 2 = \(rest)"
                )
            }
            try server.run(
                "CREATE TABLE \(spread).\(table) AS \(whole).\(table) ENGINE = Distributed(two_shards, '', \(part))")
        }
        // Each KPI as a whole, by a column of its own and by one of customers.
        let splits = [[], ["segment"], ["product"], ["priority"]]
        let questions = TrapCompany.questions.filter { $0.shift == nil && $0.filters.isEmpty && splits.contains($0.by) }
        let (one, many) = (
            warehouse(server.url(as: "reader", database: whole)), warehouse(server.url(as: "reader", database: spread))
        )
        for crm in [one, many] { _ = try await crm.refresh("crm", now: TrapCompany.now, deadline: 60) }
        let wanted = await one.measure(questions, now: TrapCompany.now, known: [], maxSeries: 500, deadline: 300)
        let found = await many.measure(questions, now: TrapCompany.now, known: [], maxSeries: 500, deadline: 300)
        for (question, (wanted, found)) in zip(questions, zip(wanted, found)) {
            guard case .success(let wanted) = wanted else { continue }
            guard case .success(let found) = found else {
                Issue.record("\(question): \(found)")
                continue
            }
            #expect(Set(found.keys) == Set(wanted.keys))
            for (labels, result) in wanted {
                guard case .value(let one) = result, case .value(let other) = found[labels] else { continue }
                #expect(abs(one.value - other.value) <= 1e-9 * max(1, abs(one.value)), "\(question) \(labels)")
            }
        }
    }

    // MARK: SQL of the user's own

    @Test(
        arguments: [
            ("SELECT count() AS value FROM orders", "measured"), ("DROP TABLE orders", "it may only read"),
            ("SELECT 1 AS value; SELECT 2 AS value", "it is more than one statement"),
            ("SELECT 1 AS value SETTINGS readonly = 0", "readonly mode"),
            ("SELECT 1 AS value INTO OUTFILE '/tmp/x'", "Syntax error"),
            ("SELECT nothing AS value FROM orders", "Unknown identifier"),
            ("SELECT count() AS value FROM nowhere", "ClickHouse 18.16.1 has no common table expressions"),
            ("SELECT number AS value FROM system.numbers LIMIT 300000", "it gave more than 200000 rows"),
            ("SELECT nan AS value", "value is not a finite number"), ("SELECT 'x' AS value", "value is the text \"x\""),
        ])
    func sqlOfTheUsersOwnCanOnlyRead(sql: String, reason: String) async throws {
        let database = try server.load(Self.company)
        let own = CustomKPI(id: "own", unit: .count, kind: .sql(sql))
        let crm = warehouse(server.url(as: "reader", database: database), custom: [own])
        _ = try await crm.refresh("crm", now: Self.now, deadline: 60)
        let found = await failure(crm, .of("own"))
        #expect(found.contains(reason), "\(found)")
        #expect(try server.run("SELECT count() FROM \(database).orders") == "40\n")
    }
}
