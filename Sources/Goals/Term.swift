/// A part of a condition that has a value, while it is read.
struct Term {
    var expression: Expression
    /// `nil` for a plain number, which takes the unit of what it meets.
    var unit: Unit?
    /// A ratio that came of a division: unlike a KPI that is a ratio, it may be compared with a plain number over 1 (`clv / cac > 3`).
    var isQuotient = false
    /// Where it stands, in characters.
    var range: Range<Int>
    /// What messages call it.
    var title: String
    /// Set for one number alone.
    var literal: Literal?

    /// Its value, if it is a constant. Constants are worked out while they are read.
    var constant: Double? {
        if case .literal(let value, _) = expression { value } else { nil }
    }
}
