import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// What goes wrong with a PostgreSQL server, and what a person is told.
@Suite struct PostgresFaultTests {
    private let server: PostgresTestServer
    private let folder: TestFolder
    private static let now = time("2026-03-01T00:00:00Z")

    private static let company = TestCompany(tables: [
        "orders": .init(
            columns: ["id", "customer_id", "ordered_at", "amount"],
            rows: [
                ["1", "a", "2026-02-10T00:00:00Z", "10"], ["2", "b", "2026-02-11T00:00:00Z", "30"],
                ["3", "b", "2026-02-12T00:00:00Z", "5"],
            ])
    ])

    init() throws {
        server = try PostgresTestServer()
        folder = try TestFolder()
    }

    private func warehouse(_ url: String, allowsWriteRole: Bool = false, custom: [CustomKPI] = []) -> Warehouse {
        Warehouse(
            sources: [
                SourceDeclaration(name: "crm", kind: .postgres(url: .literal(url), allowsWriteRole: allowsWriteRole))
            ], folder: folder.path, catalogue: Catalogue(custom: custom), zone: .utc, currency: "EUR",
            secret: literalSecret)
    }

    private func refusal(_ url: String, allowsWriteRole: Bool = false) async throws -> String {
        do {
            _ = try await warehouse(url, allowsWriteRole: allowsWriteRole).refresh("crm", now: Self.now, deadline: 30)
            return "nothing"
        } catch {
            let text = "\(error)"
            #expect(!text.contains(server.password) && !text.contains("postgresql://reader"), "\(text)")
            return text
        }
    }

    private func refusal(_ warehouse: Warehouse, _ kpi: String, deadline: Double = 30) async -> String {
        do {
            return
                "\(try await warehouse.measure(.of(kpi), now: Self.now, known: [], maxSeries: 500, deadline: deadline))"
        } catch {
            return "\(error)"
        }
    }

    private func revenue(_ warehouse: Warehouse) async throws -> Double? {
        try await warehouse.values(.of("revenue"), Self.now)[.none]
    }

    // MARK: No connection

    @Test func aServerThatIsDownIsToldWithWhatToLookAt() async throws {
        let text = try await refusal(server.url(as: .reader, endpoint: "localhost:1"))
        #expect(text.contains("source crm: ") && text.contains("Connection refused"))
        #expect(text.contains("see whether PostgreSQL runs there"))
    }

    @Test func aWrongPasswordIsToldAndNotShown() async throws {
        let url = server.url(as: .reader).replacing(server.password, with: "wrong-secret")
        let text = try await refusal(url)
        #expect(text.contains("password authentication failed for user \"reader\""))
        #expect(text.contains("ALTER ROLE reader PASSWORD") && !text.contains("wrong-secret"))
    }

    @Test(arguments: [
        "postgresql://reader:se@cret@localhost/crm", "postgresql://reader:se/cret@localhost/crm",
        "mysql://x:secret@y/z",
        "postgresql://reader:%zzsecret@localhost/crm", "postgresql://reader:secret@localhost/crm?nonsense=secret", "",
    ])
    func aURLThatCannotBeReadIsNeverShown(url: String) async throws {
        let text = try await refusal(url)
        #expect(text.contains("write postgresql://USER:PASSWORD@HOST"))
        #expect(!text.contains("cret"))
    }

    @Test func anExpiredCertificateIsTold() async throws {
        let text = try await refusal(server.url(as: .reader, endpoint: server.faultyEndpoint))
        #expect(text.contains("certificate verify failed") && text.contains("has expired"))
    }

    @Test func aServerWithoutAConnectionLeftIsTold() async throws {
        let url = server.url(as: .reader, endpoint: server.faultyEndpoint)
            .replacing("sslmode=verify-full&sslrootcert=\(server.authority)", with: "sslmode=require")
        let first = try PostgresConnection(PostgresAddress(url))
        let text = try await refusal(url)
        #expect(text.contains("all of its connections are in use") && text.contains("max_connections"))
        withExtendedLifetime(first) {}
    }

    // MARK: Gone later

    @Test func aConnectionThatTheServerClosedIsMadeAnew() async throws {
        let schema = try server.load(Self.company)
        let warehouse = warehouse(server.url(as: .reader, schema: schema, more: "&application_name=\(schema)"))
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        #expect(try await revenue(warehouse) == 45)
        _ = try server.answer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(schema)'")
        #expect(try await revenue(warehouse) == 45)
    }

