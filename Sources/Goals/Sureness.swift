/// Whether a condition holds wherever in its interval the true value of the goal's leading KPI lies; all else counts as it was measured.
///
/// A condition can change only at a number that stands in it, at an end of the interval, or where nobody looks (`abs(churn - 5%)`): the ends
/// and the numbers between them are tried. For one comparison that is its near bound.
struct Sureness {
    let leading: Expression.Reference
    let measured: [Expression.Reference: Measurement]
    let recorded: (Expression.Recorded, Expression.Reference, Span) -> Double?

    init(
        of leading: Expression.Reference, measured: [Expression.Reference: Measurement],
        recorded: @escaping (Expression.Recorded, Expression.Reference, Span) -> Double?
    ) {
        self.leading = leading
        self.measured = measured
        self.recorded = recorded
    }

    /// Not where there is too little for an interval: nothing is sure then.
    func holds(_ condition: Condition) -> Bool {
        guard let interval = measured[leading]?.interval else { return false }
        let numbers = condition.literals.filter { interval.low < $0 && $0 < interval.high }
        return ([interval.low, interval.high] + numbers).allSatisfy { value in
            condition.holds(Operands(kpi: { $0 == leading ? value : measured[$0]?.value }, recorded: recorded)) == true
        }
    }
}

extension Condition {
    /// The numbers in it, in the base of their units.
    fileprivate var literals: [Double] {
        var found: [Double] = []
        func visit(_ expression: Expression) {
            switch expression {
            case .literal(let value, _): found.append(value)
            case .kpi, .recorded: break
            case .negated(let inner), .absolute(let inner): visit(inner)
            case .arithmetic(_, let left, let right):
                visit(left)
                visit(right)
            }
        }
        root.forEachExpression(visit)
        return found
    }
}

extension Expression {
    /// The interval of its value, given that of the only KPI in it; `nil` where it has others, or looks back at what was recorded.
    ///
    /// - Parameter value: what it came to, which belongs to the interval whatever the expression does between the ends.
    func interval(
        _ leading: Reference?, _ own: Measurement.Interval?, around value: Double
    ) -> Measurement.Interval? {
        guard let own, let leading else { return nil }
        if case .kpi = self { return own }
        guard isOf(leading) else { return nil }
        let ends = [own.low, own.high].compactMap { end in self.value(Operands(kpi: { _ in end })) }
        guard ends.count == 2 else { return nil }
        return Measurement.Interval(low: min(ends[0], ends[1], value), high: max(ends[0], ends[1], value))
    }

    private func isOf(_ leading: Reference) -> Bool {
        switch self {
        case .literal: true
        case .kpi(let reference): reference == leading
        case .recorded: false
        case .negated(let inner), .absolute(let inner): inner.isOf(leading)
        case .arithmetic(_, let left, let right): left.isOf(leading) && right.isOf(leading)
        }
    }
}
