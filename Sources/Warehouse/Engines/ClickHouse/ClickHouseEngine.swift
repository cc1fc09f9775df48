import Foundation
import Goals
import KPIs
import Transport

/// A ClickHouse server, or a cluster of them, over HTTP. It does the counting; what comes back is one row a series.
///
/// Nothing is made on the server, not even temporarily, and every query is sent to be read-only.
final class ClickHouseEngine: Engine {
    let dialect: any Dialect = ClickHouseDialect()
    private let declaration: SourceDeclaration
    private let setting: EngineSetting
    private let access: Access
    private var link: Link?
    private var tables: [FoundTable]?
    private var log = AuditLog()

    /// How the server is reached.
    struct Access {
        let url: Secret
        let allowsWriteRole: Bool
        let caFile: String?
        let insecure: Bool
    }

    /// A server that has answered, and what is known of it and of ourselves.
    private struct Link {
        let client: ClickHouseClient
        let settings: ClickHouseSettings
        let complaint: ClickHouseComplaint
        let version: ClickHouseVersion

        func session(_ deadline: Deadline) -> ClickHouseSession {
            ClickHouseSession(client: client, settings: settings, complaint: complaint, deadline: deadline)
        }
    }

    /// A relation's columns have it before their names; see `Layout`.
    private static let columnPrefix = "="

    init(_ declaration: SourceDeclaration, _ access: Access, setting: EngineSetting) {
        self.declaration = declaration
        self.access = access
        self.setting = setting
    }

    func refresh(now: Date, _ deadline: Deadline) throws -> SourceReport {
        let clock = ContinuousClock()
        let began = clock.now
        // What the user may do, and how the server is set, may have changed.
        if log.isDue(now) { link = nil }
        return try linked(deadline) { link in
            let session = link.session(deadline)
            let found = try look(link, session)
            let reports = try log.reports(on: found, now: now) { found, derived in
                try audit(found, derived, session, now: now)
            }
            return SourceReport(
                source: declaration.name, readAt: now, tables: reports, seconds: (clock.now - began).seconds)
        }
    }

    func read<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value {
        try linked(deadline) { link in
            let session = link.session(deadline)
            let found = try tables ?? look(link, session)
            return try body(session, found.layout(columnPrefix: Self.columnPrefix))
        }
    }

    func readUserSQL<Value>(_ deadline: Deadline, _ body: (any UserSession, Layout) throws -> Value) throws -> Value {
        try linked(deadline) { link in
            let session = link.session(deadline)
            let layout = try (tables ?? look(link, session)).layout
            return try body(ClickHouseUserSession(session: session, layout: layout, version: link.version), layout)
        }
    }

    // MARK: The server

    private func linked<Value>(_ deadline: Deadline, _ body: (Link) throws -> Value) throws -> Value {
        var complaint = ClickHouseComplaint(source: declaration.name, address: nil)
        do {
            let link = try link ?? connected(deadline, &complaint)
            self.link = link
            complaint = link.complaint
            return try body(link)
        } catch let fault as ClickHouseFault {
            link = nil
            throw complaint.error(fault)
        } catch let error as TransportError {
            throw complaint.error(.transport(error))
        } catch let error as WarehouseError {
            // The server may be another one when it is there again.
            if case .server = error { link = nil }
            throw error
        }
    }

    private func connected(_ deadline: Deadline, _ complaint: inout ClickHouseComplaint) throws -> Link {
        let text: String
        do { text = try setting.secret(access.url) } catch { throw complaint.server("url: \(error)") }
        let address = try ClickHouseAddress(text)
        complaint = ClickHouseComplaint(source: declaration.name, address: address)
        let client = ClickHouseClient(address, caFile: access.caFile, insecure: access.insecure)
        func ask(_ sql: String, _ each: (ClickHouseRow) -> Void) throws {
            try client.rows(sql, settings: [], within: deadline.remaining, deadline) { _, row in each(row) }
        }
        var answer = ""
        try ask("SELECT version()") { answer = $0.text(0) ?? "" }
        guard let version = ClickHouseVersion(answer) else {
            throw ClickHouseFault.notClickHouse("asked for its version it says \"\(answer.prefix(40))\"")
        }
        var values: [String: String] = [:]
        try ask(ClickHouseSettings.query) { row in values[row.text(0) ?? ""] = row.text(1) ?? "" }
        let settings = ClickHouseSettings(values)
        if let reason = settings.complaint { throw complaint.server("user \(address.user): \(reason)") }
        if !access.allowsWriteRole {
            let role = ClickHouseRole(address: address, version: version)
            let reason = try role.complaint(readonly: settings.readonly) {
                var lines: [String] = []
                try ask("SHOW GRANTS") { lines.append($0.text(0) ?? "") }
                return lines
            }
            if let reason { throw complaint.server(reason) }
        }
        return Link(client: client, settings: settings, complaint: complaint, version: version)
    }

    // MARK: The tables

    /// Which tables there are, and of which types their columns.
    private func look(_ link: Link, _ session: ClickHouseSession) throws -> [FoundTable] {
        let found = try ClickHouseTables(
            declaration: declaration, setting: setting, session: session, place: link.client.address
        ).all()
        tables = found
        return found
    }

    private func audit(
        _ found: FoundTable, _ derived: DerivedTable, _ session: ClickHouseSession, now: Date
    ) throws -> TableReport {
        let audit = TableAudit(
            derived: derived, place: found.place, dialect: dialect, allowedBadRows: declaration.allowedBadRows,
            allowsRepeatedIDs: declaration.allowsRepeatedIDs, idsAreUnique: found.idsAreUnique)
        do {
            return try audit.report(PlainSession(session: session), now: now)
        } catch ClickHouseFault.refused(let code, let message) where !ClickHouseFault.Code.login.contains(code) {
            var report = TableReport(
                table: derived.table.name, columns: derived.columnNames, files: [found.place], readAt: now)
            if code == ClickHouseFault.Code.timeout {
                report.remarks = [
                    "the rows of \(derived.table.name) could not all be looked at in time: bad ones are not known"
                ]
            } else {
                report.failure = "\(found.place): \(message): \(session.complaint.advice(code))"
            }
            return report
        }
    }

    /// Throws what the server says as it is.
    private struct PlainSession: Session {
        let session: ClickHouseSession

        func rows(_ sql: SQL, _ each: (any ResultRow) throws -> Void) throws {
            try session.run(sql) { _, row in try each(row) }
        }
    }
}
