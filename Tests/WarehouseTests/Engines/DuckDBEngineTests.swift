import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

@Suite struct DuckDBEngineTests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let now = time("2026-03-01T00:00:00Z")
    private static let berlin = Zone("Europe/Berlin") ?? .utc

    @discardableResult
    private func write(_ name: String, _ text: String) throws -> String {
        let path = folder.path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func report(_ warehouse: Warehouse) async throws -> SourceReport {
        try await warehouse.refresh("crm", now: Self.now, deadline: 60)
    }

    private func value(_ warehouse: Warehouse, _ request: MeasurementRequest) async throws -> Double? {
        try await warehouse.values(request, Self.now)[.none]
    }

    private func failure(_ body: () async throws -> Void) async -> String {
        do { try await body() } catch { return "\(error)" }
        return "nothing"
    }

    // MARK: Files

    private static let tickets = """
        id,opened_at,resolved_at,priority
        007,2026-02-01,2026-02-02T06:00:00Z,high
        17850.0,2026-02-01 00:00,2026-02-03 00:00:00.5,low
        99999999999999999999,2026-02-01T00:00:00+0100,,low

        """

    @Test func aCSVFileKeepsItsIdsAsTheyAre() async throws {
        let path = try write("cases.csv", Self.tickets)
        let query = CustomKPI(
            id: "ids", unit: .count,
            kind: .sql("SELECT count(*) AS value FROM tickets WHERE id IN ('007', '17850.0', '99999999999999999999')"))
        let warehouse = Warehouse(
            duckdb: nil, files: [DuckDBFile(name: "tickets", path: path)], custom: [query], in: folder)
        let report = try await report(warehouse)
        #expect(report.tables.map(\.rows) == [3])
        #expect(try await value(warehouse, .of("ids")) == 3)
        #expect(try await value(warehouse, .of("time_to_resolution")) == 140_400.25)
    }

    @Test func parquetAndJSONAreReadToo() async throws {
        let csv = try write("t.csv", Self.tickets)
        let parquet = folder.path + "/t.parquet"
        try DuckDBFixture.run(
            "COPY (FROM read_csv('\(csv)', all_varchar = true)) TO '\(parquet)' (FORMAT parquet)", in: ":memory:")
        let json = try write(
            "t.jsonl",
            """
            {"id": "007", "opened_at": "2026-02-01", "resolved_at": "2026-02-02T06:00:00Z"}
            {"id": "8", "opened_at": "2026-02-01T01:00:00+01:00", "resolved_at": "2026-02-03T00:00:00.5Z"}

            """)
        for path in [parquet, json] {
            let warehouse = Warehouse(duckdb: nil, files: [DuckDBFile(name: "tickets", path: path)], in: folder)
            _ = try await report(warehouse)
            #expect(
                try await value(warehouse, .of("time_to_resolution")) == 140_400.25, "\(path)")
        }
    }

    @Test func newFilesOfAPatternAreTakenAndVanishedOnesLeave() async throws {
        let first = try write("day-1.csv", "opened_at\n2026-02-01\n")
        let warehouse = Warehouse(
            duckdb: nil, files: [DuckDBFile(name: "tickets", path: folder.path + "/day-*.csv")],
            tables: [
                .init(
                    table: "tickets",
                    origin: .columns(
                        from: "tickets", columns: [.init(name: "resolved_at", value: .sql("NULL::VARCHAR"))],
                        filters: []))
            ],
            in: folder)
        _ = try await report(warehouse)
        #expect(try await value(warehouse, .of("open_tickets")) == 1)
        try write("day-2.csv", "opened_at,extra\n2026-02-02,x\n2026-02-03,y\n")
        _ = try await report(warehouse)
        #expect(try await value(warehouse, .of("open_tickets")) == 3)
        try FileManager.default.removeItem(atPath: first)
        _ = try await report(warehouse)
        #expect(try await value(warehouse, .of("open_tickets")) == 2)
    }

    @Test func aFileThatIsMissingOrNoneOfItsKindFailsItsTableAlone() async throws {
        let costs = try write("costs.csv", "spent_at,amount\n2026-02-01,5\n")
        let torn = try write("orders.parquet", "no parquet")
        let warehouse = Warehouse(
            duckdb: nil,
            files: [
                DuckDBFile(name: "costs", path: costs), DuckDBFile(name: "orders", path: torn),
                DuckDBFile(name: "tickets", path: folder.path + "/absent.csv"),
                DuckDBFile(name: "visits", path: try write("visits.xls", "")),
            ], in: folder)
        let report = try await report(warehouse)
        let failures = Dictionary(report.tables.map { ($0.table, $0.failure) }) { first, _ in first }
        #expect(failures["costs"] == .some(nil))
        #expect(failures["orders"]??.contains("orders.parquet") == true)
        #expect(failures["tickets"]??.contains("absent.csv") == true)
        #expect(failures["visits"]??.contains("its ending does not say what it is") == true)
        #expect(await failure { _ = try await self.value(warehouse, .of("revenue")) }.contains("orders.parquet"))
    }

    // MARK: What rows may hold

    @Test func badRowsAreLeftOutAndTold() async throws {
        let good = (0..<300).map { "\($0),2026-02-01,\($0 % 7)" }.joined(separator: "\n")
        let path = try write(
            "orders.csv",
            "id,ordered_at,amount,currency,customer_id\n" + good.replacing("\n", with: ",EUR,c\n")
                + ",eur,c\nx,soon,1,EUR,c\ny,,1,,c\nz,2026-02-30,nan,,c\nw,2026-02-01,1,USD,c\n")
        let warehouse = Warehouse(duckdb: nil, files: [DuckDBFile(name: "orders", path: path)], in: folder)
        let table = try #require(try await report(warehouse).tables.first)
        #expect(table.rows == 300)
        #expect(table.badRows == 4)
        #expect(
            table.bad.map(\.reason).sorted() == [
                "\"2026-02-30\" is no time in ISO 8601", "\"USD\" is not EUR, the configuration's currency",
                "\"soon\" is no time in ISO 8601", "is empty",
            ])
        #expect(table.newest == time("2026-02-01T00:00:00Z"))
        #expect(table.failure?.contains("4 of 304 rows") == true)
    }

    @Test func infinityAndNullsOfADatabaseAreTakenAsTheyAreMeant() async throws {
        let path = folder.path + "/x.duckdb"
        try DuckDBFixture.run(
            """
            CREATE TABLE orders AS SELECT i::VARCHAR AS id, 'c' AS customer_id, TIMESTAMP '2026-02-01' AS ordered_at, 1.5::DECIMAL(9, 2) AS amount
              FROM range(1000) AS r(i);
            INSERT INTO orders VALUES ('n', 'c', '2026-02-01', NULL);
            CREATE TABLE subscriptions AS SELECT 'c' AS customer_id, TIMESTAMP '2026-01-01' AS started_at, 'infinity'::TIMESTAMP AS ended_at, 'nan'::DOUBLE AS mrr;
            INSERT INTO subscriptions SELECT 'd' || i, '2026-01-01', NULL, 10 FROM range(200) AS r(i);
            """, in: path)
        let warehouse = Warehouse(duckdb: path, in: folder)
        let reports = try await report(warehouse).tables
        #expect(try await value(warehouse, .of("revenue")) == 1500)
        #expect(reports.last?.bad.map(\.reason) == ["\"nan\" is no finite number"])
        #expect(try await value(warehouse, .of("active_customers")) == 200)
    }

    @Test func timesWithoutAZoneAreTheSourcesOwn() async throws {
        let path = folder.path + "/x.duckdb"
        // Skipped, shown twice, and whole days, in Berlin.
        try DuckDBFixture.run(
            """
            CREATE TABLE tickets AS SELECT * FROM (VALUES
              (TIMESTAMP '2025-03-30 02:30:00', TIMESTAMPTZ '2025-03-30 01:30:00+00'), (TIMESTAMP '2025-10-26 02:30:00', TIMESTAMPTZ '2025-10-26 00:30:00+00'),
              (TIMESTAMP '2025-10-26 03:00:00', TIMESTAMPTZ '2025-10-26 02:00:00+00'), (TIMESTAMP '2025-07-01 12:00:00', TIMESTAMPTZ '2025-07-01 10:00:00+00'),
              (TIMESTAMP '1960-07-01 12:00:00', TIMESTAMPTZ '1960-07-01 11:00:00+00')) AS v(opened_at, resolved_at);
            CREATE VIEW texts AS SELECT strftime(opened_at, '%Y-%m-%dT%H:%M:%S') AS opened_at, resolved_at FROM tickets;
            """, in: path)
        for from in ["tickets", "texts"] {
            let mapping = TableMapping(table: "tickets", origin: .columns(from: from, columns: [], filters: []))
            let warehouse = Warehouse(duckdb: path, tables: [mapping], sourceZone: Self.berlin, in: folder)
            _ = try await report(warehouse)
            for statistic in [Statistic.percentile(50), .percentile(99), .mean] {
                let request = MeasurementRequest.of(
                    "time_to_resolution", .rolling(Span(months: 1200, text: "100 years")), statistic: statistic)
                #expect(try await value(warehouse, request) == 0, "\(from) \(statistic)")
            }
        }
    }

    // MARK: Mappings

    @Test func tablesAreMappedAsOnEveryEngine() async throws {
        let path = folder.path + "/x.duckdb"
        try DuckDBFixture.run(
            """
            CREATE SCHEMA sales;
            CREATE TABLE sales."Deals" AS SELECT 'd' || i AS "Deal No", DATE '2026-02-01' AS day, i AS quantity, 2.5::FLOAT AS price,
              CASE WHEN i % 2 = 0 THEN 'won' ELSE 'lost' END AS "State", 'c' AS customer FROM range(10) AS r(i);
            """, in: path)
        let columns: [TableMapping.Column] = [
            .init(name: "id", value: .column("Deal No")), .init(name: "ordered_at", value: .column("DAY")),
            .init(name: "amount", value: .sql("quantity * price")),
            .init(name: "customer_id", value: .column("customer")),
            .init(name: "product", value: .constant("it's")),
        ]
        let mapping = TableMapping(
            table: "orders",
            origin: .columns(from: "sales.deals", columns: columns, filters: [.init(column: "state", values: ["won"])]))
        let warehouse = Warehouse(duckdb: path, tables: [mapping], in: folder)
        _ = try await report(warehouse)
        #expect(
            try await warehouse.values(.of("revenue", by: ["product"]), Self.now) == [Labels(["product": "it's"]): 50])

        let query = TableMapping(
            table: "orders",
            origin: .sql(
                "SELECT \"Deal No\" AS id, day AS ordered_at, price AS amount, customer AS customer_id FROM sales.deals; "
            ))
        let second = Warehouse(duckdb: path, tables: [query], in: folder)
        _ = try await report(second)
        #expect(try await value(second, .of("orders")) == 10)
    }

    @Test func whatIsMissingOrOfAnotherTypeIsToldWithWhatToDo() async throws {
        let path = folder.path + "/x.duckdb"
        try DuckDBFixture.run(
            "CREATE TABLE cases AS SELECT 1 AS opened_at, true AS amount, DATE '2026-02-01' AS spent_at", in: path)
        func failure(_ mapping: TableMapping) async throws -> String {
            let warehouse = Warehouse(duckdb: path, tables: [mapping], in: folder)
            return try await report(warehouse).tables.first { $0.table == mapping.table }?.failure ?? "none"
        }
        func from(_ name: String, _ table: String) -> TableMapping {
            TableMapping(table: table, origin: .columns(from: name, columns: [], filters: []))
        }
        #expect(try await failure(from("case", "tickets")).contains("there is no table, view or file \"case\""))
        #expect(
            try await failure(from("cases", "tickets")).contains(
                "tickets.opened_at is a time, and the column it comes from is of type integer"))
        #expect(
            try await failure(from("cases", "costs")).contains(
                "costs.amount is a number, and the column it comes from is of type boolean"))
        #expect(try await failure(from("cases", "visits")).contains("has no column \"visited_at\""))
        #expect(
            try await failure(.init(table: "visits", origin: .sql("SELECT nope FROM cases"))).contains(
                "Referenced column \"nope\" not found"))
    }

    // MARK: Faults

    @Test func aDatabaseThatIsBeingWrittenIsToldAndReadTheNextTime() async throws {
        let path = folder.path + "/x.duckdb"
        try DuckDBFixture.run(
            "CREATE TABLE orders AS SELECT 'c' AS customer_id, DATE '2026-02-01' AS ordered_at, 5 AS amount", in: path)
        let writer = try ChildProcess(
            ChildCommand(
                arguments: ["duckdb", "-init", "/dev/null", "-batch", path],
                environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""], hasInput: true))
        _ = try writer.talk(
            Array("INSERT INTO orders VALUES ('c', '2026-02-02', 7); SELECT 'open';\n".utf8),
            until: TimeLimit(seconds: 30)
        ) { _, _ in false }
        let warehouse = Warehouse(duckdb: path, in: folder)
        let reason = await failure { _ = try await self.report(warehouse) }
        #expect(reason.contains("another program has it open for writing"), "\(reason)")
        writer.end(politely: false)
        _ = try await report(warehouse)
        // What is not read is nobody's: the next writer gets it, and the next check sees what it wrote.
        try DuckDBFixture.run("INSERT INTO orders VALUES ('c', '2026-02-03', 1)", in: path)
        #expect(try await value(warehouse, .of("revenue")) == 13)
    }

    @Test func aClientThatIsMissingIsToldWithHowToGetIt() {
        let complaint = DuckDBComplaint(source: "crm", place: "x.duckdb")
        let missing = complaint.error(.unstartable(.notFound("duckdb"))).description
        #expect(missing.contains("was not found in PATH: install it from duckdb.org or with pip install duckdb-cli"))
        let other = complaint.error(.unreadable("usage: duckdb")).description
        #expect(other.contains("is the duckdb in PATH DuckDB's own, 1.2 or newer?"))
        let old = "Catalog Error: unrecognized configuration parameter \"allowed_paths\""
        #expect(complaint.error(.refused(message: old)).description.contains("crmgoals needs DuckDB 1.2 or newer"))
    }

    @Test func aPathThatLeadsNowhereOrToSomethingElseIsTold() async throws {
        let absent = Warehouse(duckdb: folder.path + "/absent.duckdb", in: folder)
        #expect(await failure { _ = try await self.report(absent) }.contains("absent.duckdb"))
        let other = Warehouse(duckdb: try write("x.duckdb", "text"), in: folder)
        #expect(await failure { _ = try await self.report(other) }.contains("not a valid DuckDB database file"))
    }

    @Test func aTableThatGoesFailsTheCheckAndComesBack() async throws {
        let path = folder.path + "/x.duckdb"
        try DuckDBFixture.run(
            "CREATE TABLE costs AS SELECT DATE '2026-02-01' AS spent_at, 5 AS amount; CREATE TABLE orders AS SELECT 'c' AS customer_id, DATE '2026-02-01' AS ordered_at, 3 AS amount",
            in: path)
        let warehouse = Warehouse(duckdb: path, in: folder)
        _ = try await report(warehouse)
        try DuckDBFixture.run("ALTER TABLE orders RENAME TO gone", in: path)
        #expect(await failure { _ = try await self.value(warehouse, .of("revenue")) }.contains("orders does not exist"))
        try DuckDBFixture.run("ALTER TABLE gone RENAME TO orders", in: path)
        _ = try await report(warehouse)
        #expect(try await value(warehouse, .of("revenue")) == 3)
    }

    // MARK: SQL of the user's own

    private func own(_ sql: String, deadline: Double = 60) async throws -> String {
        let path = folder.path + "/own.duckdb"
        if !FileManager.default.fileExists(atPath: path) {
            try DuckDBFixture.run(
                """
                CREATE TABLE orders AS SELECT 'c' AS customer_id, TIMESTAMP '2026-02-01' + to_days(i::INTEGER * 20) AS ordered_at, 10 * i AS amount FROM range(1, 4) AS r(i);
                CREATE TABLE mine AS SELECT 42 AS x;
                """, in: path)
        }
        let custom = CustomKPI(id: "own", unit: .count, kind: .sql(sql))
        let warehouse = Warehouse(duckdb: path, custom: [custom], in: folder)
        _ = try await report(warehouse)
        do {
            let results = try await warehouse.measure(
                .of("own"), now: Self.now, known: [], maxSeries: 500, deadline: deadline)
            guard case .value(let measurement) = results[.none] else { return "\(results)" }
            return "\(measurement.value)"
        } catch {
            return error.description
        }
    }

    @Test func ownSQLSeesTheTablesAsOfNowAndItsOwn() async throws {
        #expect(try await own("SELECT sum(amount) AS value FROM orders") == "10.0")
        #expect(
            try await own("SELECT count(*) AS value FROM orders WHERE ordered_at >= :start AND ordered_at < :end")
                == "1.0")
        #expect(try await own("SELECT x AS value -- the answer\n FROM mine;") == "42.0")
        #expect(
            try await own("SELECT max(ordered_at) AS value FROM orders").contains(
                "value is the text \"2026-02-21T00:00:00Z\""))
    }

    @Test(arguments: [
        ("DELETE FROM mine", "it may only read"), ("SELECT 1 AS value; SELECT 2", "more than one statement"),
        ("SELECT content AS value FROM read_text('/etc/hostname')", "it may only read"),
        ("SELECT x AS value, 1 AS b, 2 AS c FROM mine", "is none of value, sample and the goal's by"),
        ("SELECT nothing AS value FROM mine", "nothing"), ("SELECT 1 AS value FROM nowhere", "nowhere"),
    ])
    func ownSQLThatIsMoreThanReadingIsRefused(sql: String, reason: String) async throws {
        let found = try await own(sql)
        #expect(found.contains(reason), "\(found)")
    }

    @Test func ownSQLThatNeverEndsIsStopped() async throws {
        let found = try await own(
            "SELECT count(*) AS value FROM range(1000000000) AS a(i), range(1000000000) AS b(j) WHERE i * j % 7 = 3",
            deadline: 0.5)
        #expect(found.contains("took longer than 0.5 s"), "\(found)")
    }
}
