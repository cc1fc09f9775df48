import CCurl
import Foundation
import Synchronization

/// HTTP and SMTP over libcurl, on one thread that drives all transfers side by side. Connections, names and TLS sessions are kept
/// and used again; a slow far side holds up nobody else.
///
/// Whatever it is given, it verifies certificates, follows no redirect, uses no proxy of the environment, reads no more of a reply
/// than it was told, and connects to no address that `NetworkAddress.isForbidden`.
public final class Transport: Sendable {
    /// Begins with the first transfer: who sends nothing has no thread for it, and libcurl is not loaded (8 MB).
    private let driver = Mutex<Driver?>(nil)

    public init() {}

    deinit {
        driver.withLock { $0?.stop() }
    }

    private func perform(_ order: Order) async -> Result<Answer, TransportError> {
        let driver = driver.withLock { driver in
            if let driver { return driver }
            let started = Driver()
            started.start()
            driver = started
            return started
        }
        return await driver.perform(order)
    }

    /// One attempt. A reply of any status is a reply; a body longer than the limit is cut, not an error.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        try Self.check(request)
        switch try await perform(.http(request)).get() {
        case .http(let reply): return reply
        case .mail: throw .failed(request.endpoint, reason: "a mail's answer to an HTTP request")
        }
    }

    /// One attempt. A refusal by the server is a reply; see `MailReply.code`.
    public func send(_ mail: Mail) async throws(TransportError) -> MailReply {
        try Self.check(mail.server, mail.route)
        guard !mail.to.isEmpty else { throw .unusable("the mail has no recipient") }
        guard mail.server.scheme == .smtps || mail.requiresTLS || mail.server.isLoopback else {
            throw .unprotected(mail.server)
        }
        switch try await perform(.mail(mail)).get() {
        case .mail(let reply): return reply
        case .http: throw .failed(mail.server, reason: "an HTTP answer to a mail")
        }
    }

    static func check(_ request: HTTPRequest) throws(TransportError) {
        try check(request.endpoint, request.route)
        guard request.endpoint.scheme == .https || request.insecure || request.endpoint.isLoopback else {
            throw .unprotected(request.endpoint)
        }
    }

    /// Addresses that are spelled out are refused before anything is asked, also of a proxy, which resolves for itself.
    private static func check(_ endpoint: Endpoint, _ route: Route) throws(TransportError) {
        if let address = NetworkAddress(endpoint.host), address.isForbidden {
            throw .forbiddenAddress(endpoint, address)
        }
        if let proxy = route.proxy, !proxy.revealed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            throw .unusable("the proxy's address holds a blank or a control character")
        }
    }
}

/// What a transfer is to do, and what came of it.
enum Order: Sendable {
    case http(HTTPRequest)
    case mail(Mail)

    var endpoint: Endpoint {
        switch self {
        case .http(let request): request.endpoint
        case .mail(let mail): mail.server
        }
    }

    var limits: AttemptLimits {
        switch self {
        case .http(let request): request.limits
        case .mail(let mail): mail.limits
        }
    }

    var route: Route {
        switch self {
        case .http(let request): request.route
        case .mail(let mail): mail.route
        }
    }
}

enum Answer: Sendable {
    case http(HTTPReply)
    case mail(MailReply)
}
