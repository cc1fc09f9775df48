import Foundation
import Goals
import Transport

/// Mail by SMTP, one message to all recipients of the channel.
struct EmailChannel: Channel {
    let server: Endpoint
    let credentials: Mail.Credentials?
    let from: Mailbox
    let to: [Mailbox]
    let requiresTLS: Bool
    let limits: AttemptLimits
    let route: Route

    /// - Throws: `.unusable` for an address that is none.
    init(
        _ declaration: ChannelDeclaration, _ email: ChannelDeclaration.Email, server: String,
        credentials: Mail.Credentials?
    ) throws(TransportError) {
        self.server = try Endpoint(server, schemes: [.smtps, .smtp])
        self.credentials = credentials
        from = try Mailbox(email.from)
        var mailboxes: [Mailbox] = []
        for text in email.to { mailboxes.append(try Mailbox(text)) }
        to = mailboxes
        guard !to.isEmpty else { throw .unusable("the channel has no recipient: write at least one into \"to\"") }
        requiresTLS = email.requiresTLS
        limits = AttemptLimits(timeout: declaration.timeout)
        route = Route(caFile: declaration.caFile, proxy: declaration.proxy)
    }

    func request(for notification: Notification) -> Request {
        let owed = notification.recipients.map(Set.init)
        let recipients = to.map(\.address).filter { owed?.contains($0.text) ?? true }
        return .mail(
            Mail(
                server: server, credentials: credentials, from: from.address, to: recipients,
                message: MailMessage(notification, from: from, to: to).bytes, requiresTLS: requiresTLS, limits: limits,
                route: route))
    }

    func outcome(of reply: Reply, now: Date) -> Outcome {
        switch reply {
        case .mail(let reply): Self.outcome(of: reply)
        case .failed(let error): ReplyTable.outcome(of: error)
        case .http, .written: ReplyTable.mismatch
        }
    }

    /// RFC 5321, 4.2.1: 4yz for now, 5yz for good.
    private static func outcome(of reply: MailReply) -> Outcome {
        let refused = reply.refused.map { refusal in
            Outcome.Refusal(
                recipient: refusal.recipient.text, isPermanent: refusal.code >= 500,
                reason: VisibleText.line("\(refusal.recipient): SMTP \(refusal.code) \(refusal.text)"))
        }
        if !reply.accepted.isEmpty { return refused.isEmpty ? .delivered : .partial(refused) }
        let summary = VisibleText.line("SMTP \(reply.code) \(reply.text) (\(reply.stage.rawValue))")
        if reply.stage == .recipient, !refused.isEmpty {
            let reasons = refused.map(\.reason).joined(separator: "; ").shortened(to: 500)
            return refused.allSatisfy(\.isPermanent)
                ? .permanent(reason: reasons) : .retry(after: nil, reason: reasons)
        }
        return reply.code >= 500 ? .permanent(reason: summary) : .retry(after: nil, reason: summary)
    }
}
