import Transport

/// What became of one attempt to deliver a message.
public enum Outcome: Sendable, Hashable {
    case delivered
    /// Again later; `after`: not before so many seconds, as the far side asks.
    case retry(after: Double?, reason: String)
    /// No attempt can succeed; a dead letter.
    case permanent(reason: String)
    /// All but these recipients have it; see `remainders`.
    case partial([Refusal])

    /// A recipient that a mail server refused while it took the mail for others.
    public struct Refusal: Sendable, Hashable {
        public var recipient: String
        /// Permanent (5yz) rather than for now (4yz).
        public var isPermanent: Bool
        public var reason: String

        public init(recipient: String, isPermanent: Bool, reason: String) {
            self.recipient = recipient
            self.isPermanent = isPermanent
            self.reason = reason
        }
    }
}

extension Outcome {
    /// The same with every reason changed.
    func mapReasons(_ change: (String) -> String) -> Outcome {
        switch self {
        case .delivered: .delivered
        case .retry(let after, let reason): .retry(after: after, reason: change(reason))
        case .permanent(let reason): .permanent(reason: change(reason))
        case .partial(let refused):
            .partial(
                refused.map { Refusal(recipient: $0.recipient, isPermanent: $0.isPermanent, reason: change($0.reason)) }
            )
        }
    }
}
