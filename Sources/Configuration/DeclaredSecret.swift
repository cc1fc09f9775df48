import Goals

/// A secret or an address of a channel, source or KPI, where it stands in the file, and what it has to be.
struct DeclaredSecret: Sendable {
    var secret: Secret
    var form: SecretForm
    /// With the place filled in.
    var place: Problem

    /// Why it is of no use, if so.
    func problem(_ secrets: Secrets) -> Problem? {
        if case .literal = secret { return nil }
        var problem = place
        do {
            guard let complaint = form.complaint(try secrets.read(secret)) else { return nil }
            problem.message = "what was read there is of no use: " + complaint.message
            problem.fix = complaint.fix
        } catch {
            problem.message = error.message
            problem.fix = error.fix
        }
        return problem
    }
}

/// What a secret has to be.
enum SecretForm: Sendable {
    /// `https:`, or `http:` where `insecure` or towards this machine.
    case webAddress(insecure: Bool)
    /// The same, for a server that data comes from.
    case dataAddress(insecure: Bool)
    /// `postgres:` or `postgresql:`, as libpq reads it.
    case postgresAddress
    /// `smtp:` or `smtps:`; `plain`: without STARTTLS, towards this machine only.
    case mailServer(plain: Bool)
    /// `whsec_` and base64, as Standard Webhooks has it.
    case signingSecret
    /// A line of printable text.
    case line

    struct Complaint: Sendable {
        var message: String
        var fix: String
    }

    /// What is wrong with a value, in words that do not show it.
    func complaint(_ value: String) -> Complaint? {
        if value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return Complaint(
                message: "there is a line break or another control character in it", fix: "write it on one line")
        }
        switch self {
        case .line: return nil
        case .webAddress(let insecure):
            return Address.complaint(ofWebAddress: value, insecure: insecure, carries: "notices")
        case .dataAddress(let insecure):
            return Address.complaint(ofWebAddress: value, insecure: insecure, carries: "passwords and data")
        case .postgresAddress: return Address.complaint(ofPostgres: value)
        case .mailServer(let plain): return Address.complaint(ofMailServer: value, plain: plain)
        case .signingSecret: return Self.complaint(ofSigningSecret: value)
        }
    }

    private static func complaint(ofSigningSecret value: String) -> Complaint? {
        let fix = "write whsec_ and 24 to 64 random bytes in base64, such as: echo whsec_$(openssl rand -base64 32)"
        guard value.hasPrefix("whsec_") else { return Complaint(message: "it does not begin with whsec_", fix: fix) }
        let digits = value.utf8.dropFirst(6)
        let body = digits.reversed().drop { $0 == UInt8(ascii: "=") }
        let isBase64 = body.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        if !isBase64 || digits.count % 4 != 0 {
            return Complaint(message: "what follows whsec_ is not base64", fix: fix)
        }
        let bytes = body.count * 6 / 8
        if !(24...64).contains(bytes) {
            return Complaint(message: "it holds \(bytes) bytes; Standard Webhooks asks for 24 to 64", fix: fix)
        }
        return nil
    }
}
