import CCurl

/// An address to call, checked. Shows itself as scheme, host and port; the rest is concealed.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public enum Scheme: String, Sendable, Hashable {
        case http, https, smtp, smtps

        /// What speaks over it, with or without TLS.
        var family: String {
            switch self {
            case .http, .https: "HTTP"
            case .smtp, .smtps: "SMTP"
            }
        }
    }

    public let scheme: Scheme
    /// As it is resolved; an IPv6 address has no brackets.
    public let host: String
    public let port: Int
    let url: Concealed

    /// libcurl's own parser reads it, so that what is checked is what will be called.
    ///
    /// - Throws: `.unusable` for what is not an absolute URL of one of `schemes`; the message holds no part of it.
    public init(_ text: String, schemes: [Scheme]) throws(TransportError) {
        let wanted = schemes.map { "\($0.rawValue)://" }.joined(separator: " or ")
        guard !text.isEmpty else { throw .unusable("the address is empty: write one that starts with \(wanted)") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .unusable(
                "the address holds a blank, a line break or a control character (is there a line end in the secret?)")
        }
        guard let parsed = URLParts(text) else {
            throw .unusable("the address is not a URL: write one that starts with \(wanted)")
        }
        guard let scheme = Scheme(rawValue: parsed.scheme), schemes.contains(scheme) else {
            throw .unusable("the address has another scheme: write one that starts with \(wanted)")
        }
        self.scheme = scheme
        host = parsed.host
        port = parsed.port
        url = Concealed(text)
    }

    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let usual =
            switch scheme {
            case .http: 80
            case .https: 443
            case .smtp: 25
            case .smtps: 465
            }
        return "\(scheme.rawValue)://\(name)" + (port == usual ? "" : ":\(port)")
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// The address itself, or `localhost`, which libcurl never asks the DNS for.
    public var isLoopback: Bool {
        if let address = NetworkAddress(host) { return address.isLoopback }
        let name = host.lowercased()
        return name == "localhost" || name.hasSuffix(".localhost")
    }
}

/// A URL as libcurl takes it apart.
private struct URLParts {
    var scheme: String
    var host: String
    var port: Int

    init?(_ text: String) {
        guard let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        guard curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &value, flags) == CURLUE_OK, let value else { return nil }
            defer { curl_free(value) }
            return String(cString: value)
        }
        guard let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST), !host.isEmpty else { return nil }
        self.scheme = scheme.lowercased()
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } ?? 0
    }
}
