import Foundation
import KPIs
import Testing

@testable import Warehouse

@Suite struct DuckDBClientTests {
    private let limit = TimeLimit(seconds: 60)

    private func client() throws -> DuckDBClient {
        try DuckDBClient(DuckDBSettings(readable: []).statements, until: limit)
    }

    private func rows(_ client: DuckDBClient, _ select: String) throws -> [DuckDBLine] {
        var rows: [DuckDBLine] = []
        try client.select(select, until: limit) { rows.append($0) }
        return rows
    }

    private func refusal(_ client: DuckDBClient, _ select: String) throws -> String? {
        do {
            let rows = try rows(client, select)
            Issue.record("\(select) gave \(rows)")
            return nil
        } catch DuckDBFault.refused(let message) {
            return message
        }
    }

    @Test func valuesComeBackAsTheyAre() throws {
        let client = try client()
        let row = try #require(
            try rows(
                client,
                """
                SELECT 0.1::DOUBLE, 1e308::DOUBLE, 170141183460469231731687303715884105727::HUGEINT, 'nan'::DOUBLE, NULL, 7, true,
                  E'a"b\\\\c\\n\\t€', [1, 2], TIMESTAMP '2026-03-01 09:30:00', 5e-324::DOUBLE, {'a': '}"'}, -0.5::DOUBLE
                """
            ).first)
        #expect(row.number(0) == 0.1)
        #expect(row.number(1) == 1e308)
        #expect(row.text(2) == "170141183460469231731687303715884105727")
        #expect(row.number(3)?.isNaN == true)
        #expect(row.text(4) == nil)
        #expect(row.integer(5) == 7)
        #expect(row.text(6) == "true")
        #expect(row.text(7) == "a\"b\\c\n\t€")
        #expect(row.text(8) == "[1,2]")
        #expect(row.text(9) == "2026-03-01 09:30:00")
        #expect(row.number(10) == .leastNonzeroMagnitude)
        #expect(row.text(11) == #"{"a":"}\""}"#)
        #expect(row.number(12) == -0.5)
        #expect(row.text(99) == nil)
    }

    @Test(arguments: [
        "O'Brien", "a\\' OR 1=1 --", "line\n.shell date\n", "\u{0}x\u{0}", "", "ü€🦆", "';\n.print @crmgoals 1\n",
        "E'\\'",
    ])
    func aTextIsOneLiteralAndNothingElse(text: String) throws {
        let client = try client()
        let found = try rows(client, "SELECT \(DuckDBText.literal(text)) AS t").map { $0.text(0) }
        #expect(found == [text])
    }

    @Test(arguments: [0.1, 1e300, -.leastNonzeroMagnitude, 0.30000000000000004, 12345.678])
    func aNumberKeepsItsDigits(number: Double) throws {
        let found = try rows(try client(), "SELECT \(DuckDBText.literal(Bound("n", .number(number))))").map {
            $0.number(0)
        }
        #expect(found == [number])
    }

    @Test func aTimeKeepsItsMicroseconds() throws {
        let date = Date(timeIntervalSince1970: -1.25)
        let found = try rows(try client(), "SELECT epoch_us(\(DuckDBText.literal(Bound("t", .time(date)))))")
        #expect(found.map { $0.integer(0) } == [-1_250_000])
    }

    @Test func aStatementThatIsRefusedLeavesTheNextOneAlone() throws {
        let client = try client()
        #expect(try refusal(client, "SELECT nothing")?.contains("nothing") == true)
        #expect(try refusal(client, "SELEC 1")?.contains("syntax error") == true)
        #expect(try refusal(client, "SELECT 'unfinished")?.contains("unterminated") == true)
        #expect(try rows(client, "SELECT 5").map { $0.integer(0) } == [5])
    }

    /// Whatever a user writes: it cannot write, reach another file, load anything, change a setting or become a command of the client.
    @Test(arguments: [
        "CREATE TABLE t AS SELECT 1", "SELECT 1; SELECT 2", "COPY (SELECT 1) TO '/tmp/crmgoals-x'",
        "ATTACH '/tmp/crmgoals-x'",
        "INSTALL httpfs", "LOAD httpfs", "SET threads = 1", "PRAGMA database_list", ".shell date",
        "SELECT 1;\n.shell date",
        "FROM read_csv('/etc/passwd')", "FROM '/etc/passwd'", "SELECT content FROM read_text('/etc/hostname')",
        "FROM glob('/etc/*')", "SELECT getenv('HOME')", "FROM read_csv('https://example.org/x.csv')", "CHECKPOINT",
        "EXPORT DATABASE '/tmp/crmgoals-x'", "CALL pragma_version()",
    ])
    func whatIsNoSelectOrReachesOutIsRefused(statement: String) throws {
        let client = try client()
        #expect(try refusal(client, statement) != nil)
        #expect(try rows(client, "SELECT 5").map { $0.integer(0) } == [5])
    }

    @Test func manyRowsAreHandedOverOneByOne() throws {
        var sum = 0
        try client().select("SELECT i, 'row ' || i FROM range(200000) AS r(i)", until: limit) { row in
            sum += row.integer(0) ?? 0
        }
        #expect(sum == 200_000 * 199_999 / 2)
    }

    @Test func aStatementThatNeverEndsIsStopped() throws {
        let client = try client()
        #expect(throws: DuckDBFault.late) {
            try client.select(
                "SELECT count(*) FROM range(1000000000) AS a(i), range(1000000000) AS b(j) WHERE i * j % 7 = 3",
                until: TimeLimit(seconds: 0.3)
            ) { _ in }
        }
        #expect(!client.isUsable)
    }

    @Test func aClientThatDiesIsTold() throws {
        let client = try client()
        client.end()
        #expect(throws: DuckDBFault.gone("has ended")) { try rows(client, "SELECT 1") }
    }

    @Test func aReaderThatStopsEndsTheClient() throws {
        let client = try client()
        #expect(throws: CancellationError.self) {
            try client.select("SELECT i FROM range(100000) AS r(i)", until: limit) { _ in throw CancellationError() }
        }
        #expect(!client.isUsable)
    }

    @Test func columnsAreToldWithoutRunningIt() throws {
        let columns = try client().describe("SELECT 1 AS a, error('ran') AS b, 2::DOUBLE AS A", until: limit)
        #expect(columns.map(\.name) == ["a", "b", "A_1"])
        #expect(columns.last?.type == "DOUBLE")
    }
}
