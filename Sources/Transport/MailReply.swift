/// How far a mail came with its server. RFC 5321.
public struct MailReply: Sendable, Hashable {
    /// What the last answer was about.
    public var stage: Stage
    /// The last answer's code: 250 where the message was taken, 4yz for "later", 5yz for "never".
    public var code: Int
    /// The last answer's text, one line, at most 500 characters.
    public var text: String
    /// The recipients that the server took, if the message was taken.
    public var accepted: [MailAddress]
    /// The recipients that the server refused one by one.
    public var refused: [Refusal]

    public enum Stage: String, Sendable, Hashable {
        case greeting, hello
        case encryption = "STARTTLS"
        case authentication, sender, recipient, data, message
    }

    public struct Refusal: Sendable, Hashable {
        public var recipient: MailAddress
        public var code: Int
        public var text: String

        public init(recipient: MailAddress, code: Int, text: String) {
            self.recipient = recipient
            self.code = code
            self.text = text
        }
    }

    public init(stage: Stage, code: Int, text: String, accepted: [MailAddress] = [], refused: [Refusal] = []) {
        self.stage = stage
        self.code = code
        self.text = text
        self.accepted = accepted
        self.refused = refused
    }
}
