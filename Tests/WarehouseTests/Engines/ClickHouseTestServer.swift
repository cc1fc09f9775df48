import Foundation
import Goals
import KPIs
import TestPeers
import Transport

@testable import Warehouse

/// A ClickHouse to test against: the server of `Scripts/servers/clickhouse` (18.16), or chdb (the current engine) behind
/// `chdb_front.py`. The same users are on both: admin, reader, strict.
struct ClickHouseTestServer: Sendable {
    let endpoint: String
    let password: String

    /// Debian's.
    static func old() throws -> ClickHouseTestServer {
        ClickHouseTestServer(
            endpoint: try value("CRMGOALS_TEST_CLICKHOUSE"), password: try value("CRMGOALS_TEST_CLICKHOUSE_PASSWORD"))
    }

    static func current() throws -> ClickHouseTestServer {
        ClickHouseTestServer(endpoint: "http://127.0.0.1:\(try front.get().port)", password: "any")
    }

    private static let front = Result { try Peer("chdb_front.py") }

    static func value(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            throw MissingPart(
                description: "\(name) is not set: run Scripts/test, or eval \"$(Scripts/servers/clickhouse start DIR)\""
            )
        }
        return value
    }

    func url(as user: String, database: String, password: String? = nil) -> String {
        endpoint.replacing("://", with: "://\(user):\(password ?? self.password)@") + "/\(database)"
    }

    /// What the server answers admin.
    @discardableResult
    func run(_ sql: String) throws -> String {
        let address = try ClickHouseAddress(url(as: "admin", database: "default"))
        var answer = Data()
        let reply = try Conversation().send(
            HTTPRequest(
                endpoint: address.endpoint,
                headers: [
                    try HeaderField("X-ClickHouse-User", address.user),
                    try HeaderField("X-ClickHouse-Key", address.password.revealed),
                ], body: Data(sql.utf8), limits: AttemptLimits(timeout: 60)),
            isCancelled: { false }, receive: { answer.append(contentsOf: $0) })
        guard reply.status == 200 else {
            throw MissingPart(description: "\(String(decoding: reply.body, as: UTF8.self)) for \(sql.prefix(200))")
        }
        return String(decoding: answer, as: UTF8.self)
    }

    /// Makes the company's tables in a database of their own and says its name.
    ///
    /// - Parameter asText: every column as String, `''` for nothing. Else times are DateTime where it can hold them.
    func load(_ company: TestCompany, asText: Bool = false) throws -> String {
        let database = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try run("CREATE DATABASE \(database)")
        for (name, table) in company.tables {
            let types = table.columns.enumerated().map { index, column in
                asText ? "String" : Self.type(Layout.type(of: column, in: name), of: table.rows.map { $0[index] })
            }
            let columns = zip(table.columns, types).map { "\(ClickHouseText.identifier($0)) \($1)" }
            let quoted = "\(database).\(ClickHouseText.identifier(name))"
            try run("CREATE TABLE \(quoted) (\(columns.joined(separator: ", "))) ENGINE = Memory")
            var rows = table.rows[...]
            while !rows.isEmpty {
                let values = rows.prefix(1000).map { row in
                    "(\(zip(types, row).map(Self.literal).joined(separator: ", ")))"
                }
                try run("INSERT INTO \(quoted) VALUES \(values.joined(separator: ", "))")
                rows = rows.dropFirst(1000)
            }
        }
        return database
    }

    private static func type(_ type: CanonicalTable.ColumnType, of cells: [String?]) -> String {
        switch type {
        case .text: return "Nullable(String)"
        case .number: return "Nullable(Float64)"
        case .time:
            // In UTC, whole seconds, and neither too early nor too late.
            let isPlain = cells.allSatisfy {
                $0.map { $0.hasSuffix("Z") && $0.count == 20 && $0 >= "1970" && $0 < "2105" } ?? true
            }
            return isPlain ? "Nullable(DateTime)" : "Nullable(String)"
        }
    }

    private static func literal(_ type: String, _ cell: String?) -> String {
        guard let cell else { return type == "String" ? "''" : "NULL" }
        switch type {
        case "Nullable(Float64)": return Double(cell).map { "\($0)" } ?? "NULL"
        case "Nullable(DateTime)": return "\(Int(time(cell).timeIntervalSince1970))"
        default: return ClickHouseText.literal(cell)
        }
    }
}
