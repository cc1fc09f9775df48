/// A piece of HTML. What is interpolated into one is escaped, unless it is one itself:
/// `HTML("<b>\(title)</b>")`.
struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    let text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    init(stringInterpolation interpolation: StringInterpolation) {
        text = interpolation.text
    }

    init(_ html: HTML) {
        self = html
    }

    private init(trusted text: String) {
        self.text = text
    }

    static func joined(_ pieces: [HTML], separator: HTML = "") -> HTML {
        HTML(trusted: pieces.map(\.text).joined(separator: separator.text))
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in VisibleText.line(text).unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ value: String) {
            text += HTML.escaped(value)
        }

        mutating func appendInterpolation(_ html: HTML) {
            text += html.text
        }
    }
}
