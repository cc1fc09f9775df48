import Foundation
import Goals
import KPIs

/// A PostgreSQL server, or a cluster that speaks as one. It does the counting; what comes back is one row a series.
///
/// One connection a source, kept between checks. Nothing is made on the server: no table, no function, no lock.
final class PostgresEngine: Engine {
    let dialect: any Dialect = PostgresDialect()
    private let declaration: SourceDeclaration
    private let setting: EngineSetting
    private let url: Secret
    private let allowsWriteRole: Bool
    private var link: Link?
    private var tables: [FoundTable] = []
    private var layout: Layout?
    private var log = AuditLog()

    /// A connection with what is known of the server and of ourselves.
    private struct Link {
        let connection: PostgresConnection
        let complaint: PostgresComplaint
        let flavor: PostgresFlavor
    }

    init(_ declaration: SourceDeclaration, url: Secret, allowsWriteRole: Bool, setting: EngineSetting) {
        self.declaration = declaration
        self.url = url
        self.allowsWriteRole = allowsWriteRole
        self.setting = setting
    }

    func refresh(now: Date, _ deadline: Deadline) throws -> SourceReport {
        let clock = ContinuousClock()
        let began = clock.now
        return try transaction(deadline) { session, link in
            if log.isDue(now) { try refuseWriter(session, link) }
            try look(session, link)
            let reports = try log.reports(on: tables, now: now) { found, derived in
                try audit(found, derived, session, now: now, link)
            }
            return SourceReport(
                source: declaration.name, readAt: now, tables: reports, seconds: (clock.now - began).seconds,
                place: link.connection.address.shown)
        }
    }

    func read<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value {
        try transaction(deadline) { session, link in try body(session, try currentLayout(session, link)) }
    }

    func readUserSQL<Value>(_ deadline: Deadline, _ body: (any UserSession, Layout) throws -> Value) throws -> Value {
        try transaction(deadline, keepsNothing: true) { session, link in
            let layout = try currentLayout(session, link)
            return try body(
                PostgresUserSession(session: session, layout: layout, complaint: link.complaint), layout)
        }
    }

    // MARK: The connection

    /// - Parameter keepsNothing: settings that a statement changed are as they were before.
    private func transaction<Value>(
        _ deadline: Deadline, keepsNothing: Bool = false, _ body: (PostgresSession, Link) throws -> Value
    ) throws -> Value {
        var complaint = PostgresComplaint(source: declaration.name, address: nil)
        do {
            let (session, link) = try begun(deadline, &complaint)
            do {
                let value = try body(session, link)
                try session.end(keepsNothing: keepsNothing)
                return value
            } catch {
                // What is left of it is of no use, whatever went wrong.
                do { try session.end(keepsNothing: true) } catch { self.link = nil }
                throw error
            }
        } catch let fault as PostgresFault {
            if fault.endsConnection { link = nil }
            throw complaint.error(fault)
        }
    }

    /// A transaction on the kept connection; where that turns out to be gone, on another one. Nothing has been asked yet.
    private func begun(
        _ deadline: Deadline, _ complaint: inout PostgresComplaint
    ) throws -> (PostgresSession, Link) {
        let isKept = link != nil
        do {
            let link = try currentLink(deadline, &complaint)
            let session = PostgresSession(link.connection, deadline, complaint)
            try session.begin()
            return (session, link)
        } catch let fault as PostgresFault where isKept && fault.endsConnection {
            link = nil
            let link = try currentLink(deadline, &complaint)
            let session = PostgresSession(link.connection, deadline, complaint)
            try session.begin()
            return (session, link)
        }
    }

    /// The kept connection, or another one where the server has closed it.
    private func currentLink(_ deadline: Deadline, _ complaint: inout PostgresComplaint) throws -> Link {
        if let link, link.connection.isUsable {
            complaint = link.complaint
            return link
        }
        link = nil
        let text: String
        do { text = try setting.secret(url) } catch {
            let reason = "\(error)".split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            throw WarehouseError.server(source: declaration.name, reason: "url: \(reason.joined(separator: ": "))")
        }
        let address = try PostgresAddress(text)
        complaint = PostgresComplaint(source: declaration.name, address: address)
        let connection = try PostgresConnection(address)
        var version = ""
        try connection.run("SELECT version()", until: deadline) { row in version = row.text(0) ?? "" }
        let fresh = Link(connection: connection, complaint: complaint, flavor: PostgresFlavor(version: version))
        let session = PostgresSession(connection, deadline, complaint)
        try refuseWriter(session, fresh)
        try session.end(keepsNothing: false)
        link = fresh
        return fresh
    }

    private func refuseWriter(_ session: PostgresSession, _ link: Link) throws {
        if allowsWriteRole { return }
        let role = PostgresRole(flavor: link.flavor, address: link.connection.address)
        if let reason = try role.complaint(session) {
            self.link = nil
            throw WarehouseError.server(source: declaration.name, reason: reason)
        }
    }

    // MARK: The tables

    private func currentLayout(_ session: PostgresSession, _ link: Link) throws -> Layout {
        if layout == nil { try look(session, link) }
        return layout ?? Layout(tables: [:])
    }

    /// Which tables there are, and of which types their columns.
    private func look(_ session: PostgresSession, _ link: Link) throws {
        tables = try PostgresTables(
            declaration: declaration, setting: setting, flavor: link.flavor, address: link.connection.address,
            session: session
        ).all()
        layout = tables.layout
    }

    private func audit(
        _ found: FoundTable, _ derived: DerivedTable, _ session: PostgresSession, now: Date, _ link: Link
    ) throws -> TableReport {
        let audit = TableAudit(
            derived: derived, place: found.place, dialect: dialect, allowedBadRows: declaration.allowedBadRows,
            allowsRepeatedIDs: declaration.allowsRepeatedIDs, idsAreUnique: found.idsAreUnique)
        do {
            return try audit.report(PlainSession(session: session), now: now)
        } catch PostgresFault.refused(let state, let message)
            where !PostgresFault.refused(state: state, message: message).endsConnection
        {
            var report = TableReport(
                table: derived.table.name, columns: derived.columnNames, files: [found.place], readAt: now)
            if state == "57014" {
                report.remarks = [
                    "the rows of \(derived.table.name) could not all be looked at in time: bad ones are not known"
                ]
            } else {
                report.failure = "\(found.place): \(message): \(link.complaint.advice(state))"
            }
            return report
        }
    }

    /// Throws what the server says as it is.
    private struct PlainSession: Session {
        let session: PostgresSession

        func rows(_ sql: SQL, _ each: (any ResultRow) throws -> Void) throws {
            // Looking at all rows may take half of the time that is left.
            try session.run(sql, limit: 0.5) { row in try each(row) }
        }
    }
}
