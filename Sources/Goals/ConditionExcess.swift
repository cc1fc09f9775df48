extension Condition {
    /// How far `value` lies past the first comparison's threshold, for telling which of two values of an episode is the worse.
    /// Only the order means something: where the right side is no literal, it is left out.
    public func excess(of value: Double) -> Double {
        func first(_ node: Node, negated: Bool) -> Double {
            switch node {
            case .and(let left, _), .or(let left, _):
                return first(left, negated: negated)
            case .not(let inner):
                return first(inner, negated: !negated)
            case .comparison(_, let comparison, let right):
                let distance = value - (right.constant ?? 0)
                let excess =
                    switch comparison {
                    case .greater, .greaterOrEqual: distance
                    case .less, .lessOrEqual: -distance
                    case .notEqual: abs(distance)
                    case .equal: -abs(distance)
                    }
                return negated ? -excess : excess
            case .between(_, let low, let high, let isNegated):
                guard let low = low.constant, let high = high.constant else { return 0 }
                let outside = max(low - value, value - high)
                return isNegated != negated ? outside : -outside
            }
        }
        return first(root, negated: false)
    }
}

extension Expression {
    /// Its value, where it is a literal, with or without a sign.
    var constant: Double? {
        switch self {
        case .literal(let value, _): value
        case .negated(let inner): inner.constant.map { -$0 }
        case .absolute, .arithmetic, .kpi, .recorded: nil
        }
    }
}
