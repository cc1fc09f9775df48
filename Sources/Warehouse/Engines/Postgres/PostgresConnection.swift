import CPostgres
import Foundation

/// A connection to a PostgreSQL server. Used on its source's thread alone.
///
/// Statements go one by one, with their values beside them, and rows come one by one: memory does not grow with the rows. While
/// the server works the thread looks at the deadline twenty times a second, and cancels when it has passed.
final class PostgresConnection {
    let address: PostgresAddress
    private let handle: OpaquePointer

    /// Seconds for one host, where the URL does not say `connect_timeout`.
    private static let patience = "10"
    /// How long the server may take to stop a statement that was cancelled, before the connection is given up.
    private static let grace = Duration.seconds(2)

    init(_ address: PostgresAddress) throws(PostgresFault) {
        self.address = address
        var options = [("dbname", address.url), ("client_encoding", "UTF8"), ("fallback_application_name", "crmgoals")]
        if !address.limitsConnecting { options.append(("connect_timeout", Self.patience)) }
        let keys = options.map { strdup($0.0) }
        let values = options.map { strdup($0.1) }
        defer { (keys + values).forEach { free($0) } }
        let keyPointers = keys.map { UnsafePointer($0) } + [nil]
        let valuePointers = values.map { UnsafePointer($0) } + [nil]
        // "1": `dbname` is a URL, and what stands behind it comes first.
        guard let handle = PQconnectdbParams(keyPointers, valuePointers, 1) else { throw .connecting("out of memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = address.withoutSecrets(String(cString: PQerrorMessage(handle)))
            PQfinish(handle)
            throw .connecting(message.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        self.handle = handle
        // Else libpq prints notices on standard error.
        _ = PQsetNoticeReceiver(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    /// As `server_version_num`.
    var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// `false` also where the server has closed it since the last statement.
    var isUsable: Bool {
        PQconsumeInput(handle) == 1 && PQstatus(handle) == CONNECTION_OK
            && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    var isInTransaction: Bool {
        switch PQtransactionStatus(handle) {
        case PQTRANS_INTRANS, PQTRANS_INERROR: true
        default: false
        }
    }

    /// Runs one statement and hands over its rows.
    ///
    /// - Parameter values: of `$1`, `$2` and so on.
    /// - Returns: The result's columns.
    @discardableResult
    func run(
        _ text: String, _ values: [String?] = [], until deadline: Deadline,
        _ each: (PostgresRow) throws -> Void = { _ in }
    ) throws -> [PostgresColumn] {
        if deadline.hasPassed { throw PostgresFault.cancelled }
        try send(text, values)
        do {
            return try receive(deadline, each)
        } catch {
            try stop()
            throw error
        }
    }

    private func send(_ text: String, _ values: [String?]) throws(PostgresFault) {
        let copies = values.map { $0.map { strdup($0) } ?? nil }
        defer { copies.forEach { free($0) } }
        let pointers = copies.map { UnsafePointer($0) }
        guard PQsendQueryParams(handle, text, Int32(values.count), nil, pointers, nil, nil, 0) == 1 else {
            throw lost()
        }
        _ = PQsetSingleRowMode(handle)
    }

    private func receive(_ deadline: Deadline, _ each: (PostgresRow) throws -> Void) throws -> [PostgresColumn] {
        var columns: [PostgresColumn]?
        var fault: PostgresFault?
        while let result = try next(deadline.hasPassed) {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE:
                if columns == nil { columns = PostgresColumn.all(of: result) }
                try each(PostgresRow(result: result))
            case PGRES_TUPLES_OK:
                if columns == nil { columns = PostgresColumn.all(of: result) }
            case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
            default: fault = refusal(result)
            }
        }
        if let fault { throw fault }
        return columns ?? []

        func next(_ isLate: @autoclosure () -> Bool) throws(PostgresFault) -> OpaquePointer? {
            while PQisBusy(handle) == 1 {
                if isLate() { throw .cancelled }
                try waitForInput()
            }
            return PQgetResult(handle)
        }
    }

    private func waitForInput() throws(PostgresFault) {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = PQflush(handle)
        _ = poll(&socket, 1, 50)
        guard PQconsumeInput(handle) == 1 else { throw lost() }
    }

    private func refusal(_ result: OpaquePointer) -> PostgresFault {
        func field(_ code: UInt8) -> String? { PQresultErrorField(result, Int32(code)).map { String(cString: $0) } }
        guard let state = field(UInt8(ascii: "C")) else { return lost() }
        let parts = [field(UInt8(ascii: "M")), field(UInt8(ascii: "D")), field(UInt8(ascii: "H"))].compactMap { $0 }
        return .refused(state: state, message: address.withoutSecrets(parts.joined(separator: "; ")))
    }

    private func lost() -> PostgresFault {
        let message = String(cString: PQerrorMessage(handle)).trimmingCharacters(in: .whitespacesAndNewlines)
        return .lost(address.withoutSecrets(message))
    }

    /// Ends what the server is doing for us, so that the connection can be used again. What cannot be ended within a moment ends with
    /// the connection, or by `statement_timeout`.
    private func stop() throws(PostgresFault) {
        if PQtransactionStatus(handle) == PQTRANS_ACTIVE, let cancel = PQgetCancel(handle) {
            // It connects to the server once more, which can take as long as it likes.
            let ticket = CancelTicket(cancel: cancel)
            Thread.detachNewThread {
                var message = [CChar](repeating: 0, count: 256)
                _ = PQcancel(ticket.cancel, &message, 256)
                PQfreeCancel(ticket.cancel)
            }
        }
        let clock = ContinuousClock()
        let end = clock.now + Self.grace
        while true {
            while PQisBusy(handle) == 1 {
                if clock.now > end { return }
                try waitForInput()
            }
            guard let result = PQgetResult(handle) else { return }
            PQclear(result)
        }
    }

    /// libpq allows it to be used on any thread.
    private struct CancelTicket: @unchecked Sendable {
        let cancel: OpaquePointer
    }
}
