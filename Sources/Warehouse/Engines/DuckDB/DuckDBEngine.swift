import Foundation
import Goals
import KPIs

/// A DuckDB database, or files that DuckDB reads itself, asked through its own client.
///
/// The database is attached for reading, and only while something is read: as long as it is, no other program can open it for writing.
final class DuckDBEngine: Engine {
    let dialect: any Dialect = DuckDBDialect()
    private let declaration: SourceDeclaration
    private let setting: EngineSetting
    private let path: String?
    private let files: [DuckDBFile]
    private var link: Link?
    private var tables: [FoundTable] = []
    private var layout: Layout?
    private var log = AuditLog()

    /// A client with what it was told that it may read.
    private struct Link {
        let client: DuckDBClient
        let paths: [[String]]
        /// Files that cannot be read, by name: why.
        let brokenFiles: [String: String]
    }

    /// No table can be called so by accident.
    private static let database = "crmgoals_source"
    /// Seconds to wait for another program that is writing.
    private static let busyTime = 5.0

    init(_ declaration: SourceDeclaration, path: String?, files: [DuckDBFile], setting: EngineSetting) {
        self.declaration = declaration
        self.path = path
        self.files = files
        self.setting = setting
    }

    deinit {
        link?.client.end()
    }

    func refresh(now: Date, _ deadline: Deadline) throws -> SourceReport {
        let clock = ContinuousClock()
        let began = clock.now
        return try access(deadline) { session, link in
            try look(session, link, now: now)
            let reports = try log.reports(on: tables, now: now) { found, derived in
                try audit(found, derived, session, now: now)
            }
            return SourceReport(
                source: declaration.name, readAt: now, tables: reports, seconds: (clock.now - began).seconds)
        }
    }

    func read<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value {
        try access(deadline) { session, _ in try body(session, try currentLayout()) }
    }

    func readUserSQL<Value>(_ deadline: Deadline, _ body: (any UserSession, Layout) throws -> Value) throws -> Value {
        try access(deadline) { session, _ in
            let layout = try currentLayout()
            return try body(DuckDBUserSession(session: session, layout: layout), layout)
        }
    }

    // MARK: The tables

    private func currentLayout() throws(WarehouseError) -> Layout {
        guard let layout else { throw .unread(source: declaration.name) }
        return layout
    }

    private func look(_ session: DuckDBSession, _ link: Link, now: Date) throws {
        // A clock that is wrong by a year or two is told the same offsets.
        let end = now.addingTimeInterval(3 * 366 * 86_400)
        tables = try DuckDBTables(
            declaration: declaration, setting: setting, place: place, session: session, brokenFiles: link.brokenFiles,
            end: end
        ).all()
        layout = tables.layout
    }

    private func audit(
        _ found: FoundTable, _ derived: DerivedTable, _ session: DuckDBSession, now: Date
    ) throws -> TableReport {
        do {
            return try TableAudit(
                derived: derived, place: found.place, dialect: dialect, allowedBadRows: declaration.allowedBadRows,
                allowsRepeatedIDs: declaration.allowsRepeatedIDs, idsAreUnique: found.idsAreUnique
            ).report(session, now: now)
        } catch DuckDBFault.refused(let message) {
            return TableReport(
                table: found.table.name, columns: derived.columnNames, files: [found.place],
                failure: "\(found.place): \(message)", readAt: now)
        }
    }

    /// For messages.
    private var place: String { path ?? "the files of source \(declaration.name)" }

    // MARK: The client

    private func access<Value>(_ deadline: Deadline, _ body: (DuckDBSession, Link) throws -> Value) throws -> Value {
        let limit = TimeLimit(deadline)
        do {
            let link = try currentLink(limit)
            let session = DuckDBSession(client: link.client, limit: limit)
            try attach(link.client, limit)
            let result = Result { try body(session, link) }
            if link.client.isUsable { try detach(link.client, limit) }
            return try result.get()
        } catch let fault as DuckDBFault {
            if case .refused = fault {} else { link = nil }
            throw DuckDBComplaint(source: declaration.name, place: place).error(fault)
        }
    }

    /// The kept client, or another one where it has ended or there are other files than it may read.
    private func currentLink(_ limit: TimeLimit) throws -> Link {
        let readers = files.map(DuckDBReader.init)
        let paths = readers.map(\.paths)
        if let link, link.client.isUsable, link.paths == paths { return link }
        link?.client.end()
        link = nil
        // What a writer that ended in the middle left is read, too.
        let database = path.map { path in ["", ".wal", ".wal.checkpoint", ".wal.recovery"].map { path + $0 } } ?? []
        let client = try DuckDBClient(DuckDBSettings(readable: database + paths.joined()).statements, until: limit)
        var broken: [String: String] = [:]
        for reader in readers {
            do {
                broken[reader.file.name] = reader.problem
                guard reader.problem == nil else { continue }
                let view = try reader.view { try client.describe($0, until: limit) }
                if let view { try client.run(view, until: limit) { _ in } }
            } catch DuckDBFault.refused(let message) {
                broken[reader.file.name] = "\(reader.file.path): \(message)"
            }
        }
        let fresh = Link(client: client, paths: paths, brokenFiles: broken)
        // One that could not be read may be readable the next time.
        if broken.isEmpty { link = fresh }
        return fresh
    }

    private func attach(_ client: DuckDBClient, _ limit: TimeLimit) throws {
        guard let path else { return }
        let busy = TimeLimit(limit.deadline, seconds: Self.busyTime)
        while true {
            do {
                try client.run(
                    "ATTACH \(DuckDBText.literal(path)) AS \(Self.database) (READ_ONLY);", until: limit
                ) { _ in }
                break
            } catch DuckDBFault.refused(let message) where DuckDBComplaint.isBusy(message) && !busy.hasPassed {
                usleep(100_000)
            }
        }
        try client.run("USE \(Self.database);", until: limit) { _ in }
    }

    private func detach(_ client: DuckDBClient, _ limit: TimeLimit) throws {
        guard path != nil else { return }
        try client.run("USE memory;", until: limit) { _ in }
        try client.run("DETACH \(Self.database);", until: limit) { _ in }
    }
}
