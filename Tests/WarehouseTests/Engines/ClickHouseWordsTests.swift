import Foundation
import Goals
import KPIs
import Testing
import Transport

@testable import Warehouse

/// What ClickHouse says and is told, without a server.
@Suite struct ClickHouseWordsTests {
    @Test func anAddressIsTakenApartAndItsSecretsGoElsewhere() throws {
        let address = try ClickHouseAddress("https://crm%40goals:c4n4ry%2F%231@db.example.com:8443/sales%20data")
        #expect(address.user == "crm@goals" && address.password.revealed == "c4n4ry/#1")
        #expect(address.database == "sales data" && address.description == "https://db.example.com:8443")
        let sent = try address.endpoint([("max_execution_time", "5")])
        #expect(!"\(sent)".contains("c4n4ry"))
        let bare = try ClickHouseAddress("http://[::1]:8123")
        #expect(bare.user == "default" && bare.password.revealed.isEmpty && bare.database == nil)
    }

    @Test(
        arguments: [
            "", "db:8123", "ftp://db/x", "https://db/a/b", "https://db/x?password=c4n4ry", "https://u:c4n4ry@h#x/db",
            "https://u:c4n4ry w@h/db", "https://u:p@c4n4ry@h/db",
        ])
    func anythingElseIsRefusedWithoutShowingIt(text: String) {
        let error = #expect(throws: TransportError.self) { try ClickHouseAddress(text) }
        #expect(error?.description.contains("c4n4ry") == false)
    }

