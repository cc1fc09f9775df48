/// `someone@example.org`: where mail goes, without a display name.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// - Throws: `.unusable` for what could end the SMTP command it stands in, or is no address: blanks, control characters,
    ///   `<`, `>`, `,`, no `@`, more than 254 bytes (RFC 5321, 4.5.3.1.3).
    public init(_ text: String) throws(TransportError) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !text.contains(where: { "<>(),;:\"\\[]".contains($0) })
        else {
            throw .unusable("\(Self.shown(text)) is not a mail address: write it as someone@example.org")
        }
        self.text = text
    }

    public var description: String { text }

    private static func shown(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(80).map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }
            .joined()
        return "\"\(shown)\""
    }
}
