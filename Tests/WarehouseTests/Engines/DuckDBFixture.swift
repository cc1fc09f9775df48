import Foundation
import Goals
import KPIs

@testable import Warehouse

/// DuckDB's client from PATH, as `Scripts/test` sees to it (PyPI's duckdb-cli).
enum DuckDBFixture {
    /// Runs statements in a database file, which is made where it is missing.
    static func run(_ statements: String, in path: String) throws {
        let run = try ProgramRun(
            ChildCommand(
                arguments: ["duckdb", "-init", "/dev/null", "-batch", path, "-c", statements],
                environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""], folder: "/"),
            until: TimeLimit(seconds: 60), outputLimit: 1 << 20)
        guard run.ending == .exited(0) else {
            throw Refused(description: "duckdb \(run.ending): \(String(decoding: run.errors, as: UTF8.self))")
        }
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// A company's tables with types of DuckDB's own.
    static func write(_ company: TestCompany, in folder: TestFolder) throws -> String {
        let data = folder.path + "/csv"
        try company.writeCSV(in: data)
        let tables = company.tables.sorted { $0.key < $1.key }.map { name, table in
            let columns = table.columns.enumerated().map { index, column in
                let quoted = SQLIdentifier(column).quoted
                let text = "nullif(\(quoted), '')"
                return switch Layout.type(of: column, in: name) {
                case .text: "\(text) AS \(quoted)"
                case .number: "CAST(\(text) AS DOUBLE) AS \(quoted)"
                case .time:
                    table.rows.contains { $0[index]?.hasSuffix("Z") == true }
                        ? "CAST(\(text) AS TIMESTAMPTZ) AS \(quoted)" : "CAST(\(text) AS TIMESTAMP) AS \(quoted)"
                }
            }
            let file = DuckDBText.literal("\(data)/\(name).csv")
            return "CREATE TABLE \(name) AS SELECT \(columns.joined(separator: ", ")) "
                + "FROM read_csv(\(file), \(plain));"
        }
        let path = folder.path + "/company.duckdb"
        try run(tables.joined(separator: "\n"), in: path)
        return path
    }

    /// The same as Parquet files, all of it text.
    static func writeFiles(_ company: TestCompany, in folder: TestFolder) throws -> [DuckDBFile] {
        let data = folder.path + "/csv"
        try company.writeCSV(in: data)
        let names = company.tables.keys.sorted()
        let copies = names.map { name in
            "COPY (FROM read_csv(\(DuckDBText.literal("\(data)/\(name).csv")), \(plain))) TO "
                + "\(DuckDBText.literal("\(data)/\(name).parquet")) (FORMAT parquet);"
        }
        try run(copies.joined(separator: "\n"), in: ":memory:")
        return names.map { DuckDBFile(name: $0, path: "\(data)/\($0).parquet") }
    }

    /// The form of `writeCSV`'s files.
    private static let plain = "all_varchar = true, header = true, quote = '\"', escape = '\"', delim = ','"
}

extension Warehouse {
    /// Over one source of type `duckdb`, called `crm`.
    convenience init(
        duckdb path: String?, files: [DuckDBFile] = [], tables: [TableMapping] = [], zone: Zone = .utc,
        sourceZone: Zone = .utc, custom: [CustomKPI] = [], in folder: TestFolder
    ) {
        self.init(
            sources: [
                SourceDeclaration(
                    name: "crm", kind: .duckdb(path: path, files: files), zone: sourceZone, tables: tables)
            ], folder: folder.path, catalogue: Catalogue(custom: custom), zone: zone, currency: "EUR", secret: noSecrets
        )
    }
}
