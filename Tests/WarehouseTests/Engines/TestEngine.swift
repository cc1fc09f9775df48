import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// Every engine that a source can have, with the way in which a test company's data get into it.
///
/// To add one: a case here, and its arm in `source(_:in:)`, which puts the tables of a `TestCompany` where the engine finds them by their
/// own names and gives the declaration of a source called `crm`. Times are text as ISO 8601, with `Z` (or without, then of
/// `zone`), numbers as text, `nil` nothing; names of columns have capitals and blanks. What every engine has to do with them is in
/// `EngineContractTests`, which runs for each case and compares with `csv`; what DuckDB makes of the same CSV files is in
/// `MeasureJudgeTests`. A part that is missing (a server, a module) makes the test fail and say what to start, never skip.
enum TestEngine: String, CaseIterable, CustomTestStringConvertible {
    case csv
    case sqlite
    case postgres
    /// PostgreSQL with every column as `text`.
    case postgresText
    /// A DuckDB database with types of its own.
    case duckdb
    /// Parquet files with every column as text.
    case duckdbFiles
    /// ClickHouse 18.16.
    case clickhouse
    /// The same with every column as `String` and `''` for nothing, asked by a user who may set nothing with a query.
    case clickhouseText
    /// The current ClickHouse.
    case chdb
    case chdbText

    /// All but the one that they are compared with.
    static let others = allCases.filter { $0 != .csv }

    /// With every question, which are many: those that differ from another engine only in how columns are kept are asked fewer.
    static let thorough = others.filter { $0 != .clickhouseText && $0 != .chdbText }

    /// SQL of the user's own sees the canonical tables there. ClickHouse 18.16 has no common table expressions to show them by.
    var showsTables: Bool { self != .clickhouse && self != .clickhouseText }

    var testDescription: String { rawValue }

    /// Puts `company` into an engine and declares the source.
    func source(_ company: TestCompany, in folder: TestFolder, zone: Zone = .utc) throws -> SourceDeclaration {
        let kind: SourceDeclaration.Kind
        switch self {
        case .csv:
            try company.writeCSV(in: folder.path + "/csv")
            kind = .csv(folder: folder.path + "/csv", files: [])
        case .sqlite:
            let path = folder.path + "/theirs.sqlite"
            try company.writeSQLite(path)
            kind = .sqlite(path: path)
        case .postgres, .postgresText:
            let server = try PostgresTestServer()
            let schema = try server.load(company, asText: self == .postgresText)
            kind = .postgres(url: .literal(server.url(as: .reader, schema: schema)), allowsWriteRole: false)
        case .duckdb:
            kind = .duckdb(path: try DuckDBFixture.write(company, in: folder), files: [])
        case .duckdbFiles:
            kind = .duckdb(path: nil, files: try DuckDBFixture.writeFiles(company, in: folder))
        case .clickhouse, .clickhouseText, .chdb, .chdbText:
            let isOld = self == .clickhouse || self == .clickhouseText
            let asText = self == .clickhouseText || self == .chdbText
            let server = try isOld ? ClickHouseTestServer.old() : .current()
            let database = try server.load(company, asText: asText)
            kind = .clickhouse(
                url: .literal(server.url(as: asText ? "strict" : "reader", database: database)), allowsWriteRole: false,
                caFile: nil, insecure: false)
        }
        // Some companies have bad rows on purpose, which all engines leave out.
        return SourceDeclaration(name: "crm", kind: kind, zone: zone, allowedBadRows: 1)
    }

    /// A warehouse with that source, read.
    func warehouse(
        _ company: TestCompany, in folder: TestFolder, custom: [CustomKPI] = [], zone: Zone = .utc, now: Date
    ) async throws -> Warehouse {
        let warehouse = Warehouse(
            sources: [try source(company, in: folder, zone: zone)], folder: folder.path + "/\(rawValue)",
            catalogue: Catalogue(custom: custom), zone: zone, currency: "EUR", secret: literalSecret)
        _ = try await warehouse.refresh("crm", now: now, deadline: 300)
        return warehouse
    }
}

/// Secrets that stand in the declaration.
@Sendable func literalSecret(_ secret: Secret) throws -> String {
    guard case .literal(let text) = secret else { throw MissingPart(description: "\(secret) is not in the test") }
    return text
}

/// Something that a test needs is not there.
struct MissingPart: Error, CustomStringConvertible {
    let description: String
}
