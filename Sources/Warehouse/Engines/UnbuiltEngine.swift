import Foundation
import Goals
import KPIs

/// Stands where an engine comes.
final class UnbuiltEngine: Engine {
    let dialect: any Dialect = SQLiteDialect()
    private let source: String

    init(_ declaration: SourceDeclaration) { source = declaration.name }

    private var error: WarehouseError {
        .database(source: source, reason: "sources of this type are not built yet")
    }

    func refresh(now: Date, _ deadline: Deadline) throws -> SourceReport { throw error }

    func read<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value {
        throw error
    }

    func readUserSQL<Value>(_ deadline: Deadline, _ body: (any UserSession, Layout) throws -> Value) throws -> Value {
        throw error
    }
}
