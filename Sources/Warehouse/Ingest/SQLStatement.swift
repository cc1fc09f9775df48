import Foundation
import GRDBSQLite

/// A prepared statement. What is bound must stay where it is until the next `reset`.
final class SQLStatement {
    let handle: OpaquePointer
    private let connection: SQLConnection

    /// - Throws: also where `sql` is no statement, or more than one.
    init(_ sql: String, on connection: SQLConnection) throws(LoadFailure) {
        var handle: OpaquePointer?
        var isMore = false
        let code = sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(connection.handle, text, -1, 0, &handle, &tail)
            while let next = tail, next.pointee != 0, !isMore {
                isMore =
                    next.pointee != CChar(bitPattern: ASCII.space)
                    && next.pointee != CChar(bitPattern: UInt8(ascii: ";"))
                    && next.pointee != CChar(bitPattern: ASCII.lineFeed)
                tail = next + 1
            }
            return code
        }
        guard code == SQLITE_OK else { throw connection.problem(code) }
        guard let handle, !isMore else {
            sqlite3_finalize(handle)
            throw .sql(
                code: SQLITE_ERROR, message: handle == nil ? "there is no statement" : "one statement is expected")
        }
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Whether there is a row.
    @inline(__always)
    func step() throws(LoadFailure) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw connection.problem(code)
    }

    @inline(__always) func reset() { sqlite3_reset(handle) }

    /// For statements that give no row.
    @inline(__always)
    func execute() throws(LoadFailure) {
        defer { reset() }
        _ = try step()
    }

    // Binding fails only for an index out of range, text over a gigabyte or an unfinished step; none can happen here, and
    // stepping would say so.
    @inline(__always) func bindNull(_ index: Int) { sqlite3_bind_null(handle, Int32(truncatingIfNeeded: index)) }
    @inline(__always) func bind(_ index: Int, _ value: Int) {
        sqlite3_bind_int64(handle, Int32(truncatingIfNeeded: index), Int64(value))
    }
    @inline(__always) func bind(_ index: Int, _ value: Double) {
        sqlite3_bind_double(handle, Int32(truncatingIfNeeded: index), value)
    }
    /// Without a copy: the bytes stay valid until `reset`.
    @inline(__always) func bind(_ index: Int, _ cell: Cell) {
        let text = UnsafeRawPointer(cell.start).assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text(
            handle, Int32(truncatingIfNeeded: index), text, Int32(truncatingIfNeeded: cell.count), nil)
    }
    func bind(_ index: Int, _ text: String) {
        sqlite3_bind_text(handle, Int32(index), text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }

    func bind(_ index: Int, blob bytes: [UInt8]) {
        if bytes.isEmpty {
            sqlite3_bind_zeroblob(handle, Int32(index), 0)
            return
        }
        sqlite3_bind_blob(
            handle, Int32(index), bytes, Int32(bytes.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }

    var columnCount: Int { Int(sqlite3_column_count(handle)) }
    func columnName(_ index: Int) -> String {
        sqlite3_column_name(handle, Int32(index)).map(String.init(cString:)) ?? ""
    }
    func isNull(_ index: Int) -> Bool { sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL }
    func integer(_ index: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(index))) }
    func text(_ index: Int) -> String {
        sqlite3_column_text(handle, Int32(index)).map { String(cString: $0) } ?? ""
    }

    func bytes(_ index: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, Int32(index)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(index)))))
    }

    /// Valid until the next step or reset.
    @inline(__always)
    func field(_ index: Int) -> Field {
        let column = Int32(truncatingIfNeeded: index)
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .number(Double(sqlite3_column_int64(handle, column)), textOf(column))
        case SQLITE_FLOAT: return .number(sqlite3_column_double(handle, column), textOf(column))
        default: return .text(textOf(column))
        }
    }

    private func textOf(_ column: Int32) -> Cell {
        guard let text = sqlite3_column_text(handle, column) else { return Cell.empty }
        return Cell(start: text, count: Int(sqlite3_column_bytes(handle, column)))
    }
}

/// A value on its way into a table.
enum Field {
    case null
    /// From a file, or text from a query.
    case text(Cell)
    /// From a query, with its text.
    case number(Double, Cell)
}
