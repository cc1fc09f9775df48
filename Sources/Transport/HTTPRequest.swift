import Foundation

/// One HTTP call, ready to go out. Certificates are always verified, redirects never followed.
public struct HTTPRequest: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    public var method: Method
    public var endpoint: Endpoint
    public var headers: [HeaderField]
    public var body: Data
    public var limits: AttemptLimits
    public var route: Route
    /// `http:` to an address that is not loopback is allowed.
    public var insecure: Bool

    public init(
        method: Method = .post, endpoint: Endpoint, headers: [HeaderField] = [], body: Data = Data(),
        limits: AttemptLimits = AttemptLimits(), route: Route = Route(), insecure: Bool = false
    ) {
        self.method = method
        self.endpoint = endpoint
        self.headers = headers
        self.body = body
        self.limits = limits
        self.route = route
        self.insecure = insecure
    }
}

/// What one attempt may take.
public struct AttemptLimits: Sendable, Hashable {
    /// Seconds for everything, resolving the name included; at least 0.001.
    public var timeout: Double
    /// Seconds until the connection stands; at most `timeout`.
    public var connectTimeout: Double
    /// Bytes of a reply's body that are read; the connection is closed on what sends more. Not of a body that is streamed: who takes
    /// it bounds it.
    public var replyBytes: Int

    /// Bytes of a reply's headers that are read.
    static let headerBytes = 65_536

    public init(timeout: Double = 10, connectTimeout: Double? = nil, replyBytes: Int = 65_536) {
        self.timeout = max(0.001, timeout)
        self.connectTimeout = min(self.timeout, max(0.001, connectTimeout ?? timeout))
        self.replyBytes = replyBytes
    }
}

/// How the far side is reached and known.
public struct Route: Sendable, Hashable {
    /// A PEM file of the certificate authorities to trust, in place of the system's.
    public var caFile: String?
    /// `http://`, `https://`, `socks5://` or `socks5h://`; the environment's proxies are not used. May hold a password.
    public var proxy: Concealed?

    public init(caFile: String? = nil, proxy: String? = nil) {
        self.caFile = caFile
        self.proxy = proxy.map { Concealed($0) }
    }
}
