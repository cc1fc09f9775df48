import Goals

/// A setting of a KPI's own, a key of the goal's `parameters`.
public struct Parameter: Sendable, Hashable {
    public let name: String
    public let meaning: Localized
    public let form: Form
    /// As it would be written; `nil`: without it the KPI goes another way, which `meaning` tells.
    public let standard: String?

    public enum Form: Sendable, Hashable {
        /// One of these words.
        case words([String])
        /// `"90d"`, `"1 year"`; longer than nothing.
        case span
        /// Within these bounds, both included.
        case number(ClosedRange<Int>)
    }

    public init(name: String, meaning: Localized, form: Form, standard: String?) {
        self.name = name
        self.meaning = meaning
        self.form = form
        self.standard = standard
    }

    /// What is wrong with a value and what to write; `nil` if nothing is.
    func problem(with value: String) -> String? {
        switch form {
        case .words(let words):
            if words.contains(value) { return nil }
            let hint = nearest(value, in: words).map { ", did you mean \"\($0)\"?" } ?? ""
            return "\(name) is \"\(value)\": write one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))\(hint)"
        case .span:
            if let span = Self.span(value), span.nominalSeconds > 0 { return nil }
            return "\(name) is \"\(value)\": write a length of time such as \"90d\", \"12w\" or \"1 year\""
        case .number(let range):
            if let number = Double(value), number >= Double(range.lowerBound),
                number <= Double(range.upperBound)
            {
                return nil
            }
            return
                "\(name) is \"\(value)\": write a number from \(range.lowerBound) to \(range.upperBound)"
        }
    }

    static func span(_ text: String) -> Span? {
        do { return try Span(parsing: text) } catch { return nil }
    }
}

extension Parameter {
    static let inactiveAfter = Parameter(
        name: "inactive_after",
        meaning: Localized(
            en: "a customer counts as active while the last order is no longer ago than this, such as \"90d\"; "
                + "without it subscriptions tell who is active, or customers' churned_at where there are none",
            de: "ein Kunde gilt als aktiv, solange seine letzte Bestellung nicht länger her ist, z. B. \"90d\"; "
                + "sonst sagen es die Abonnements (subscriptions) oder, wo es keine gibt, churned_at der Kunden"),
        form: .span, standard: nil)
}

/// The values of a goal's `parameters`, checked with `KPI.problems(with:)`.
struct Parameters: Sendable {
    let values: [String: String]
    let declared: [Parameter]

    /// The value given, else the standard one.
    func text(_ name: String) -> String? {
        values[name] ?? declared.first { $0.name == name }?.standard
    }

    func span(_ name: String) -> Span? { text(name).flatMap(Parameter.span) }

    func number(_ name: String) -> Double? { text(name).flatMap(Double.init) }
}
