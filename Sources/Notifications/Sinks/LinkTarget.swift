/// An address that may be put behind a link: `http:` or `https:`, without blanks and control characters, so never `javascript:`.
struct LinkTarget: Sendable, Hashable {
    let text: String

    init?(_ text: String) {
        let lower = text.lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://"), text.utf8.count <= 2000,
            text.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value > 0x20 && $0.value != 0x7F }),
            VisibleText.line(text) == text, !text.contains(where: { "<>\"'`\\{}".contains($0) })
        else { return nil }
        self.text = text
    }
}
