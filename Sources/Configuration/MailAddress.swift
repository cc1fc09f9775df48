/// Checks an address such as `crm@example.org`: what a mail server takes, without a name before it.
enum MailAddress {
    /// What is wrong with it, if anything.
    static func complaint(_ text: String) -> SecretForm.Complaint? {
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return SecretForm.Complaint(
                message: "there is a line break or another control character in the address",
                fix: "write it on one line")
        }
        if isAddress(text[...]) { return nil }
        var fix = "write one address, such as \"crm@example.org\""
        if let open = text.lastIndex(of: "<"), text.hasSuffix(">") {
            let inner = text[text.index(after: open)...].dropLast()
            if isAddress(inner) { fix = "write \"\(inner)\", without the name" }
        }
        return SecretForm.Complaint(message: "\(Shown.text(text)) is not a mail address", fix: fix)
    }

    /// At most 254 bytes (RFC 5321, section 4.5.3.1.3), one @ with something on both sides.
    private static func isAddress(_ text: Substring) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.allSatisfy { !$0.isWhitespace && !"<>,;:\"()[]\\".contains($0) }
    }
}
