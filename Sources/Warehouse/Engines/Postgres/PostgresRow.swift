import CPostgres
import Foundation

/// A column of a result.
struct PostgresColumn: Hashable {
    let name: String
    let type: PostgresType

    static func all(of result: OpaquePointer) -> [PostgresColumn] {
        (0..<PQnfields(result)).map { index in
            PostgresColumn(
                name: PQfname(result, index).map { String(cString: $0) } ?? "",
                type: PostgresType(oid: PQftype(result, index)))
        }
    }
}

/// One row, valid until the next.
struct PostgresRow: ResultRow {
    let result: OpaquePointer

    func text(_ column: Int) -> String? { bytes(column).map { String(cString: $0) } }

    func number(_ column: Int) -> Double? { text(column).flatMap(Double.init) }

    func integer(_ column: Int) -> Int? {
        guard let text = text(column) else { return nil }
        return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    }

    /// As the server has it: `nil` for a null.
    func cell(_ column: Int) -> UserCell {
        guard let text = text(column) else { return .null }
        switch PostgresType(oid: PQftype(result, Int32(column))) {
        case .integer, .real, .numeric: return Double(text).map { .number($0) } ?? .text(text)
        case .text, .timeWithZone, .timeWithoutZone, .date, .money, .other: return .text(text)
        }
    }

    private func bytes(_ column: Int) -> UnsafePointer<CChar>? {
        guard column < PQnfields(result), PQgetisnull(result, 0, Int32(column)) == 0 else { return nil }
        return UnsafePointer(PQgetvalue(result, 0, Int32(column)))
    }
}
