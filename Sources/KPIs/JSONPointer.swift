/// A place in a JSON document, as RFC 6901 writes it: `/teams/0/open`; the empty text is the whole document.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// From the outside in, unescaped: keys of objects, or indices of arrays.
    public let tokens: [String]

    public init(tokens: [String]) {
        self.tokens = tokens
    }

    /// `nil` where the text is no pointer: it does not begin with `/`, or a `~` is followed by neither `0` nor `1`.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        // By scalars: an accent after a slash does not make it another character.
        guard text.unicodeScalars.first == "/" else { return nil }
        var tokens: [String] = []
        for part in text.unicodeScalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            var token = String.UnicodeScalarView()
            var isEscape = false
            for scalar in part {
                switch (isEscape, scalar) {
                case (false, "~"): isEscape = true
                case (false, _): token.append(scalar)
                case (true, "0"), (true, "1"):
                    token.append(scalar == "0" ? "~" : "/")
                    isEscape = false
                case (true, _): return nil
                }
            }
            if isEscape { return nil }
            tokens.append(String(token))
        }
        self.tokens = tokens
    }

    public var description: String {
        var text = String.UnicodeScalarView()
        for token in tokens {
            text.append("/")
            for scalar in token.unicodeScalars {
                switch scalar {
                case "~": text.append(contentsOf: "~0".unicodeScalars)
                case "/": text.append(contentsOf: "~1".unicodeScalars)
                default: text.append(scalar)
                }
            }
        }
        return String(text)
    }
}
