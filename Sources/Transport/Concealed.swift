/// A text that is never shown: a password, an address that holds a token. Printing, dumping and interpolating it give `[concealed]`.
public struct Concealed: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for who sends it to the far side.
    public let revealed: String

    public init(_ text: String) {
        revealed = text
    }

    public var description: String { "[concealed]" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
