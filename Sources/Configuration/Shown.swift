/// What was found in a file, as a message may show it: short, on one line, with nothing a terminal would act on, and without
/// what looks like a secret.
enum Shown {
    /// In quotes.
    static func text(_ text: String) -> String {
        if let scheme = text.firstRange(of: "://") {
            // The path of a webhook's address is its password; so is what stands before an @.
            let rest = text[scheme.upperBound...]
            let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let host = authority.split(separator: "@").last ?? ""
            let tail = authority.count == rest.count && host.count == authority.count ? "" : "/..."
            return "\"" + short(text[..<scheme.upperBound] + host) + tail + "\""
        }
        if text.hasPrefix("whsec_") || text.hasPrefix("xox") { return "a secret" }
        return "\"" + short(Substring(text)) + "\""
    }

    /// At most forty characters, without quotes.
    static func short(_ text: Substring) -> String {
        var shown = ""
        for character in text.prefix(40) {
            for scalar in character.unicodeScalars {
                shown += isVisible(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return text.count > 40 ? shown + "..." : shown
    }

    /// One character: in quotes, or by its number where it cannot be seen.
    static func scalar(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\t" { return "a tab" }
        if isVisible(scalar) { return scalar == "\"" ? "a double quote" : "\"\(scalar)\"" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "a control character (U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ")"
    }

    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: false
        default: true
        }
    }
}
