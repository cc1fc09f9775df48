import CPostgres

/// Where a PostgreSQL server is and who we are there. The address holds a password: only `shown` may be told.
struct PostgresAddress {
    /// For libpq alone.
    let url: String
    /// `db.example.org:5432/crm`
    let shown: String
    let host: String
    let database: String
    /// `nil`: the name of the system's user.
    let user: String?
    /// The URL says how long connecting may take.
    let limitsConnecting: Bool
    private let secrets: [String]

    static let form =
        "postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full, with %40 for @, %2F for / and so on in user and password"

    /// - Throws: `PostgresFault.address`, whose text shows nothing of the URL.
    init(_ url: String) throws(PostgresFault) {
        if let problem = cpostgres_problem() { throw .library(String(cString: problem)) }
        let isURL = url.hasPrefix("postgresql://") || url.hasPrefix("postgres://")
        guard isURL, !url.utf8.contains(0), !Self.isAmbiguous(url) else { throw .address }
        guard let options = PQconninfoParse(url, nil) else { throw .address }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var secrets = [url]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                let text = String(cString: value)
                found[String(cString: keyword)] = text
                // libpq marks what is to be hidden on a screen.
                if let mark = option.pointee.dispchar, mark.pointee == CChar(bitPattern: UInt8(ascii: "*")),
                    !text.isEmpty
                {
                    secrets.append(text)
                }
            }
            option += 1
        }
        self.url = url
        self.secrets = secrets
        host = found["host"] ?? found["hostaddr"] ?? "localhost"
        user = found["user"]
        database = found["dbname"] ?? found["user"] ?? ""
        shown = "\(host)\(found["port"].map { ":\($0)" } ?? "")/\(database)"
        limitsConnecting = found["connect_timeout"] != nil
    }

    /// A `@` or `/` of the password that is not escaped would make a piece of the password the host, which messages name.
    private static func isAmbiguous(_ url: String) -> Bool {
        guard let start = url.range(of: "://")?.upperBound else { return true }
        let rest = url[start...].prefix { $0 != "?" }
        let authority = rest.prefix { $0 != "/" }
        if authority.count(where: { $0 == "@" }) > 1 { return true }
        if rest.dropFirst(authority.count).contains("@") { return true }
        return !authority.contains("@") && url[start...].contains("@")
    }

    /// libpq's messages name the host, the user and the database; should one hold more, it goes.
    func withoutSecrets(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "***") }
    }
}
