import Foundation
import Goals
import KPIs

/// Files, read into a SQLite file of the state folder.
final class CSVEngine: Engine {
    let dialect: any Dialect = SQLiteDialect()
    private let source: String
    private let reader: CSVSource
    private let file: WarehouseFile

    init(_ declaration: SourceDeclaration, setting: EngineSetting) {
        source = declaration.name
        let path = setting.folder + "/" + WarehouseFolder.fileName(declaration.name)
        reader = CSVSource(
            declaration, database: path, currency: setting.currency, seriesTables: setting.seriesTables,
            kept: [.purchases(zone: setting.zone)], prepare: { SQLiteFunctions.register(on: $0) })
        file = WarehouseFile(source: declaration.name, path: path, seriesTables: setting.seriesTables)
    }

    func refresh(now: Date, _ deadline: Deadline) throws -> SourceReport {
        do {
            return try reader.refresh(now: now, isCancelled: { deadline.hasPassed })
        } catch {
            throw WarehouseError.ingest(source: source, error)
        }
    }

    func read<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value {
        try file.read(deadline) { database, layout in
            try body(SQLiteSession(database: database, dialect: SQLiteDialect()), layout)
        }
    }

    func readUserSQL<Value>(_ deadline: Deadline, _ body: (any UserSession, Layout) throws -> Value) throws -> Value {
        try file.readUserSQL(deadline) { database, layout in
            try body(SQLiteUserSession(database: database, layout: layout, deadline: deadline), layout)
        }
    }
}
