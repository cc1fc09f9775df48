import Foundation
import Goals
import KPIs

@testable import Warehouse

/// The server of `Scripts/servers/postgres`.
struct PostgresTestServer {
    enum Role: String {
        case reader, writer, admin
    }

    let endpoint: String
    let faultyEndpoint: String
    let authority: String
    let password: String

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        func value(_ name: String) throws -> String {
            guard let value = environment[name] else {
                throw MissingPart(
                    description:
                        "\(name) is not set: run Scripts/test, or eval \"$(Scripts/servers/postgres start DIR)\"")
            }
            return value
        }
        endpoint = try value("CRMGOALS_TEST_POSTGRES")
        faultyEndpoint = try value("CRMGOALS_TEST_POSTGRES_FAULTY")
        authority = try value("CRMGOALS_TEST_POSTGRES_CA")
        password = try value("CRMGOALS_TEST_POSTGRES_PASSWORD")
    }

    /// - Parameter schema: in which tables are looked for.
    func url(
        as role: Role, schema: String? = nil, user: String? = nil, endpoint: String? = nil, more: String = ""
    ) -> String {
        let path = schema.map { "&options=-csearch_path%3D\($0)" } ?? ""
        return "postgresql://\(user ?? role.rawValue):\(password)@\(endpoint ?? self.endpoint)/crm"
            + "?sslmode=verify-full&sslrootcert=\(authority)\(path)\(more)"
    }

    /// Makes tables in a schema of their own and says its name.
    func load(_ company: TestCompany, asText: Bool = false) throws -> String {
        let schema = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try run("CREATE SCHEMA \(schema)")
        let connection = try PostgresConnection(PostgresAddress(url(as: .writer, schema: schema)))
        let deadline = Deadline(after: 60)
        try connection.run("BEGIN", until: deadline)
        for (name, table) in company.tables {
            let quoted = SQLIdentifier(name).quoted
            let types = table.columns.enumerated().map { index, column -> String in
                if asText { return "text" }
                switch Layout.type(of: column, in: name) {
                case .text: return "text"
                case .number: return "double precision"
                case .time:
                    let hasZone = table.rows.contains { $0[index]?.hasSuffix("Z") == true }
                    return hasZone || table.rows.isEmpty ? "timestamptz" : "timestamp"
                }
            }
            let columns = zip(table.columns, types).map { "\(SQLIdentifier($0).quoted) \($1)" }
            try connection.run("CREATE TABLE \(quoted) (\(columns.joined(separator: ", ")))", until: deadline)
            let places = table.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            for row in table.rows {
                try connection.run("INSERT INTO \(quoted) VALUES (\(places))", row, until: deadline)
            }
        }
        try connection.run("COMMIT", until: deadline)
        return schema
    }

    /// As the writing role, or another; one statement.
    func run(_ sql: String, as role: Role = .writer, schema: String? = nil) throws {
        let connection = try PostgresConnection(PostgresAddress(url(as: role, schema: schema)))
        try connection.run(sql, until: Deadline(after: 60))
    }

    /// The first column of the first row, asked as superuser.
    func answer(_ sql: String) throws -> String? {
        let connection = try PostgresConnection(PostgresAddress(url(as: .admin)))
        var answer: String?
        try connection.run(sql, until: Deadline(after: 60)) { row in answer = answer ?? row.text(0) }
        return answer
    }
}
