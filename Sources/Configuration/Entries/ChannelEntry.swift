import Goals

/// The entries of `channels`.
struct ChannelEntry {
    static let types: [(name: String, shape: Shape)] = [
        ("slack", .slack), ("webhook", .webhook), ("email", .email), ("console", .console),
    ]
    static let laterTypes = ["teams", "discord", "telegram", "pagerduty", "alertmanager"]

    /// A channel together with the places of its secrets.
    struct Decoded {
        var declaration: ChannelDeclaration
        var secrets: [DeclaredSecret]
    }

    static func names(_ entry: Entry?) -> [String] {
        guard case .object(let members) = entry?.node.value else { return [] }
        return members.map(\.key)
    }

    static func decodeAll(_ entry: Entry, folder: String, language: Language) -> [Decoded] {
        let example = "write { \"team\": { \"type\": \"slack\", \"url\": { \"env\": \"SLACK_WEBHOOK_URL\" } } }"
        guard let members = entry.members("an object of channels by their names", fix: example) else { return [] }
        return members.compactMap { member in
            member.reportUnlessName("a channel")
            return decode(member.key, member.entry, folder: folder, language: language)
        }
    }

    private static func decode(_ name: String, _ entry: Entry, folder: String, language: Language) -> Decoded? {
        guard let shape = shape(of: entry) else { return nil }
        guard let fields = Fields(entry, shape.shape, fix: "") else { return nil }
        let insecure = fields["insecure"].flatMap { $0.bool() } ?? false
        var channel = ChannelEntry(fields: fields, insecure: insecure)
        let kind = channel.kind(shape.name)
        let common = ChannelDeclaration(
            name: name, kind: kind ?? .console,
            timeout: fields["timeout"].flatMap { $0.timeout(most: "5m", 300) } ?? 10,
            caFile: fields["ca_file"].flatMap { $0.path(in: folder) }, proxy: fields["proxy"].flatMap { $0.proxy() },
            insecure: insecure, minLevel: fields["min_level"].flatMap { $0.choice(Level.self) },
            language: fields["language"].flatMap { $0.choice(Language.self) } ?? language)
        return kind == nil ? nil : Decoded(declaration: common, secrets: channel.secrets)
    }

    /// By the channel's type; without one there is nothing to compare the keys with.
    private static func shape(of entry: Entry) -> (name: String, shape: Shape)? {
        let example = "write { \"type\": \"slack\", \"url\": { \"env\": \"SLACK_WEBHOOK_URL\" } }"
        guard case .object(let members) = entry.node.value else {
            entry.reportType("a channel, an object,", fix: example)
            return nil
        }
        let names = types.map(\.name)
        guard let member = members.first(where: { $0.key == "type" }) else {
            entry.report("a channel needs the key \"type\"", fix: "add \"type\": \(Entry.either(names))")
            return nil
        }
        let field = Entry(document: entry.document, path: .key(entry.path, "type"), node: member.node)
        if case .string(let type) = member.node.value, laterTypes.contains(type) {
            field.report(
                "channels of type \"\(type)\" come with a later version",
                fix: "write \(Entry.either(names)); \(type) may be reached through a webhook until then")
            return nil
        }
        guard let type = field.choice(of: names) else { return nil }
        return types.first { $0.name == type }
    }

    let fields: Fields
    let insecure: Bool
    private(set) var secrets: [DeclaredSecret] = []

    private init(fields: Fields, insecure: Bool) {
        self.fields = fields
        self.insecure = insecure
    }

    private mutating func kind(_ type: String) -> ChannelDeclaration.Kind? {
        switch type {
        case "slack":
            return secret("url", .webAddress(insecure: insecure)).map { .slack(url: $0) }
        case "webhook":
            let url = secret("url", .webAddress(insecure: insecure))
            let key = secret("secret", .signingSecret)
            let headers = self.headers()
            return url.map { .webhook(url: $0, secret: key, headers: headers) }
        case "email":
            return email()
        default:
            return .console
        }
    }

    private mutating func secret(
        _ key: String, _ form: SecretForm, warnsOfLiteral: (String) -> Bool = { _ in true }
    ) -> Secret? {
        guard let declared = fields[key]?.secret(form, warnsOfLiteral: warnsOfLiteral) else { return nil }
        secrets.append(declared)
        return declared.secret
    }

    private mutating func email() -> ChannelDeclaration.Kind? {
        let plain = fields["starttls"].flatMap { $0.choice(of: ["required", "off"]) } == "off"
        // The name of a mail server is no secret, a password in front of it is.
        let server = secret("server", .mailServer(plain: plain)) { $0.contains("@") }
        let username = secret("username", .line) { _ in false }
        let password = secret("password", .line)
        if let field = fields["username"], fields["password"] == nil {
            field.report("there is a username but no password", fix: "add \"password\": { \"env\": \"SMTP_PASSWORD\" }")
        } else if let field = fields["password"], fields["username"] == nil {
            field.report("there is a password but no username", fix: "add \"username\"")
        }
        let from = fields["from"].flatMap { $0.mailAddress() }
        let to = fields["to"].flatMap { $0.mailAddresses() }
        guard let server, let from, let to else { return nil }
        return .email(
            ChannelDeclaration.Email(
                server: server, username: username, password: password, from: from, to: to, requiresTLS: !plain))
    }

    private mutating func headers() -> [ChannelDeclaration.Header] {
        let headers = fields["headers"]?.headers() ?? []
        secrets += headers.map(\.value)
        return headers.map { ChannelDeclaration.Header(name: $0.name, value: $0.value.secret) }
    }
}

extension Entry {
    fileprivate func proxy() -> String? {
        guard let text = text("http://proxy.example.org:3128") else { return nil }
        let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
        if let address = Address(text), schemes.contains(address.scheme) { return text }
        report("this is not the address of a proxy", fix: "write an address such as \"http://proxy.example.org:3128\"")
        return nil
    }

    fileprivate func mailAddress() -> String? {
        guard let text = text("crm@example.org") else { return nil }
        guard let complaint = MailAddress.complaint(text) else { return text }
        report(complaint.message, fix: complaint.fix)
        return nil
    }

    fileprivate func mailAddresses() -> [String]? {
        var fix = "write a list, such as [\"team@example.org\"]"
        if case .string(let text) = node.value, MailAddress.complaint(text) == nil { fix = "write [\"\(text)\"]" }
        guard let entries = list("a list of mail addresses", fix: fix) else { return nil }
        if entries.isEmpty { report("the list is empty, so nobody gets the mail", fix: "write [\"team@example.org\"]") }
        var seen: [String] = []
        for entry in entries {
            guard let address = entry.mailAddress() else { continue }
            if seen.contains(address) {
                entry.report("\(Shown.text(address)) is in the list twice", fix: "delete one of them")
            } else {
                seen.append(address)
            }
        }
        return seen
    }
}
