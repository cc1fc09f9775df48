import Foundation
import GRDB
import Goals
import KPIs

@testable import Warehouse

extension TestCompany {
    /// As another program would have it: times as text, numbers as numbers, no types declared.
    func writeSQLite(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            for (name, table) in tables {
                let quoted = SQLIdentifier(name).quoted
                let columns = table.columns.map { SQLIdentifier($0).quoted }.joined(separator: ", ")
                try database.execute(sql: "CREATE TABLE \(quoted) (\(columns))")
                let places = table.columns.map { _ in "?" }.joined(separator: ", ")
                for row in table.rows {
                    let values = zip(table.columns, row).map { column, cell -> (any DatabaseValueConvertible)? in
                        let isNumber = Layout.type(of: column, in: name) == .number
                        return isNumber ? cell.flatMap(Double.init) : cell
                    }
                    try database.execute(
                        sql: "INSERT INTO \(quoted) VALUES (\(places))", arguments: StatementArguments(values))
                }
            }
        }
        try queue.close()
    }
}
