/// Finds the unit of each part of a condition, and refuses what has none. See `UnitAlgebra` for the rules.
struct UnitCheck {
    let text: String

    /// Both sides of a comparison or a sum in one unit, the plain numbers among them in that of the other side.
    func matched(_ left: Term, _ right: Term) throws(SyntaxProblem) -> (Term, Term) {
        switch (left.unit, right.unit) {
        case (nil, nil): return (left, right)
        case (let unit?, nil): return (left, try fitted(right, to: unit, of: left))
        case (nil, let unit?): return (try fitted(left, to: unit, of: right), right)
        case (let unit?, let other?):
            guard unit != other else { return (left, right) }
            if right.literal != nil { throw misfit(right, to: unit, of: left) }
            if left.literal != nil { throw misfit(left, to: other, of: right) }
            throw problem(
                left.range.lowerBound..<right.range.upperBound,
                "\(left.title) is \(unit.title) and \(right.title) is \(other.title): they cannot be compared or added")
        }
    }

    /// A sum or difference.
    func sum(_ sign: Expression.Operator, _ left: Term, _ right: Term) throws(SyntaxProblem) -> Term {
        let (left, right) = try matched(left, right)
        return try combined(sign, left, right, unit: left.unit, isQuotient: left.isQuotient || right.isQuotient)
    }

    /// A product or quotient.
    func product(_ sign: Expression.Operator, _ left: Term, _ right: Term) throws(SyntaxProblem) -> Term {
        let outcome =
            sign == .times ? UnitAlgebra.times(left.unit, right.unit) : UnitAlgebra.divided(left.unit, by: right.unit)
        guard case .unit(let unit) = outcome else {
            let names = "\(left.unit?.title ?? "a plain number")", other = "\(right.unit?.title ?? "a plain number")"
            let verb = sign == .times ? "multiplied" : "divided"
            throw problem(
                left.range.lowerBound..<right.range.upperBound,
                "\(left.title) is \(names) and \(right.title) is \(other): \(names) cannot be \(verb) by \(other)")
        }
        let divided = sign == .dividedBy && (left.unit ?? .count) == right.unit
        let isQuotient = unit == .ratio && (divided || left.isQuotient || right.isQuotient)
        return try combined(sign, left, right, unit: unit, isQuotient: isQuotient)
    }

    private func combined(
        _ sign: Expression.Operator, _ left: Term, _ right: Term, unit: Unit?, isQuotient: Bool
    ) throws(SyntaxProblem) -> Term {
        let range = left.range.lowerBound..<right.range.upperBound
        if sign == .dividedBy, right.constant == 0 { throw problem(right.range, "nothing can be divided by 0") }
        var expression = Expression.arithmetic(sign, left.expression, right.expression)
        if let first = left.constant, let second = right.constant {
            guard let value = sign.apply(first, second), value.isFinite else {
                throw problem(range, "the number is too large")
            }
            expression = .literal(value == 0 ? 0 : value, unit ?? .count)
        }
        return Term(expression: expression, unit: unit, isQuotient: isQuotient, range: range, title: source(range))
    }

    /// A plain number in the unit of what it meets.
    private func fitted(_ number: Term, to unit: Unit, of other: Term) throws(SyntaxProblem) -> Term {
        guard let value = number.constant else { return number }
        switch unit {
        case .duration: throw misfit(number, to: unit, of: other)
        case .ratio where abs(value) > 1 && !other.isQuotient: throw misfit(number, to: unit, of: other)
        case .ratio, .count, .money, .score: break
        }
        var fitted = number
        fitted.expression = .literal(value, unit)
        fitted.unit = unit
        return fitted
    }

    /// What to say of a number that does not fit the unit of `other`, and how it should be written.
    private func misfit(_ number: Term, to unit: Unit, of other: Term) -> SyntaxProblem {
        let instead = number.literal?.rewritten(as: unit)
        var subject = "\(other.title) is \(unit.title)"
        if let written = number.unit { subject += " and \(number.title) is \(written.title)" }
        if let instead {
            let suffix = number.literal?.suffix
            if suffix == "m", instead.hasSuffix("M") {
                return problem(number.range, "\(subject) (m is minutes): write \(instead)", instead)
            }
            if suffix == "M" { return problem(number.range, "\(subject) (M is a million): write \(instead)", instead) }
            return problem(number.range, "\(subject): write \(instead)", instead)
        }
        let example =
            switch unit {
            case .ratio: "a share, such as 5%"
            case .duration: "a length of time, such as 24h"
            case .money: "an amount, such as 200 or 1.5k"
            case .count, .score: "a plain number"
            }
        return problem(number.range, "\(subject): write \(example)")
    }

    /// A part of the text, short enough for a message.
    func source(_ range: Range<Int>) -> String {
        let characters = Array(text)
        let part = String(characters[max(0, range.lowerBound)..<min(characters.count, range.upperBound)])
        return part.count <= 60 ? part : part.prefix(57) + "..."
    }

    private func problem(_ range: Range<Int>, _ message: String, _ replacement: String? = nil) -> SyntaxProblem {
        SyntaxProblem(
            text: text, offset: range.lowerBound, length: range.count, message: message, replacement: replacement)
    }
}
