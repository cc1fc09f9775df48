extension Condition {
    /// Whether it is true of the measured values. `nil`, which is neither a breach nor a recovery, if an operand is missing or a division
    /// by zero (or anything else that is no number) is anywhere in it, also where the rest alone would decide. Comparisons are exact.
    public func holds(_ operands: Operands) -> Bool? { root.holds(operands) }

    /// Every KPI it needs measured, each once, in the order of the text; those whose recorded values it needs too.
    public var references: [Expression.Reference] {
        var found: [Expression.Reference] = []
        func visit(_ expression: Expression) {
            switch expression {
            case .literal: break
            case .kpi(let reference), .recorded(_, let reference, _):
                if !found.contains(reference) { found.append(reference) }
            case .negated(let inner), .absolute(let inner): visit(inner)
            case .arithmetic(_, let left, let right):
                visit(left)
                visit(right)
            }
        }
        root.forEachExpression(visit)
        return found
    }

    /// The number that the subject is compared with first, in the base of its unit, if it is a number; of `between`, the lower end.
    public var threshold: Double? { thresholds.first }

    /// The same, with both ends of `between`.
    public var thresholds: [Double] {
        let others: [Expression]
        switch root.first {
        case .comparison(_, _, let right): others = [right]
        case .between(_, let low, let high, _): others = [low, high]
        case .and, .or, .not: others = []
        }
        return others.compactMap { other in
            guard case .literal(let value, _) = other else { return nil }
            return value
        }
    }

    /// Of `thresholds`, the one that `value` must be told from when it is shown; of two equally near, the lower.
    public func threshold(nearest value: Double) -> Double? {
        thresholds.min { abs($0 - value) < abs($1 - value) }
    }
}

extension Condition.Node {
    /// The comparison that stands first in the text.
    var first: Condition.Node {
        switch self {
        case .and(let left, _), .or(let left, _), .not(let left): left.first
        case .comparison, .between: self
        }
    }

    func forEachExpression(_ body: (Expression) -> Void) {
        switch self {
        case .and(let left, let right), .or(let left, let right):
            left.forEachExpression(body)
            right.forEachExpression(body)
        case .not(let inner): inner.forEachExpression(body)
        case .comparison(let left, _, let right):
            body(left)
            body(right)
        case .between(let subject, let low, let high, _):
            body(subject)
            body(low)
            body(high)
        }
    }

    func holds(_ operands: Operands) -> Bool? {
        switch self {
        case .and(let left, let right):
            guard let left = left.holds(operands), let right = right.holds(operands) else { return nil }
            return left && right
        case .or(let left, let right):
            guard let left = left.holds(operands), let right = right.holds(operands) else { return nil }
            return left || right
        case .not(let inner):
            return inner.holds(operands).map { !$0 }
        case .comparison(let left, let comparison, let right):
            guard let left = left.value(operands), let right = right.value(operands) else { return nil }
            return comparison.holds(left, right)
        case .between(let subject, let low, let high, let negated):
            guard let value = subject.value(operands), let low = low.value(operands), let high = high.value(operands)
            else {
                return nil
            }
            return (low <= value && value <= high) != negated
        }
    }
}

extension Condition.Comparison {
    func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal: left == right
        case .notEqual: left != right
        }
    }
}

extension Expression {
    /// Its value in the base of `unit`; `nil` if an operand is missing or the result is no finite number.
    public func value(_ operands: Operands) -> Double? {
        let value: Double?
        switch self {
        case .literal(let number, _): value = number
        case .kpi(let reference): value = operands.kpi(reference)
        case .recorded(let which, let reference, let span): value = operands.recorded(which, reference, span)
        case .negated(let inner): value = inner.value(operands).map { -$0 }
        case .absolute(let inner): value = inner.value(operands).map(abs)
        case .arithmetic(let sign, let left, let right):
            guard let left = left.value(operands), let right = right.value(operands) else { return nil }
            value = sign.apply(left, right)
        }
        guard let value, value.isFinite else { return nil }
        return value == 0 ? 0 : value
    }

    /// What its value counts.
    public var unit: Unit {
        switch self {
        case .literal(_, let unit): return unit
        case .kpi(let reference), .recorded(_, let reference, _): return reference.unit
        case .negated(let inner), .absolute(let inner): return inner.unit
        case .arithmetic(let sign, let left, let right):
            let product: UnitAlgebra.Product
            switch sign {
            case .plus, .minus: return left.unit
            case .times: product = UnitAlgebra.times(left.unit, right.unit)
            case .dividedBy: product = UnitAlgebra.divided(left.unit, by: right.isPlainNumber ? nil : right.unit)
            }
            // The parser has refused what has no unit.
            if case .unit(let unit?) = product { return unit }
            return .count
        }
    }

    /// A number without a unit, as far as arithmetic goes.
    private var isPlainNumber: Bool {
        if case .literal(_, .count) = self { true } else { false }
    }
}

extension Expression.Operator {
    func apply(_ left: Double, _ right: Double) -> Double? {
        switch self {
        case .plus: left + right
        case .minus: left - right
        case .times: left * right
        case .dividedBy: right == 0 ? nil : left / right
        }
    }
}
