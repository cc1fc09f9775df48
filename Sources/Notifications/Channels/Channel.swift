import Foundation
import Transport

/// Where notifications go: a function from a notification to a request, and one from a reply to an outcome. Neither does I/O.
///
/// Addresses and secrets are checked when a channel is made, so that rendering cannot fail.
public protocol Channel: Sendable {
    /// Renders `notification` for this channel. Never fails: what does not fit is shortened, and says so.
    func request(for notification: Notification) -> Request
    /// Reads the far side's answer. Every channel obeys the reply table of DESIGN 12, which `ReplyTableContract` in the tests
    /// spells out; `now` is for a `Retry-After` that is a date.
    func outcome(of reply: Reply, now: Date) -> Outcome
}

/// What a channel wants done.
public enum Request: Sendable, Hashable {
    case http(HTTPRequest)
    case mail(Mail)
    case console(TerminalText)
}

/// What came of it.
public enum Reply: Sendable, Hashable {
    case http(HTTPReply)
    case mail(MailReply)
    /// The text is written to the console.
    case written
    /// Nothing, or nothing whole, came back.
    case failed(TransportError)
}
