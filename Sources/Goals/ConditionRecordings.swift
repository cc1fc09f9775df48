extension Condition {
    /// What it looks back at: `min`, `max` and `avg` of the goal's own recorded measurements, from left to right.
    public var recordings: [(reference: Expression.Reference, span: Span)] {
        func all(_ node: Node) -> [(Expression.Reference, Span)] {
            switch node {
            case .and(let left, let right), .or(let left, let right): all(left) + all(right)
            case .not(let inner): all(inner)
            case .comparison(let left, _, let right): left.recordings + right.recordings
            case .between(let value, let low, let high, _): value.recordings + low.recordings + high.recordings
            }
        }
        return all(root).map { (reference: $0.0, span: $0.1) }
    }
}

extension Expression {
    fileprivate var recordings: [(Reference, Span)] {
        switch self {
        case .literal, .kpi: []
        case .recorded(_, let reference, let span): [(reference, span)]
        case .negated(let inner), .absolute(let inner): inner.recordings
        case .arithmetic(_, let left, let right): left.recordings + right.recordings
        }
    }
}
