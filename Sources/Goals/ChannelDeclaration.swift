/// One entry of `channels`: where notices go. DESIGN 12.
public struct ChannelDeclaration: Sendable, Hashable {
    public var name: String
    public var kind: Kind
    /// Seconds for one attempt; 10 unless given.
    public var timeout: Double
    /// A PEM file of certificate authorities, absolute.
    public var caFile: String?
    public var proxy: String?
    /// `http:` to an address that is not loopback is allowed.
    public var insecure: Bool
    public var minLevel: Level?
    public var language: Language

    public enum Kind: Sendable, Hashable {
        case console
        case slack(url: Secret)
        /// `secret`: `whsec_...`; `headers` in the order of their names.
        case webhook(url: Secret, secret: Secret?, headers: [Header])
        case email(Email)
    }

    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: Secret

        public init(name: String, value: Secret) {
            self.name = name
            self.value = value
        }
    }

    public struct Email: Sendable, Hashable {
        /// `smtp://host:587` or `smtps://host`.
        public var server: Secret
        public var username: Secret?
        public var password: Secret?
        public var from: String
        public var to: [String]
        /// STARTTLS must succeed; `false` (`"off"`) towards loopback only. Without meaning for `smtps:`.
        public var requiresTLS: Bool

        public init(
            server: Secret, username: Secret? = nil, password: Secret? = nil, from: String, to: [String],
            requiresTLS: Bool
        ) {
            self.server = server
            self.username = username
            self.password = password
            self.from = from
            self.to = to
            self.requiresTLS = requiresTLS
        }
    }

    public init(
        name: String, kind: Kind, timeout: Double = 10, caFile: String? = nil, proxy: String? = nil,
        insecure: Bool = false,
        minLevel: Level? = nil, language: Language = .english
    ) {
        self.name = name
        self.kind = kind
        self.timeout = timeout
        self.caFile = caFile
        self.proxy = proxy
        self.insecure = insecure
        self.minLevel = minLevel
        self.language = language
    }
}

/// The language of messages and of the catalogue's words.
public enum Language: String, Sendable, Hashable, CaseIterable, Codable {
    case english = "en"
    case german = "de"
}