    private func rows(_ reply: String, pieces: Int = 1) throws -> [[String?]] {
        var reading = ClickHouseReply(limit: 1000)
        var rows: [[String?]] = []
        let bytes = Array(reply.utf8)
        let size = max(1, bytes.count / pieces)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try Array(bytes[start..<min(start + size, bytes.count)]).withUnsafeBytes { piece in
                try reading.take(piece) { columns, row in rows.append(columns.indices.map(row.text)) }
            }
        }
        _ = try reading.finish()
        return rows
    }

    @Test(arguments: [1, 2, 7, 1000])
    func rowsAreReadWhateverPiecesTheyComeIn(pieces: Int) throws {
        let reply = "a\tb\nString\tNullable(String)\nx\\ty\\n\\\\\\'\\0\t\\N\n\tü\n"
        #expect(try rows(reply, pieces: pieces) == [["x\ty\n\\'\0", nil], ["", "ü"]])
        #expect(try rows("a\nString\n\n\n", pieces: pieces) == [[""], [""]])
        #expect(try rows("a\nUInt8\n", pieces: pieces).isEmpty)
    }

    @Test(
        arguments: [
            "", "a\tb\n", "a\tb\nString\n", "<html>\n", "a\nString\nx\ty\n", "a\nString\nx", "Ok.\n",
            "a\nString\nx\nCode: 241, e.displayText() = DB::Exception: Memory limit exceeded, e.what() = DB::Exception\n",
            "a\nString\nx\nyCode: 241, e.displayText() = DB::Exception: Memory limit exceeded, e.what() = DB::Exception\n",
            "a\nString\nx\n__exception__\r\nCode: 241. DB::Exception: Memory limit exceeded. (X)\r\n99\r\n__exception__\r\n",
            "a\nString\n__exception__\r\n",
        ])
    func whatIsNoWholeResultIsNone(reply: String) {
        #expect(throws: ClickHouseFault.self) { try rows(reply) }
    }

    @Test(
        arguments: [
            ("GRANT SELECT ON crm.* TO crmgoals", []), ("GRANT SELECT(id, amount) ON crm.orders TO crmgoals", []),
            ("GRANT SHOW TABLES, SELECT, dictGet ON *.* TO crmgoals", []), ("REVOKE INSERT ON crm.* FROM crmgoals", []),
            ("GRANT SELECT, INSERT ON crm.* TO crmgoals", ["INSERT ON crm.*"]),
            (
                "GRANT INSERT(a, b), ALTER UPDATE ON crm.t TO x WITH GRANT OPTION",
                ["INSERT ON crm.t", "ALTER UPDATE ON crm.t"]
            ),
            ("GRANT writers TO crmgoals", ["what role writers may do"]),
            ("GRANT ALL ON *.* TO default", ["ALL ON *.*"]),
        ] as [(String, [String])])
    func grantsAreRead(line: String, powers: [String]) {
        #expect(ClickHouseRole.powers(line) == powers)
    }

    @Test func aUserOfACurrentServerIsJudgedByGrants() throws {
        let address = try ClickHouseAddress("https://app:c4n4ry@db:8443/crm")
        let role = ClickHouseRole(address: address, version: try #require(ClickHouseVersion("24.8.1.2684")))
        #expect(role.complaint(readonly: 2) { ["GRANT ALL ON *.* TO app"] } == nil)
        #expect(role.complaint(readonly: 0) { ["GRANT SELECT ON crm.* TO app"] } == nil)
        let reason = try #require(role.complaint(readonly: 0) { ["GRANT SELECT, INSERT ON crm.* TO app"] })
        #expect(reason.contains("user app may write at https://db:8443 (INSERT ON crm.*)"))
        #expect(
            reason.contains(
                "CREATE USER crmgoals IDENTIFIED BY '...' SETTINGS readonly = 2; GRANT SELECT ON `crm`.* TO crmgoals;"))
        #expect(!reason.contains("c4n4ry"))
    }

    @Test func settingsThatWouldCutResultsOffAreSetOrRefused() throws {
        let found = ["readonly": "2", "join_use_nulls": "0", "result_overflow_mode": "break", "limit": "0"]
        let sent = ClickHouseSettings(found).sent(seconds: 4.2, rows: nil)
        #expect(
            sent.contains { $0 == ("result_overflow_mode", "throw") } && sent.contains { $0 == ("join_use_nulls", "1") }
        )
        #expect(sent.contains { $0 == ("max_execution_time", "5") })
        #expect(!sent.contains { ["readonly", "limit", "skip_unavailable_shards"].contains($0.name) })
        #expect(
            ClickHouseSettings(found.merging(["readonly": "0"]) { $1 }).sent(seconds: 1, rows: 9).contains {
                $0 == ("readonly", "1")
            })
        let strict = ClickHouseSettings(found.merging(["readonly": "1"]) { $1 })
        #expect(strict.sent(seconds: 1, rows: 1).isEmpty)
        #expect(strict.complaint?.contains("result_overflow_mode is break there") == true)
        #expect(ClickHouseSettings(["readonly": "1", "join_use_nulls": "0"]).complaint == nil)
    }

    @Test(arguments: ["it's", "a\\b", "\\'", "x\0y", "ü", "'; DROP TABLE x; --", "\n"])
    func aTextIsOneLiteral(text: String) {
        let literal = ClickHouseText.literal(text)
        var isEscaped = false
        let quotes = literal.dropFirst().dropLast().filter { character in
            defer { isEscaped = character == "\\" && !isEscaped }
            return character == "'" && !isEscaped
        }
        #expect(quotes.isEmpty && literal.first == "'" && literal.last == "'")
    }

    @Test(
        arguments: [
            ("String", .text, false), ("LowCardinality(Nullable(String))", .text, true),
            ("FixedString(8)", .fixedText, false),
            ("Nullable(DateTime('Europe/Berlin'))", .time, true), ("DateTime64(6, 'UTC')", .fineTime, false),
            ("Decimal(18, 4)", .decimal, false), ("UInt256", .integer, false), ("Interval", .other, false),
            ("Enum8('a' = 1)", .other, false), ("Array(Nullable(String))", .composite, false),
            ("Nullable(Nothing)", .nothing, true),
            ("Date32", .wideDate, false), ("Bool", .other, false), ("Float32", .real, false),
        ] as [(String, ClickHouseType.Kind, Bool)])
    func typesAreKnown(name: String, kind: ClickHouseType.Kind, isNullable: Bool) {
        let type = ClickHouseType(name)
        #expect(type.kind == kind && type.isNullable == isNullable)
    }
}
