/// Why nothing, or nothing whole, came back. Names the far side by scheme, host and port only: path, query and user part of an
/// address are secrets (Slack's webhook URL is one).
public enum TransportError: Error, Sendable, Hashable {
    /// The request itself is wrong (address, header, recipient); no attempt of it can succeed.
    case unusable(String)
    /// `http:`, or mail without TLS, to an address that is not loopback.
    case unprotected(Endpoint)
    /// The name resolves to a link-local, metadata or otherwise special address; see `NetworkAddress.isForbidden`.
    case forbiddenAddress(Endpoint, NetworkAddress)
    case unresolved(Endpoint)
    /// Nobody listens, or there is no way there.
    case unreachable(Endpoint, reason: String)
    /// The certificate, or the TLS handshake.
    case tls(Endpoint, reason: String)
    /// The mail server does not offer STARTTLS, or refused it.
    case noStartTLS(Endpoint)
    case proxy(Endpoint, reason: String)
    /// Nothing whole within the attempt's time.
    case timeout(Endpoint, seconds: Double, connected: Bool)
    /// The connection ended before the reply did.
    case interrupted(Endpoint, reason: String)
    /// What came back is not of the protocol.
    case notTheProtocol(Endpoint, reason: String)
    case cancelled
    /// The console took no text.
    case unwritable(reason: String)
    /// Something of libcurl's own.
    case failed(Endpoint, reason: String)
}

extension TransportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unusable(let what): what
        case .unprotected(let end):
            switch end.scheme {
            case .http, .https: "\(end) is not encrypted: use https, or \"insecure\": true if the way there is safe"
            case .smtp, .smtps: "\(end) would get mail without TLS: set \"starttls\": \"required\" or use smtps:"
            }
        case .forbiddenAddress(let end, let address):
            "\(end) leads to \(address), a link-local, metadata or special address that is never called"
        case .unresolved(let end): "the name \(end.host) cannot be resolved: check the address and the DNS"
        case .unreachable(let end, let reason): "cannot connect to \(end): \(reason)"
        case .tls(let end, let reason):
            "TLS with \(end) failed: \(reason) (a certificate authority of your own goes into \"ca_file\")"
        case .noStartTLS(let end):
            "\(end) does not offer STARTTLS, and nothing is sent without it: use smtps: or another port"
        case .proxy(let end, let reason): "the proxy towards \(end) failed: \(reason)"
        case .timeout(let end, let seconds, let connected):
            "no \(connected ? "complete answer from" : "connection to") \(end) within \(Self.text(seconds)) s"
        case .interrupted(let end, let reason): "the connection to \(end) broke: \(reason)"
        case .notTheProtocol(let end, let reason):
            "\(end) answered something that is not \(end.scheme.family): \(reason)"
        case .unwritable(let reason): "the notice could not be written to the console: \(reason)"
        case .cancelled: "the attempt was cancelled"
        case .failed(let end, let reason): "the attempt at \(end) failed: \(reason)"
        }
    }

    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
