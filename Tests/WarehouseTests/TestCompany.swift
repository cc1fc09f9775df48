import Foundation
import GRDB
import Goals
import KPIs

@testable import Warehouse

/// A company's tables, as text: times as ISO 8601 with `Z`, `nil` for nothing.
struct TestCompany: Sendable {
    struct Table: Sendable, Codable {
        var columns: [String]
        var rows: [[String?]]
    }

    var tables: [String: Table] = [:]

    subscript(table: String) -> Table? {
        get { tables[table] }
        set { tables[table] = newValue }
    }

    /// Writes the tables as the ingest lays them out: `<folder>/warehouse/crm.sqlite`.
    func writeWarehouse(in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/warehouse", withIntermediateDirectories: true)
        let path = folder + "/warehouse/crm.sqlite"
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            for (name, table) in tables {
                let types = table.columns.map { Layout.type(of: $0, in: name) }
                let columns = zip(table.columns, types).map { column, type in
                    SQLIdentifier(column).quoted
                        + (type == .time ? " INTEGER" : type == .number ? " REAL" : " TEXT")
                }
                try database.execute(
                    sql: "CREATE TABLE \(SQLIdentifier(name).quoted) (\(columns.joined(separator: ", ")))")
                let places = table.columns.map { _ in "?" }.joined(separator: ", ")
                let insert = try database.makeStatement(
                    sql: "INSERT INTO \(SQLIdentifier(name).quoted) VALUES (\(places))")
                for row in table.rows {
                    let values: [(any DatabaseValueConvertible)?] = zip(row, types).map { cell, type in
                        guard let cell else { return nil }
                        switch type {
                        case .text: return cell
                        case .number: return Double(cell)
                        case .time: return Timestamp.parse(cell, in: .utc).map(SQLiteValues.microseconds)
                        }
                    }
                    try insert.execute(arguments: StatementArguments(values))
                }
            }
        }
        try queue.close()
    }

    func writeCSV(in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, table) in tables {
            let lines = ([table.columns] + table.rows.map { $0.map { $0 ?? "" } }).map { row in
                row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
            }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(
                to: URL(fileURLWithPath: "\(folder)/\(name).csv"))
        }
    }
}

/// A folder that goes when the test is done.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/crmgoals-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("\(path) stays: \(error)") }
    }
}

extension Warehouse {
    /// Over a company's tables, as source `crm`.
    convenience init(_ company: TestCompany, in folder: TestFolder, custom: [CustomKPI] = [], zone: Zone = .utc) throws
    {
        try company.writeWarehouse(in: folder.path)
        self.init(
            sources: [SourceDeclaration(name: "crm", kind: .csv(folder: nil, files: []))], folder: folder.path,
            catalogue: Catalogue(custom: custom), zone: zone, currency: "EUR", secret: noSecrets)
    }
}

extension MeasurementRequest {
    /// Of source `crm`.
    static func of(
        _ kpi: String, _ window: Window = .rolling(.days(30)), by: [String] = [],
        where filters: [String: [String]] = [:],
        parameters: [String: String] = [:], statistic: Statistic? = nil, lag: Span = .zero, shift: Span? = nil
    ) -> MeasurementRequest {
        MeasurementRequest(
            kpi: kpi, statistic: statistic, parameters: parameters, source: "crm", by: by,
            filters: filters.sorted { $0.key < $1.key }.map { Filter(column: $0.key, values: $0.value) },
            window: window,
            lag: lag, shift: shift)
    }
}

func time(_ text: String) -> Date {
    guard let date = Timestamp.parse(text, in: .utc) else { preconditionFailure("\(text) is no time") }
    return date
}
