import Transport

/// The value of a mail's header: printable ASCII in lines of at most 76 characters, folded as RFC 5322 (2.2.3) has it. Only the
/// functions here make one, so nothing that is put into a header can end it or begin another.
struct HeaderValue: Sendable, Hashable {
    /// Without the line end that follows it.
    let folded: String

    /// Words of ours: printable ASCII; anything else is left out.
    init(token text: String) {
        folded = String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }))
    }

    /// Text of anybody's, as encoded-words (RFC 2047) where it is not plain ASCII or looks like one.
    ///
    /// - Parameter offset: characters already on the line: the header's name, colon and blank.
    init(text: String, offset: Int) {
        let line = VisibleText.line(text)
        let isPlain = line.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !line.contains("=?")
        folded = isPlain ? Self.folded(line, offset: offset) : Self.encoded(line, offset: offset)
    }

    /// `Name <someone@example.org>, ...`
    init(mailboxes: [Mailbox], offset: Int) {
        folded = mailboxes.map { mailbox in
            guard let name = mailbox.name else { return mailbox.address.text }
            let isAtoms = name.utf8.allSatisfy { byte in
                byte == 0x20 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
            }
            // A display name that is not plain words goes encoded, quotes and all (RFC 2047, 5 (3)).
            return (isAtoms ? name : Self.encoded(VisibleText.line(name), offset: offset))
                + " <\(mailbox.address.text)>"
        }.joined(separator: ",\r\n ")
    }

    /// Message ids, as in `References`.
    init(messageIDs: [String]) {
        folded = messageIDs.map { id in
            "<"
                + String(
                    String.UnicodeScalarView(
                        id.unicodeScalars.filter { (0x21..<0x7F).contains($0.value) && $0 != "<" && $0 != ">" })) + ">"
        }.joined(separator: "\r\n ")
    }

    /// Folds at blanks; a word that is too long for a line stays whole up to 900 bytes (a line may have 998), then goes encoded.
    private static func folded(_ text: String, offset: Int) -> String {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        if words.contains(where: { $0.utf8.count > 900 }) { return encoded(text, offset: offset) }
        var lines = ""
        var used = offset
        for (index, word) in words.enumerated() {
            if index > 0 {
                if used + 1 + word.utf8.count > 76, !word.isEmpty {
                    lines += "\r\n "
                    used = 1
                } else {
                    lines += " "
                    used += 1
                }
            }
            lines += word
            used += word.utf8.count
        }
        return lines
    }

    /// Base64 encoded-words of at most 75 characters, each of whole characters.
    private static func encoded(_ text: String, offset: Int) -> String {
        // 75 less "=?UTF-8?B?" and "?=" leaves 63, so 60 characters of base64, for 45 bytes.
        var words: [String] = []
        var bytes: [UInt8] = []
        var room = max(3, (min(75, 76 - offset) - 12) / 4 * 3)
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > room {
                words.append(word(bytes))
                bytes = []
                room = 45
            }
            bytes += next
        }
        words.append(word(bytes))
        return words.joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?UTF-8?B?\(Base64.text(bytes))?="
    }
}

/// An address with the name that is shown for it.
struct Mailbox: Sendable, Hashable {
    var name: String?
    var address: MailAddress

    /// `someone@example.org` or `Some One <someone@example.org>`.
    ///
    /// - Throws: `.unusable`, with the address.
    init(_ text: String) throws(TransportError) {
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            name = nil
            address = try MailAddress(text)
            return
        }
        address = try MailAddress(String(text[text.index(after: open)...].dropLast()))
        let words = text[..<open].split(separator: " ").joined(separator: " ").filter { $0 != "\"" }
        // Two addresses in one text would be taken for one with a strange name.
        guard !words.contains(where: { "<>@".contains($0) }) else { throw .unusable(Self.severalAddresses) }
        name = words.isEmpty ? nil : words
    }

    private static let severalAddresses =
        "a mail address has more than a name before the <: write it as someone@example.org or Some One <someone@example.org>"
}
