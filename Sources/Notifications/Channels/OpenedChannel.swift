import Foundation
import Goals
import Transport

/// A channel with its secrets read and checked, for one attempt: a secret that was changed takes effect at the next.
struct OpenedChannel {
    let channel: any Channel
    let redaction: Redaction

    /// - Throws: what `secrets` throws; `TransportError.unusable` for an address or secret that is malformed.
    init(_ declaration: ChannelDeclaration, _ secrets: Sender.SecretReader) throws {
        var addresses = [declaration.proxy].compactMap { $0 }
        switch declaration.kind {
        case .console:
            channel = ConsoleChannel()
            redaction = Redaction(addresses: addresses, others: [])
        case .slack(let url):
            let url = try secrets(url)
            addresses.append(url)
            channel = SlackChannel(target: try HTTPTarget(declaration, url: url))
            redaction = Redaction(addresses: addresses, others: [])
        case .webhook(let url, let secret, let headers):
            let url = try secrets(url)
            let secret = try secret.map(secrets)
            let values = try headers.map { try secrets($0.value) }
            addresses.append(url)
            let fields = try zip(headers, values).map { try HeaderField($0.name, $1) }
            channel = WebhookChannel(
                target: try HTTPTarget(declaration, url: url, headers: fields),
                signature: try secret.map { try WebhookSignature(secret: $0) })
            redaction = Redaction(addresses: addresses, others: [secret].compactMap { $0 } + values)
        case .email(let email):
            let server = try secrets(email.server)
            let username = try email.username.map(secrets)
            let password = try email.password.map(secrets)
            addresses.append(server)
            var credentials: Mail.Credentials?
            if let username, let password { credentials = .init(username: username, password: password) }
            channel = try EmailChannel(declaration, email, server: server, credentials: credentials)
            redaction = Redaction(addresses: addresses, others: [password].compactMap { $0 })
        }
    }
}
