import Goals

extension Goal {
    /// How far back, in seconds, its conditions look at its own recorded measurements; `nil` where they do not.
    var longestMemory: Double? {
        [critical, warning, recover].compactMap { $0?.root.longestMemory }.max()
    }
}

extension Condition.Node {
    fileprivate var longestMemory: Double? {
        switch self {
        case .and(let left, let right), .or(let left, let right):
            [left.longestMemory, right.longestMemory].compactMap { $0 }.max()
        case .not(let inner): inner.longestMemory
        case .comparison(let left, _, let right): [left.longestMemory, right.longestMemory].compactMap { $0 }.max()
        case .between(let value, let low, let high, _):
            [value.longestMemory, low.longestMemory, high.longestMemory].compactMap { $0 }.max()
        }
    }
}

extension Expression {
    fileprivate var longestMemory: Double? {
        switch self {
        case .literal, .kpi: nil
        // A day more than the span says, for clocks that are put back.
        case .recorded(_, _, let span): span.nominalSeconds * 1.1 + 86_400
        case .negated(let inner), .absolute(let inner): inner.longestMemory
        case .arithmetic(_, let left, let right): [left.longestMemory, right.longestMemory].compactMap { $0 }.max()
        }
    }
}
