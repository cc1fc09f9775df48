import Goals

/// What channels and KPIs that are asked over HTTP have in common.
extension Entry {
    /// Seconds; `most`: as written, and in seconds.
    func timeout(most: String, _ seconds: Double) -> Double? {
        guard let span = span() else { return nil }
        if span.isZero || span.nominalSeconds > seconds {
            report("\(Shown.text(span.text)) is not possible here", fix: "write a time up to \(most), such as \"10s\"")
            return nil
        }
        return span.nominalSeconds
    }

    /// In the order of their names.
    func headers() -> [(name: String, value: DeclaredSecret)] {
        let example = "write { \"Authorization\": { \"env\": \"WEBHOOK_AUTHORIZATION\" } }"
        guard let members = members("an object of headers by their names", fix: example) else { return [] }
        return members.sorted { $0.key < $1.key }.compactMap { member in
            guard member.isHeaderName() else { return nil }
            return member.entry.secret(.line) { _ in SecretForm.isTelling(member.key) }.map { (member.key, $0) }
        }
    }
}

extension SecretForm {
    /// The name of a header, variable or setting whose value is probably a secret.
    static func isTelling(_ name: some StringProtocol) -> Bool {
        let name = name.lowercased()
        return ["auth", "key", "token", "secret", "cookie", "password", "signature"].contains { name.contains($0) }
    }
}

extension Entry.Member {
    /// A token of RFC 9110, section 5.6.2, and not one of those that every request has anyway.
    fileprivate func isHeaderName() -> Bool {
        let isToken =
            !key.isEmpty
            && key.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar))
            }
        if !isToken {
            entry.report(
                "\(Shown.text(key)) cannot be the name of a header",
                fix: "write letters, digits and -, such as \"X-Team\"", at: keyOffset)
            return false
        }
        let own = [
            "content-type", "content-length", "host", "transfer-encoding", "connection", "expect", "webhook-id",
            "webhook-timestamp", "webhook-signature", "user-agent",
        ]
        if own.contains(key.lowercased()) {
            entry.report("crmgoals sets the header \(key) itself", fix: "delete it", at: keyOffset)
            return false
        }
        return true
    }
}
