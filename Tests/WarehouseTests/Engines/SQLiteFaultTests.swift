import Foundation
import GRDB
import Goals
import KPIs
import Testing

@testable import Warehouse

/// What goes wrong with a SQLite database of another program's, and what a person is told.
@Suite struct SQLiteFaultTests {
    private let folder: TestFolder
    private let path: String
    private static let now = time("2026-03-01T00:00:00Z")

    init() throws {
        folder = try TestFolder()
        path = folder.path + "/theirs.sqlite"
    }

    private static let company = TestCompany(tables: [
        "orders": .init(
            columns: ["id", "customer_id", "ordered_at", "amount"],
            rows: [["1", "a", "2026-02-10T00:00:00Z", "10"], ["2", "b", "2026-02-11T00:00:00Z", "30"]])
    ])

    private func warehouse(custom: [CustomKPI] = []) -> Warehouse {
        Warehouse(
            sources: [SourceDeclaration(name: "crm", kind: .sqlite(path: path))], folder: folder.path + "/state",
            catalogue: Catalogue(custom: custom), zone: .utc, currency: "EUR", secret: literalSecret)
    }

    private func refusal(_ warehouse: Warehouse, deadline: Double = 30) async -> String {
        do {
            let report = try await warehouse.refresh("crm", now: Self.now, deadline: deadline)
            return report.tables.compactMap(\.failure).joined()
        } catch {
            return "\(error)"
        }
    }

    private func answer(_ warehouse: Warehouse, _ kpi: String, deadline: Double = 30) async -> String {
        do {
            let results = try await warehouse.measure(
                .of(kpi), now: Self.now, known: [], maxSeries: 500, deadline: deadline)
            if case .value(let measurement) = results[.none] { return "\(measurement.value)" }
            return "\(results)"
        } catch {
            return "\(error)"
        }
    }

    @Test func aFileThatIsMissingOrNoDatabaseIsTold() async throws {
        #expect(await refusal(warehouse()).contains("\(path): there is no such file"))
        try Data("id,created_at\n".utf8 + [UInt8](repeating: 65, count: 5000)).write(to: URL(fileURLWithPath: path))
        #expect(await refusal(warehouse()).contains("name a SQLite database"))
    }

    @Test func aTableThatGoesIsToldAndAFileInItsPlaceIsRead() async throws {
        try Self.company.writeSQLite(path)
        let warehouse = warehouse()
        #expect(await refusal(warehouse) == "")
        #expect(await answer(warehouse, "revenue") == "40.0")
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "DROP TABLE orders") }
        #expect(await answer(warehouse, "revenue").contains("no such table"))
        #expect(await refusal(warehouse) == "")
        #expect(await answer(warehouse, "revenue").contains("revenue needs orders"))
        try queue.close()
        try Self.company.writeSQLite(path)
        #expect(await refusal(warehouse) == "")
        #expect(await answer(warehouse, "revenue") == "40.0")
    }

    @Test func aWriterInWALModeIsNeitherHinderedNorMissed() async throws {
        try Self.company.writeSQLite(path)
        let theirs = try DatabasePool(path: path)
        let warehouse = warehouse()
        #expect(await refusal(warehouse) == "")
        #expect(await answer(warehouse, "revenue") == "40.0")
        try await theirs.write { database in
            try database.execute(sql: "INSERT INTO orders VALUES ('3', 'c', '2026-02-12T00:00:00Z', 2.5)")
        }
        #expect(await answer(warehouse, "revenue") == "42.5")
        try theirs.close()
    }

    @Test func aWriterThatHoldsTheLockIsTold() async throws {
        try Self.company.writeSQLite(path)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let theirs = try DatabaseQueue(path: path, configuration: configuration)
        let warehouse = warehouse()
        try theirs.inDatabase { database in try database.execute(sql: "BEGIN EXCLUSIVE") }
        #expect(await refusal(warehouse).contains("another program was writing to it"))
        try theirs.inDatabase { database in try database.execute(sql: "COMMIT") }
        #expect(await refusal(warehouse) == "")
        try theirs.close()
    }

    @Test func secondsSince1970AreATimeOnceAMappingSaysSo() async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE orders (customer_id, ordered_at, amount);
                    INSERT INTO orders VALUES ('a', 1770681600, ' 1,000.50 '), ('b', 1770768000, 'x')
                    """)
        }
        try queue.close()
        #expect(await refusal(warehouse()).contains("datetime(its_name, 'unixepoch')"))
        let mapping = TableMapping(
            table: "orders",
            origin: .columns(
                from: "orders",
                columns: [.init(name: "ordered_at", value: .sql("datetime(orders.ordered_at, 'unixepoch')"))],
                filters: []))
        let mapped = Warehouse(
            sources: [
                SourceDeclaration(name: "crm", kind: .sqlite(path: path), tables: [mapping], allowedBadRows: 0.5)
            ],
            folder: folder.path + "/state", catalogue: .standard, zone: .utc, currency: "EUR", secret: literalSecret)
        let report = try await mapped.refresh("crm", now: Self.now, deadline: 30)
        #expect(report.tables.first?.bad.first?.description == "orders: amount: \"x\" is no finite number")
        #expect(await answer(mapped, "revenue") == "1000.5")
    }

    @Test(arguments: [
        ("INSERT INTO orders VALUES (1)", "may only read"), ("ATTACH 'x.sqlite' AS x", "may only read"),
        ("SELECT load_extension('x') AS value", "authorized"), ("PRAGMA journal_mode = DELETE", "may only read"),
        ("SELECT 1 AS value; DROP TABLE orders", "more than one statement"),
        ("SELECT 1 AS value, 2 AS two, 3 AS three", "none of value, sample"),
        ("SELECT count(*) AS value FROM nowhere", "no such table"), ("VACUUM INTO 'copy.sqlite'", "may only read"),
    ])
    func sqlThatIsNoPlainQuestionIsRefusedAndTheOthersGoOn(sql: String, reason: String) async throws {
        try Self.company.writeSQLite(path)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let warehouse = warehouse(custom: [CustomKPI(id: "own", unit: .count, kind: .sql(sql))])
        #expect(await refusal(warehouse) == "")
        let text = await answer(warehouse, "own")
        #expect(text.contains(reason), "\(text)")
        #expect(await answer(warehouse, "revenue") == "40.0")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func sqlThatNeverEndsIsStopped() async throws {
        try Self.company.writeSQLite(path)
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS value FROM n"
        let warehouse = warehouse(custom: [CustomKPI(id: "own", unit: .count, kind: .sql(sql))])
        #expect(await refusal(warehouse) == "")
        #expect(await answer(warehouse, "own", deadline: 0.3).contains("took longer than 0.3 s"))
        #expect(await answer(warehouse, "revenue") == "40.0")
    }
}
