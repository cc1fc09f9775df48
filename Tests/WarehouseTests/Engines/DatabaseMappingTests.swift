import Foundation
import GRDB
import Goals
import KPIs
import Testing

@testable import Warehouse

/// Tables of somebody else's, mapped: on PostgreSQL with all its types, and on SQLite.
@Suite struct DatabaseMappingTests {
    private let folder: TestFolder
    private static let now = time("2026-03-01T00:00:00Z")

    init() throws { folder = try TestFolder() }

    private static let tables = [
        TableMapping(
            table: "tickets",
            origin: .columns(
                from: "Cases",
                columns: [
                    .init(name: "id", value: .column("Case Number")),
                    .init(name: "opened_at", value: .column("created")),
                    .init(name: "resolved_at", value: .column("CLOSED")),
                    .init(name: "channel", value: .constant("it's")),
                    .init(name: "priority", value: .sql("upper(\"Prio\")")),
                ], filters: [.init(column: "Type", values: ["Problem", nil])])),
        TableMapping(
            table: "orders",
            origin: .sql(
                "SELECT number AS id, buyer AS customer_id, day AS ordered_at, price * 2 AS amount, 'x' AS \"Area\" FROM sales; "
            )),
    ]

    private func warehouse(_ kind: SourceDeclaration.Kind, tables: [TableMapping] = tables, bad: Double = 1) throws
        -> Warehouse
    {
        Warehouse(
            sources: [
                SourceDeclaration(
                    name: "crm", kind: kind, zone: try #require(Zone("America/New_York")), tables: tables,
                    allowedBadRows: bad)
            ], folder: folder.path, catalogue: Catalogue(custom: []), zone: .utc, currency: "EUR", secret: literalSecret
        )
    }

    private func report(_ warehouse: Warehouse, _ table: String) async throws -> TableReport {
        let report = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
        return try #require(report.tables.first { $0.table == table })
    }

    private func postgres(_ statements: [String]) throws -> SourceDeclaration.Kind {
        let server = try PostgresTestServer()
        let schema = try server.load(TestCompany())
        for statement in statements { try server.run(statement, schema: schema) }
        return .postgres(url: .literal(server.url(as: .reader, schema: schema)), allowsWriteRole: false)
    }

