import Foundation

/// One mail, ready to go out: envelope and message.
public struct Mail: Sendable, Hashable {
    /// `smtp:` or `smtps:`.
    public var server: Endpoint
    public var credentials: Credentials?
    public var from: MailAddress
    /// The envelope's recipients; at least one.
    public var to: [MailAddress]
    /// Headers and body, lines ended by CRLF; leading dots are doubled on the way.
    public var message: Data
    /// With `smtp:`, nothing but EHLO is said before STARTTLS has succeeded. `false` is for loopback only.
    public var requiresTLS: Bool
    public var limits: AttemptLimits
    public var route: Route

    public struct Credentials: Sendable, Hashable {
        public var username: Concealed
        public var password: Concealed

        public init(username: String, password: String) {
            self.username = Concealed(username)
            self.password = Concealed(password)
        }
    }

    public init(
        server: Endpoint, credentials: Credentials? = nil, from: MailAddress, to: [MailAddress], message: Data,
        requiresTLS: Bool = true, limits: AttemptLimits = AttemptLimits(), route: Route = Route()
    ) {
        self.server = server
        self.credentials = credentials
        self.from = from
        self.to = to
        self.message = message
        self.requiresTLS = requiresTLS
        self.limits = limits
        self.route = route
    }
}
