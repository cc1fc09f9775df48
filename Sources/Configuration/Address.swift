/// The parts of an address such as `https://host:8443/path`, as far as they decide whether it may be called.
struct Address {
    var scheme: String
    /// In small letters, an IPv6 address without its brackets.
    var host: String
    var port: Int?
    var hasPath: Bool

    /// `nil`: not an address at all.
    init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        hasPath = rest.count > authority.count && rest.dropFirst(authority.count) != "/"
        let isVisible = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && Shown.isVisible($0) }
        guard isVisible, !text.contains("\\"),
            let target = authority.split(separator: "@", omittingEmptySubsequences: false).last
        else { return nil }
        var portText: Substring?
        if target.hasPrefix("[") {
            guard let end = target.firstIndex(of: "]") else { return nil }
            host = target[target.index(after: target.startIndex)..<end].lowercased()
            let after = target[target.index(after: end)...]
            if !after.isEmpty {
                guard after.hasPrefix(":") else { return nil }
                portText = after.dropFirst()
            }
        } else {
            let parts = target.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts[0].lowercased()
            if parts.count == 2 { portText = parts[1] }
        }
        if let portText {
            guard let number = Int(portText), (1...65_535).contains(number) else { return nil }
            port = number
        }
        if host.isEmpty { return nil }
    }

    /// This machine, as its name or number says.
    var isLoopback: Bool {
        if host == "localhost" || host == "::1" || host.hasSuffix(".localhost") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Addresses that only machines of a cloud or of one cable use; notices are never sent there.
    var isLinkLocalOrMetadata: Bool {
        host.hasPrefix("169.254.") || host.hasPrefix("fe80:") || host == "fd00:ec2::254"
            || host == "metadata.google.internal"
    }

    /// There is a password, or something else that opens doors, in the address itself.
    static func hasPassword(_ text: String) -> Bool {
        let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") { return true }
        let settings = rest.drop { $0 != "?" }.dropFirst().split(separator: "&")
        return settings.contains { SecretForm.isTelling($0.prefix { $0 != "=" }) }
    }

    static func complaint(ofPostgres text: String) -> SecretForm.Complaint? {
        let isVisible = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        if isVisible, text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") { return nil }
        return SecretForm.Complaint(
            message: "it is not the address of a PostgreSQL database",
            fix: "write postgres://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full, without blanks")
    }

    /// - Parameter carries: what would go unencrypted over `http:`.
    static func complaint(
        ofWebAddress text: String, insecure: Bool, carries: String
    ) -> SecretForm.Complaint? {
        guard let address = Address(text), address.scheme == "https" || address.scheme == "http" else {
            return SecretForm.Complaint(
                message: "it is not a web address", fix: "write an address that begins with https://, without blanks")
        }
        if address.isLinkLocalOrMetadata {
            return SecretForm.Complaint(
                message: "link-local and cloud metadata addresses are never called", fix: "write another address")
        }
        if address.scheme == "http", !insecure, !address.isLoopback {
            return SecretForm.Complaint(
                message: "http: sends \(carries) unencrypted",
                fix: "write https:, or add \"insecure\": true beside it if that is acceptable")
        }
        return nil
    }

    static func complaint(ofMailServer text: String, plain: Bool) -> SecretForm.Complaint? {
        guard let address = Address(text), address.scheme == "smtp" || address.scheme == "smtps", !address.hasPath
        else {
            return SecretForm.Complaint(
                message: "it is not the address of a mail server",
                fix: "write \"smtp://host:587\" for STARTTLS, or \"smtps://host\" for TLS from the first byte")
        }
        if address.isLinkLocalOrMetadata {
            return SecretForm.Complaint(
                message: "link-local and cloud metadata addresses are never called", fix: "write another address")
        }
        if plain, address.scheme == "smtp", !address.isLoopback {
            return SecretForm.Complaint(
                message: "\"starttls\": \"off\" is possible towards this machine only",
                fix: "write \"starttls\": \"required\", or use a mail server on localhost")
        }
        return nil
    }
}
