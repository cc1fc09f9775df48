import Transport

/// What a person can do about a fault of ClickHouse's. Nothing of the URL but scheme, host, port, database and user is told.
struct ClickHouseComplaint {
    let source: String
    /// `nil` where the URL cannot be read.
    let address: ClickHouseAddress?

    func error(_ fault: ClickHouseFault) -> WarehouseError {
        switch fault {
        case .transport(.cancelled): .cancelled(source: source)
        case .transport(let error): server(transport(error))
        case .notClickHouse(let reason):
            server(
                "at \(place) is something that does not answer as ClickHouse does: \(reason). url is the address of its HTTP interface "
                    + "(port 8123, with TLS 8443), and nothing on the way may change its answers")
        case .refused(let code, let message):
            ClickHouseFault.Code.login.contains(code)
                ? server(login) : server("ClickHouse at \(place): \(message): \(advice(code)) (error \(code))")
        }
    }

    func server(_ reason: String) -> WarehouseError { .server(source: source, reason: reason) }

    private var place: String { address?.description ?? "url" }

    private var login: String {
        "ClickHouse at \(place) does not let user \(address?.user ?? "") in: see whether user and password in url are right (a special "
            + "character in them is written %40 and so on), and whether the user may come from this machine"
    }

    private func transport(_ error: TransportError) -> String {
        switch error {
        case .unreachable:
            "\(error): see whether ClickHouse runs there and listens for HTTP (http_port, https_port and listen_host in its configuration)"
        case .interrupted:
            "\(error): its answer was not whole, so nothing of it is used; see whether the server was stopped. The next check asks again"
        case .timeout(_, _, true):
            "\(error): narrow the window, or see what else the server does (SELECT * FROM system.processes)"
        case .unusable: "url: \(error)"
        case .notTheProtocol:
            "\(error): the port for HTTP is 8123, with TLS 8443; 9000 and 9440 are of ClickHouse's own protocol"
        case .unprotected, .forbiddenAddress, .unresolved, .tls, .noStartTLS, .proxy, .timeout, .cancelled, .unwritable,
            .failed:
            error.description
        }
    }

    /// ClickHouse's src/Common/ErrorCodes.cpp.
    func advice(_ code: Int) -> String {
        switch code {
        case ClickHouseFault.Code.unknownTable, ClickHouseFault.Code.unknownDatabase:
            "it is gone, or was never there: see url and sources.\(source).tables; the next check looks again"
        case 6, 10, 16, 36, 38, 41, 43, 44, 46, 47, 53, 70, 72, 386:
            "a column is gone, or has another type than before: see sources.\(source).tables; the next check looks again"
        case ClickHouseFault.Code.accessDenied:
            "let the user read it: GRANT SELECT ON \(address?.database ?? "your_database").* TO \(address?.user ?? "crmgoals")"
        case ClickHouseFault.Code.timeout:
            "it took longer than the check may take: narrow the window, or see what else the server does"
        case ClickHouseFault.Code.memory:
            "it takes more memory than the server gives a query: narrow the window, or raise max_memory_usage of the user's profile"
        case ClickHouseFault.Code.tooManyQueries:
            "the server is busy: raise max_concurrent_queries there; the next check asks again"
        case ClickHouseFault.Code.readOnly, ClickHouseFault.Code.unknownSetting, 452:
            "the user's profile does not let a query set what it needs: give it readonly = 2 and no constraints"
        case 201: "the user's quota is used up: raise it"
        case 158, ClickHouseFault.Code.tooManyRows:
            "it is more than the user's profile allows: raise that limit, or narrow the window"
        default: "see sources.\(source).tables, and the server's log"
        }
    }
}
