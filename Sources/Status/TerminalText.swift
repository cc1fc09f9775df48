/// Text that may go to a terminal: no byte of it that came from data can move the cursor, change a colour or set a title.
///
/// `init(_:)` is the only way in for data; styles are added here and become escape sequences only in `rendered(colour:)`.
public struct TerminalText: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// What a piece of text means; how that looks is decided in `Style.sequence`.
    public enum Style: Sendable, Hashable {
        case plain, strong, quiet, good, bad, worrying, unknown
    }

    struct Run: Sendable, Hashable {
        var text: String
        var style: Style
    }

    var runs: [Run]

    /// Escapes what a terminal would act upon: control characters, line separators, and marks that turn the direction of text.
    public init(_ data: String, _ style: Style = .plain) {
        runs = data.isEmpty ? [] : [Run(text: Self.escaped(data), style: style)]
    }

    public init() {
        runs = []
    }

    /// A text in the source code; what is interpolated into it is escaped.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    public var isEmpty: Bool { runs.isEmpty }

    /// Columns.
    public var width: Int { runs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    public static func + (left: TerminalText, right: TerminalText) -> TerminalText {
        var sum = left
        sum.runs += right.runs
        return sum
    }

    public static func += (left: inout TerminalText, right: TerminalText) {
        left.runs += right.runs
    }

    public static func spaces(_ count: Int) -> TerminalText {
        TerminalText(String(repeating: " ", count: max(0, count)))
    }

    public func styled(_ style: Style) -> TerminalText {
        var copy = self
        for index in copy.runs.indices { copy.runs[index].style = style }
        return copy
    }

    /// The only place where a styled text becomes a `String`.
    public func rendered(colour: Bool) -> String {
        guard colour else { return runs.map(\.text).joined() }
        return runs.map { run in
            guard let sequence = run.style.sequence else { return run.text }
            return "\u{1B}[\(sequence)m\(run.text)\u{1B}[0m"
        }.joined()
    }

    private static func escaped(_ data: String) -> String {
        guard data.unicodeScalars.contains(where: acts) else { return data }
        var text = ""
        for scalar in data.unicodeScalars {
            switch scalar {
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where acts(scalar): text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// C0, DEL and C1; U+2028 and U+2029; the directional marks of UAX #9, which can make a line read as another.
    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0x61C, 0xFEFF: true
        default: false
        }
    }
}

extension TerminalText.Style {
    /// Parameters of SGR (ECMA-48). Colours of the 256-colour cube with a contrast of about 4:1 or more on black and on white alike.
    var sequence: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .quiet: "38;5;244"
        case .good: "38;5;28"
        case .bad: "1;38;5;196"
        case .worrying: "1;38;5;166"
        case .unknown: "38;5;32"
        }
    }
}
