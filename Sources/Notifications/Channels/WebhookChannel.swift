import Foundation
import Goals
import Transport

/// Any program that takes a POST of JSON; the body of DESIGN 12, signed where the channel has a secret.
struct WebhookChannel: Channel {
    let target: HTTPTarget
    let signature: WebhookSignature?

    func request(for notification: Notification) -> Request {
        let body = JSONText.encode(WebhookBody(notification))
        // The attempt's time, which receivers hold against replays; the id is the same at every attempt.
        let timestamp = Int(notification.now.timeIntervalSince1970)
        var headers = [
            HeaderField("webhook-id", cleaned: notification.id),
            HeaderField("webhook-timestamp", cleaned: String(timestamp)),
        ]
        if let signature {
            headers.append(
                HeaderField(
                    "webhook-signature", cleaned: signature.sign(id: notification.id, timestamp: timestamp, body: body))
            )
        }
        return target.request(body: body, headers: headers)
    }

    /// What a receiver writes into a 2xx is its own affair.
    func outcome(of reply: Reply, now: Date) -> Outcome {
        switch reply {
        case .http(let reply): ReplyTable.outcome(of: reply, now: now) { _ in true }
        case .failed(let error): ReplyTable.outcome(of: error)
        case .mail, .written: ReplyTable.mismatch
        }
    }
}
