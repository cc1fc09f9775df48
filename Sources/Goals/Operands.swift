/// What the KPIs of a condition were measured at, in the base of their units; `nil` where there is no value.
public struct Operands {
    let kpi: (Expression.Reference) -> Double?
    let recorded: (Expression.Recorded, Expression.Reference, Span) -> Double?

    public init(
        kpi: @escaping (Expression.Reference) -> Double?,
        recorded: @escaping (Expression.Recorded, Expression.Reference, Span) -> Double? = { _, _, _ in nil }
    ) {
        self.kpi = kpi
        self.recorded = recorded
    }
}
