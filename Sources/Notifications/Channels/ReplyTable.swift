import Foundation
import Transport

/// What replies mean, for all channels alike. DESIGN 12.
enum ReplyTable {
    /// - Parameter isAnswer: whether a 2xx reply is the service's, not that of a captive portal or a proxy.
    static func outcome(of reply: HTTPReply, now: Date, isAnswer: (HTTPReply) -> Bool) -> Outcome {
        let reason = reply.summary
        switch reply.status {
        case 200..<300:
            return isAnswer(reply)
                ? .delivered
                : .retry(after: nil, reason: "\(reason) (not the answer of this service: is the address right?)")
        case 408, 425, 429, 500...599:
            let after = reply.header("retry-after").flatMap { RetryAfter.seconds($0, now: now) }
            return .retry(after: after, reason: reason)
        case 300..<400:
            return .permanent(reason: "\(reason) (redirects are not followed: give the address it leads to)")
        default:
            return .permanent(reason: reason)
        }
    }

    static func outcome(of error: TransportError) -> Outcome {
        switch error {
        case .unusable, .unprotected, .forbiddenAddress: .permanent(reason: error.description)
        case .unresolved, .unreachable, .tls, .noStartTLS, .proxy, .timeout, .interrupted, .notTheProtocol, .cancelled,
            .unwritable, .failed:
            .retry(after: nil, reason: error.description)
        }
    }

    /// A reply of the wrong kind: a mistake of ours, but no reason to lose a message.
    static var mismatch: Outcome { .retry(after: nil, reason: "the answer was of another protocol than the request") }
}

extension HTTPReply {
    /// `HTTP 404: no_service`: status and the beginning of the body, on one line.
    var summary: String {
        let text = VisibleText.line(String(decoding: body.prefix(2000), as: UTF8.self))
        let words = text.split(separator: " ").joined(separator: " ").shortened(to: 200)
        return "HTTP \(status)" + (words.isEmpty ? "" : ": \(words)")
    }
}

extension Reply {
    /// What the far side said, on one line: what `crmgoals notify-test` prints.
    public var summary: String {
        switch self {
        case .http(let reply): reply.summary
        case .mail(let reply): "SMTP \(reply.code) \(reply.text)"
        case .written: "written"
        case .failed(let error): error.description
        }
    }
}