    @Test func aServerThatGoesInTheMiddleFailsTheCheckAndTheNextOneGoesOn() async throws {
        let schema = try server.load(Self.company)
        let sleep = CustomKPI(id: "sleep", unit: .count, kind: .sql("SELECT 1 AS value FROM pg_sleep(60)"))
        let warehouse = warehouse(
            server.url(as: .reader, schema: schema, more: "&application_name=\(schema)"), custom: [sleep])
        async let failed = refusal(warehouse, "sleep", deadline: 50)
        let terminate = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(schema)' AND wait_event = 'PgSleep'
            """
        while try server.answer(terminate) == nil { await Task.yield() }
        let text = await failed
        #expect(text.contains("source crm: ") && text.contains("the next check connects again"), "\(text)")
        #expect(try await revenue(warehouse) == 45)
    }

    @Test func whatNeverEndsIsCancelledOnTheServerAndTheSourceGoesOn() async throws {
        let schema = try server.load(Self.company)
        let sleep = CustomKPI(
            id: "sleep", unit: .count, kind: .sql("SELECT count(*) AS value FROM generate_series(1, 1000000000000)"))
        let warehouse = warehouse(
            server.url(as: .reader, schema: schema, more: "&application_name=\(schema)"), custom: [sleep])
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        let text = await refusal(warehouse, "sleep", deadline: 0.5)
        // On a busy machine the server may say it first.
        #expect(text.contains("took longer than 0.5 s") || text.contains("took too long"), "\(text)")
        #expect(try await revenue(warehouse) == 45)
        let running = try server.answer(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = '\(schema)' AND state = 'active'")
        #expect(running == "0")
    }

    @Test func aTableThatGoesIsToldAndTheNextLookKnowsIt() async throws {
        let schema = try server.load(Self.company)
        let warehouse = warehouse(server.url(as: .reader, schema: schema))
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        try server.run("DROP TABLE orders", schema: schema)
        let text = await refusal(warehouse, "revenue")
        #expect(text.contains("does not exist") && text.contains("a table is gone"), "\(text)")
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        #expect(await refusal(warehouse, "revenue").contains("revenue needs orders"))
    }

    @Test func aColumnOfAnotherTypeIsReadAsWhatItIsNow() async throws {
        let schema = try server.load(Self.company)
        let warehouse = warehouse(server.url(as: .reader, schema: schema))
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        try server.run(
            "ALTER TABLE orders ALTER amount TYPE text USING CASE id WHEN '1' THEN ' 1e2 ' ELSE amount::text END",
            schema: schema)
        let report = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        #expect(report.tables.first?.badRows == 0)
        #expect(try await revenue(warehouse) == 135)
        try server.run("UPDATE orders SET amount = '12,50 EUR?' WHERE id = '1'", schema: schema)
        try server.run(
            "ALTER TABLE orders ALTER ordered_at TYPE bigint USING extract(epoch FROM ordered_at)", schema: schema)
        let later = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        #expect(later.tables.first?.failure?.contains("of type integer") == true)
        let text = await refusal(warehouse, "revenue")
        #expect(text.contains("orders.ordered_at is a time") && text.contains("to_timestamp"), "\(text)")
    }

    // MARK: What a role may

    @Test func aRoleThatMayWriteIsRefusedWithTheStatementsForOneThatMayNot() async throws {
        let schema = try server.load(Self.company)
        let text = try await refusal(server.url(as: .writer, schema: schema))
        #expect(text.contains("role writer may write") && text.contains("allow_write_role"))
        for statement in [
            "CREATE ROLE crmgoals LOGIN", "GRANT USAGE ON SCHEMA", "GRANT SELECT ON ALL TABLES IN SCHEMA",
        ] {
            #expect(text.contains(statement))
        }
        #expect(try await refusal(server.url(as: .admin)).contains("superuser"))
        let allowed = warehouse(server.url(as: .writer, schema: schema), allowsWriteRole: true)
        _ = try await allowed.refresh("crm", now: Self.now, deadline: 30)
        #expect(try await revenue(allowed) == 45)
    }

    @Test(arguments: ["INSERT ON", "UPDATE (amount) ON"])
    func aRoleThatCouldBecomeAWriterIsOne(privilege: String) async throws {
        let schema = try server.load(Self.company)
        let name = "m_" + schema.suffix(20)
        for sql in [
            "CREATE ROLE \(name) NOLOGIN", "CREATE ROLE \(name)_login LOGIN NOINHERIT PASSWORD '\(server.password)'",
            "GRANT \(name) TO \(name)_login", "GRANT \(privilege) \(schema).orders TO \(name)",
        ] { try server.run(sql, as: .admin) }
        let text = try await refusal(server.url(as: .reader, schema: schema, user: "\(name)_login"))
        #expect(
            text.contains("role \(name)_login may write") && text.contains("writing to \(schema).orders"), "\(text)")
    }

    @Test func aTableThatTheRoleMayNotReadIsToldWithItsGrant() async throws {
        let schema = try server.load(Self.company)
        let name = "r_" + schema.suffix(20)
        for sql in [
            "CREATE ROLE \(name) LOGIN PASSWORD '\(server.password)'", "GRANT USAGE ON SCHEMA \(schema) TO \(name)",
        ] { try server.run(sql, as: .admin) }
        let warehouse = warehouse(server.url(as: .reader, schema: schema, user: name))
        let report = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        let failure = try #require(report.tables.first?.failure)
        #expect(failure.contains("permission denied for table orders"))
        #expect(failure.contains("GRANT SELECT ON \(schema).orders TO \"\(name)\";"))
        #expect(await refusal(warehouse, "revenue").contains("permission denied"))
    }

    // MARK: SQL of the user's own

    @Test(arguments: [
        ("WITH gone AS (DELETE FROM pg_class RETURNING 1) SELECT 1 AS value", "may only read"),
        ("INSERT INTO orders VALUES (1)", "may only read"),
        ("SELECT 1 AS value INTO crmgoals_made", "not allowed here"),
        ("SELECT 1 AS value; DROP TABLE orders", "more than one statement"),
        ("SELECT set_config('transaction_read_only', 'off', true) AS value", "transaction"),
        ("SELECT nextval('crmgoals_none') AS value", "does not exist"),
        ("SELECT pg_read_file('/etc/passwd') AS value", "permission denied"),
        ("COPY orders TO '/tmp/x'", "may only read"),
        ("SELECT 1 AS value, 2 AS two, 3 AS three", "none of value, sample"),
        ("SELECT count(*) FROM orders", "AS value"),
        ("SELECT 'x' AS value", "make it a number"), ("SELECT 'NaN'::float8 AS value", "not a finite number"),
        ("SELECT count(*) AS value FROM nowhere", "does not exist"), ("SELECT 1) AS a, (SELECT 1 AS value", "column"),
    ])
    func sqlThatIsNoPlainQuestionIsRefusedAndTheOthersGoOn(sql: String, reason: String) async throws {
        let schema = try server.load(Self.company)
        let warehouse = warehouse(
            server.url(as: .writer, schema: schema), allowsWriteRole: true,
            custom: [CustomKPI(id: "own", unit: .count, kind: .sql(sql))])
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        let answers = await warehouse.measure(
            [.of("own"), .of("revenue")], now: Self.now, known: [], maxSeries: 500, deadline: 30)
        guard case .failure(let error) = answers[0] else {
            Issue.record("\(sql) was measured: \(answers[0])")
            return
        }
        #expect("\(error)".contains(reason), "\(error)")
        #expect("\(error)".contains("KPI own"), "\(error)")
        guard case .success(let results) = answers[1], case .value(let revenue) = results[.none] else {
            Issue.record("revenue was not measured after \(sql)")
            return
        }
        #expect(revenue.value == 45)
    }

    /// PostgreSQL lets it pass in a transaction that can only read; but that is rolled back.
    @Test func aLargeObjectThatAQueryMakesIsGoneAfterIt() async throws {
        let warehouse = warehouse(
            server.url(as: .reader),
            custom: [CustomKPI(id: "own", unit: .count, kind: .sql("SELECT lo_create(0) AS value"))])
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        #expect(await refusal(warehouse, "own").contains("value: "))
        #expect(try server.answer("SELECT count(*) FROM pg_largeobject_metadata") == "0")
    }

    @Test func theUsersOwnSettingsDoNotOutliveTheQuery() async throws {
        let schema = try server.load(Self.company)
        let sql = "SELECT length(set_config('search_path', 'nowhere', false)) AS value"
        let warehouse = warehouse(
            server.url(as: .reader, schema: schema), custom: [CustomKPI(id: "own", unit: .count, kind: .sql(sql))])
        _ = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        #expect(await refusal(warehouse, "own").contains("value: 7"))
        let report = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        #expect(report.tables.map(\.table) == ["orders"])
    }
}