    private func sqlite(_ statements: [String]) throws -> SourceDeclaration.Kind {
        let path = folder.path + "/theirs.sqlite"
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in for statement in statements { try database.execute(sql: statement) } }
        try queue.close()
        return .sqlite(path: path)
    }

    private static let rows = [
        "INSERT INTO \"Cases\" VALUES (1, '2026-02-10 08:00:00', '2026-02-10 10:00:00', 'high', 'Problem')",
        "INSERT INTO \"Cases\" VALUES (2, '2026-02-11 08:00:00', '2026-02-11 12:00:00', 'low', NULL)",
        "INSERT INTO \"Cases\" VALUES (3, '2026-02-12 08:00:00', '2026-02-12 08:00:01', 'low', 'Question')",
        "INSERT INTO sales VALUES (1, 17, '2026-02-10', 10.5), (2, 18, '2026-02-11', NULL), (3, 18, '2026-02-28', 1)",
    ]

    @Test func columnsConstantsExpressionsFiltersAndQueriesFillTables() async throws {
        let kinds = [
            try postgres(
                [
                    "CREATE TABLE \"Cases\" (\"Case Number\" bigint, created timestamp, closed timestamp, \"Prio\" varchar(9), \"Type\" char(12))",
                    "CREATE TABLE sales (number int PRIMARY KEY, buyer int, day date, price numeric(10, 2))",
                ] + Self.rows),
            try sqlite(
                [
                    "CREATE TABLE \"Cases\" (\"Case Number\" INTEGER, created TEXT, closed TEXT, \"Prio\" TEXT, \"Type\" TEXT)",
                    "CREATE TABLE sales (number INTEGER PRIMARY KEY, buyer INTEGER, day TEXT, price REAL)",
                ] + Self.rows),
        ]
        for kind in kinds {
            let warehouse = try warehouse(kind)
            let report = try await report(warehouse, "tickets")
            #expect(report.failure == nil)
            #expect(report.rows == 2)
            // 12:00 in New York.
            #expect(report.newest == time("2026-02-11T13:00:00Z"))
            #expect(
                report.columns == ["id", "opened_at", "resolved_at", "priority", "channel", "Type"]
                    || report.columns.count >= 6)
            let values = try await warehouse.values(.of("resolution", by: ["priority", "channel"]), Self.now)
            #expect(
                values == [
                    Labels(["priority": "HIGH", "channel": "it's"]): 7200,
                    Labels(["priority": "LOW", "channel": "it's"]): 14_400,
                ])
            #expect(
                try await warehouse.values(.of("revenue", .last(.month), by: ["Area"]), Self.now) == [
                    Labels(["Area": "x"]): 23
                ])
            #expect(try await warehouse.values(.of("orders", by: ["customer_id"]), Self.now).count == 2)
        }
    }

    @Test func whatIsMissingIsToldWithTheNearestName() async throws {
        let wrong = [
            TableMapping(table: "tickets", origin: .columns(from: "Casess", columns: [], filters: [])),
            TableMapping(
                table: "orders",
                origin: .columns(
                    from: "sales",
                    columns: [
                        .init(name: "customer_id", value: .column("buyer")),
                        .init(name: "ordered_at", value: .column("dai")),
                    ], filters: [])),
            TableMapping(table: "leads", origin: .sql("SELECT nothing AS created_at FROM sales")),
            TableMapping(table: "visits", origin: .sql("SELECT day FROM sales")),
        ]
        let create = ["CREATE TABLE sales (number int, buyer int, day date, price numeric(10, 2))"]
        for kind in [try postgres(create), try sqlite(create)] {
            let warehouse = try warehouse(kind, tables: wrong)
            let report = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
            let failures = Dictionary(uniqueKeysWithValues: report.tables.map { ($0.table, $0.failure ?? "") })
            #expect(failures["tickets"]?.contains("there is no table or view \"Casess\"") == true)
            #expect(failures["orders"]?.contains("no column \"dai\"") == true)
            #expect(failures["orders"]?.contains("nearest is \"day\"") == true)
            #expect(failures["leads"]?.contains("nothing") == true)
            #expect(failures["visits"]?.contains("gives no column visited_at") == true)
        }
    }

    @Test func rowsThatCannotBeReadAreCountedAndShownByTheirIds() async throws {
        let kind = try postgres([
            "CREATE TABLE orders (id text, customer_id text, ordered_at text, amount text, currency text)",
            """
            INSERT INTO orders VALUES ('a', 'x', '2026-02-10', '1', 'eur'), ('b', 'x', '2026-02-30', '1', NULL), ('c', 'x', NULL, '1', ''),
            ('d', 'x', '2026-02-10T10:00:00.1234567+02:00', 'NaN', ''), ('e', 'x', ' 2026-02-10 10:00Z ', '1e999', ''),
            ('f', 'x', '2024-02-29 24:00', '-1.5e1', ''), ('g', 'x', '20260210', '1,5', ''), ('h', 'x', '2026-02-10', '', 'USD'),
            ('i', 'x', '0000-02-29', '1', ''), ('j', 'x', '2026-02-10T10:00:00+0100', '.5', '')
            """,
        ])
        let warehouse = try warehouse(kind, tables: [])
        let report = try await report(warehouse, "orders")
        #expect(report.readRows == 10)
        #expect(report.badRows == 7)
        let reasons = Dictionary(
            report.bad.map { ($0.id ?? "", $0.description) }, uniquingKeysWith: { first, _ in first })
        #expect(reasons["b"]?.hasSuffix(".orders, id b: ordered_at: \"2026-02-30\" is no time in ISO 8601") == true)
        #expect(reasons["c"]?.hasSuffix("ordered_at: is empty") == true)
        #expect(reasons["d"]?.hasSuffix("amount: \"NaN\" is no finite number") == true)
        #expect(reasons["h"]?.hasSuffix("currency: \"USD\" is not EUR, the configuration's currency") == true)
        #expect(reasons.keys.sorted() == ["b", "c", "d", "e", "g", "h", "i"])
        #expect(try await warehouse.values(.of("revenue", .rolling(.days(3650))), Self.now)[.none] == -13.5)
        let strict = try self.warehouse(kind, tables: [], bad: 0.01)
        #expect(
            try await self.report(strict, "orders").failure?.contains("7 of 10 rows of orders cannot be read") == true)
    }

    @Test func infinityIsNoBeginningAndAnEndThatNeverComes() async throws {
        let kind = try postgres([
            "CREATE TABLE subscriptions (id uuid DEFAULT gen_random_uuid(), customer_id int, mrr numeric, started_at timestamptz, ended_at date)",
            """
            INSERT INTO subscriptions (customer_id, mrr, started_at, ended_at) VALUES (1, 10, '2025-01-01Z', 'infinity'),
            (2, 'NaN', '2025-01-01Z', NULL), (3, 'infinity', '2025-01-01Z', NULL), (4, 10, 'infinity', NULL), (5, 10, '-infinity', NULL),
            (6, 10, '2025-01-01Z', '-infinity'), (7, 1e308, '2025-01-01Z', '2025-06-01'), (8, 1e-320, '2025-01-01Z', NULL),
            (9, ('1' || repeat('0', 400))::numeric, '2025-01-01Z', NULL)
            """,
        ])
        let warehouse = try warehouse(kind, tables: [])
        let report = try await report(warehouse, "subscriptions")
        #expect(report.badRows == 6)
        #expect(try await warehouse.values(.of("mrr"), Self.now)[.none] == 10)
        #expect(try await warehouse.values(.of("active_customers"), Self.now)[.none] == 2)
    }

    @Test func aRepeatedIDFailsCustomersAndIsToldOfOthers() async throws {
        let create = [
            "CREATE TABLE customers (id int, created_at text)", "CREATE TABLE leads (id int, created_at text)",
            "CREATE TABLE orders (id int, customer_id int, ordered_at text, amount int)",
            "INSERT INTO customers VALUES (1, '2026-01-01'), (1, '2026-01-02'), (2, '2026-01-02')",
            "INSERT INTO leads VALUES (1, '2026-01-01'), (1, '2026-01-02'), (NULL, '2026-01-02')",
            "INSERT INTO orders VALUES (1, 1, '2026-01-01', 1), (1, 1, '2026-01-02', 2), (NULL, 1, '2026-01-02', 3)",
        ]
        for kind in [try postgres(create), try sqlite(create)] {
            let warehouse = try warehouse(kind, tables: [])
            let report = try await warehouse.refresh("crm", now: Self.now, deadline: 30)
            let tables = Dictionary(uniqueKeysWithValues: report.tables.map { ($0.table, $0) })
            #expect(tables["customers"]?.failure?.contains("1 row of customers repeats the id of another") == true)
            #expect(tables["orders"]?.failure?.contains("allow_repeated_ids") == true)
            #expect(tables["leads"]?.failure == nil)
            #expect(tables["leads"]?.remarks == ["1 row of leads repeats the id of another, and each counts"])
        }
    }
}
