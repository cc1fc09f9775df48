import Crypto
import Foundation
import Transport

/// Signs webhooks as Standard Webhooks says. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
struct WebhookSignature: Sendable {
    private let key: SymmetricKey

    /// - Parameter secret: `whsec_` and 24 to 64 bytes in base64.
    /// - Throws: `.unusable`, without the secret.
    init(secret: String) throws(TransportError) {
        let prefix = "whsec_"
        guard secret.hasPrefix(prefix) else {
            throw .unusable("the webhook's secret does not start with whsec_: copy it whole from the receiver")
        }
        guard let bytes = Data(base64Encoded: String(secret.dropFirst(prefix.count))) else {
            throw .unusable("the webhook's secret is not base64 after whsec_: copy it whole from the receiver")
        }
        guard (24...64).contains(bytes.count) else {
            throw .unusable(
                "the webhook's secret has \(bytes.count) bytes instead of 24 to 64: make one with `echo whsec_$(openssl rand -base64 32)`"
            )
        }
        key = SymmetricKey(data: bytes)
    }

    /// `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64.
    func sign(id: String, timestamp: Int, body: Data) -> String {
        var signed = Data("\(id).\(timestamp).".utf8)
        signed += body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
        return "v1," + Data(code).base64EncodedString()
    }
}
