/// A number in a condition, as written.
struct Literal: Hashable, Sendable {
    /// In the base of its unit: `5%` is 0.05, `24h` is 86,400.
    var value: Double
    /// `nil` for a plain number.
    var unit: Unit?
    /// The number without its unit, with the sign: `-5` of `-5%`. `nil` where it is not one number and one unit (`1h30m`).
    var digits: String?
    /// What stands after the digits, other than a currency: ``, `%`, `h`, `k`, `M`.
    var suffix: String

    var negated: Literal {
        var opposite = self
        opposite.value = value == 0 ? 0 : -value
        opposite.digits = digits.map { $0.hasPrefix("-") ? String($0.dropFirst()) : "-" + $0 }
        return opposite
    }

    /// How it would be written in `unit`, if that is what was meant; `nil` where nobody can know.
    func rewritten(as unit: Unit) -> String? {
        guard let digits else { return nil }
        switch unit {
        case .ratio: return suffix == "k" || suffix == "M" ? nil : digits + "%"
        case .duration: return suffix == "M" ? digits + "m" : suffix == "k" ? nil : digits + "h"
        case .money, .count, .score: return suffix == "m" ? digits + "M" : digits
        }
    }
}
