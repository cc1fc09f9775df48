/// Whether the user that we are may write. Every query is sent to be read-only anyway; a user who may not write keeps mistakes from it, too,
/// so one who may is refused unless `"allow_write_role": true`.
///
/// A user may not write whose profile says `readonly` 1 or 2, which every server since long before 18.16 keeps to; or, on servers that have
/// grants (20.4 and later), one who was granted nothing but reading. `SHOW GRANTS` of oneself needs no grant.
struct ClickHouseRole {
    let address: ClickHouseAddress
    let version: ClickHouseVersion

    /// What may be granted to one who only reads; `SHOW ...` too.
    private static let reading: Set = [
        "SELECT", "CHECK", "dictGet", "TABLE ENGINE", "CREATE TEMPORARY TABLE", "displaySecretsInShowAndSelect",
        "USAGE",
    ]

    /// What it may do that it should not, and what to run; `nil` for one who only reads.
    ///
    /// - Parameters:
    ///   - readonly: of the user's profile.
    ///   - grants: what `SHOW GRANTS` says, line by line.
    func complaint(readonly: Int, grants: () throws -> [String]) rethrows -> String? {
        if readonly != 0 { return nil }
        guard version.hasGrants else {
            return
                "\(subject): its profile does not say readonly. \(profile) Or say \"allow_write_role\": true in the source"
        }
        let powers = try grants().flatMap(Self.powers)
        if powers.isEmpty { return nil }
        let shown = powers.prefix(3).joined(separator: ", ") + (powers.count > 3 ? " and more" : "")
        return "\(subject) (\(shown)). \(statements) Or say \"allow_write_role\": true in the source"
    }

    private var subject: String { "user \(address.user) may write at \(address)" }

    private var statements: String {
        let database = address.database.map { ClickHouseText.identifier($0) } ?? "your_database"
        return
            "Use one that only reads. As an administrator run: CREATE USER crmgoals IDENTIFIED BY '...' SETTINGS readonly = 2; "
            + "GRANT SELECT ON \(database).* TO crmgoals; and put that user into url."
    }

    /// 18.16 has no SQL for users.
    private var profile: String {
        "Use one that only reads. In the server's users.xml write <profiles><crmgoals><readonly>2</readonly></crmgoals></profiles> and "
            + "<users><crmgoals><password>...</password><networks><ip>::/0</ip></networks><profile>crmgoals</profile>"
            + "<quota>default</quota></crmgoals></users> and put that user into url."
    }

    /// Of one line, what is more than reading: `INSERT ON crm.*`, `role writers`.
    static func powers(_ line: String) -> [String] {
        guard line.hasPrefix("GRANT ") else { return [] }
        let granted = line.dropFirst("GRANT ".count)
        guard let on = granted.range(of: " ON ") else {
            let roles = granted.range(of: " TO ").map { granted[..<$0.lowerBound] } ?? granted
            return ["what role \(roles) may do"]
        }
        let place = granted[on.upperBound...].range(of: " TO ").map { granted[on.upperBound..<$0.lowerBound] } ?? ""
        return privileges(granted[..<on.lowerBound]).filter { privilege in
            !reading.contains(privilege) && !privilege.hasPrefix("SHOW")
        }.map { "\($0) ON \(place)" }
    }

    /// Without the columns that they may be limited to: `SELECT(a, b), INSERT`.
    private static func privileges(_ text: Substring) -> [String] {
        var depth = 0
        var bare = ""
        for character in text {
            if character == "(" { depth += 1 }
            if depth == 0 { bare.append(character) }
            if character == ")" { depth -= 1 }
        }
        return bare.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    }
}
