import Foundation
import Goals

/// A row of a `lifetime` query: what a customer bought before E. Days are local ones, since 1970-01-01.
public struct CustomerPurchases: Sendable, Hashable {
    /// On how many days; at least one.
    public var days: Int
    public var firstDay: Int
    public var lastDay: Int
    /// Days with at least one order that has an amount.
    public var valuedDays: Int
    /// The sum of all amounts.
    public var revenue: Double
    /// The sum of those of the first day; `nil` where none has an amount.
    public var firstRevenue: Double?

    public init(
        days: Int, firstDay: Int, lastDay: Int, valuedDays: Int, revenue: Double, firstRevenue: Double?
    ) {
        self.days = days
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.valuedDays = valuedDays
        self.revenue = revenue
        self.firstRevenue = firstRevenue
    }

    /// x: purchases after the first.
    var repeats: Int { days - 1 }

    /// m: the mean value of the repeat purchases that have one; 0 where there is none.
    var repeatMean: Double {
        let count = valuedDays - (firstRevenue == nil ? 0 : 1)
        return count > 0 ? (revenue - (firstRevenue ?? 0)) / Double(count) : 0
    }
}

extension KPIQuery {
    /// E's local day, since 1970-01-01: it is not part of anybody's history.
    var endDay: Int { scope.instants.zone.civil(scope.instants.window.end).day }

    /// How far ahead purchases are expected, in weeks: months and years are those that follow E.
    var horizonWeeks: Double {
        let span = scope.parameters.span("horizon") ?? Span(months: 12, text: "1 year")
        let end = CivilTime(day: endDay)
        let days = end.adding(months: span.months).adding(days: span.days).day - endDay
        return (Double(days) + span.seconds / 86_400) / 7
    }
}
