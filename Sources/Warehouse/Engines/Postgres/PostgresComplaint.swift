import Goals

/// What a person can do about a fault of PostgreSQL's. Nothing of the URL but host, database and user is told.
struct PostgresComplaint {
    let source: String
    /// `nil` where the URL cannot be read.
    let address: PostgresAddress?

    func error(_ fault: PostgresFault) -> WarehouseError {
        switch fault {
        case .cancelled: .cancelled(source: source)
        case .library(let reason): server(reason)
        case .address:
            server("url is none that PostgreSQL's library can read: write \(PostgresAddress.form)")
        case .connecting(let message): server("\(first(message)): \(connecting(message))")
        case .lost(let message):
            server(
                "the connection to \(place) was lost (\(first(message))): see whether the server was stopped; the next check connects again"
            )
        case .refused(let state, let message):
            server("PostgreSQL at \(place): \(message): \(advice(state)) (SQLSTATE \(state))")
        }
    }

    private func server(_ reason: String) -> WarehouseError { .server(source: source, reason: reason) }

    private var place: String { address?.shown ?? "the server" }

    private var role: String { address?.user.map { "role \($0)" } ?? "the role in url" }

    /// libpq says the same of each address that a name has.
    private func first(_ message: String) -> String {
        String(message.split(separator: "\n").first ?? "no connection")
    }

    // MARK: No connection

    /// libpq gives no code here, only the text; the server's part of it is in the server's language, so that the last line must fit all.
    private func connecting(_ message: String) -> String {
        func says(_ words: String...) -> Bool { words.contains { message.contains($0) } }
        if says("password authentication failed", "no password supplied", "28P01") {
            return
                "see whether user and password in url are right (a special character in them is written %40 and so on); "
                + "set another with ALTER ROLE \(address?.user ?? "crmgoals") PASSWORD '...'"
        }
        if says("certificate verify failed", "certificate has expired") {
            return
                "the server's certificate has expired, or is of an authority that is not in sslrootcert: renew it, or name its "
                + "authority; `openssl s_client -starttls postgres -connect \(endpoint)` shows it"
        }
        if says("does not match host name", "server certificate for") {
            return "the certificate is another host's: put one of the names in it into url"
        }
        if says("root certificate file") {
            return
                "name the authority's file in url (sslrootcert=/path/ca.pem), or give up verification with sslmode=require"
        }
        if says("does not support SSL") {
            return "let the server take TLS (ssl = on), or, on a network of your own, write sslmode=disable into url"
        }
        if says("connection slots", "too many clients", "too many connections") {
            return
                "all of its connections are in use: raise max_connections or the role's CONNECTION LIMIT, or close some "
                + "(SELECT * FROM pg_stat_activity); one is needed for each source"
        }
        if says("no pg_hba.conf entry") {
            return
                "let \(role) in with a line in the server's pg_hba.conf, such as: hostssl \(address?.database ?? "all") "
                + "\(address?.user ?? "all") THIS-HOST/32 scram-sha-256"
        }
        if says("could not translate host name") { return "see whether the host in url is spelled right" }
        if says("database \"") && says("does not exist") { return "see whether the database in url is spelled right" }
        if says("role \"") && says("does not exist") {
            return "make the role (CREATE ROLE ... LOGIN PASSWORD '...'), or see whether user in url is spelled right"
        }
        if says("starting up", "shutting down", "recovery mode") {
            return "wait until it is up; the next check tries again"
        }
        return
            "see whether PostgreSQL runs there, takes connections from this machine (listen_addresses, firewall) and lets \(role) in"
    }

    private var endpoint: String {
        guard let shown = address?.shown else { return "HOST:5432" }
        let host = shown.prefix { $0 != "/" }
        return host.contains(":") ? String(host) : "\(host):5432"
    }

    // MARK: A statement that was refused

    /// PostgreSQL's manual, appendix A.
    func advice(_ state: String) -> String {
        switch state {
        case "42P01": "a table is gone, or was never there: see sources.\(source).tables; the next check looks again"
        case "42703", "42883", "42804", "0A000":
            "a column is gone, or has another type than before: see sources.\(source).tables; the next check looks again"
        case "42501": "let \(role) read it: GRANT USAGE ON SCHEMA ... TO ...; GRANT SELECT ON ... TO ..."
        case "22003": "a sum of its numbers is larger than a number can be (1.8e308): look for a row with an absurd one"
        case "57014":
            "it took longer than the check may take: narrow the window, or give the table an index on the time that is asked for"
        case "25006": "it may only read: write one SELECT over the tables"
        case "40001", "40P01": "the server had to give something else the way; the next check tries again"
        case "53300": "all of its connections are in use: raise max_connections, or close some"
        case "53100", "53200": "the server has no room left: free some there"
        default:
            state.hasPrefix("57P") || state.hasPrefix("08")
                ? "the server was stopped or restarted; the next check connects again"
                : "see sources.\(source).tables, and the server's log"
        }
    }
}
