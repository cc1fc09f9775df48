import Foundation
import Goals

/// A recorded measurement, or what thinning left of several: the last of them, and what they came to together.
public struct RecordedValue: Sendable, Hashable {
    /// The slot, the last one of those thinned.
    public var at: Date
    public var value: Double
    /// How many measurements it stands for.
    public var count: Int
    public var minimum: Double
    public var maximum: Double
    public var mean: Double

    public init(at: Date, value: Double) {
        self.at = at
        self.value = value
        count = 1
        minimum = value
        maximum = value
        mean = value
    }

    init(at: Date, value: Double, count: Int, minimum: Double, maximum: Double, mean: Double) {
        self.at = at
        self.value = value
        self.count = count
        self.minimum = minimum
        self.maximum = maximum
        self.mean = mean
    }

    /// Both together; `later` gives time and value.
    func joined(_ later: RecordedValue) -> RecordedValue {
        let total = count + later.count
        return RecordedValue(
            at: later.at, value: later.value, count: total, minimum: min(minimum, later.minimum),
            maximum: max(maximum, later.maximum),
            mean: mean + (later.mean - mean) * Double(later.count) / Double(total))
    }
}

extension [RecordedValue] {
    /// `min`, `max` or `avg` of all the measurements they stand for; `nil` of none.
    public func value(of recorded: Goals.Expression.Recorded) -> Double? {
        guard !isEmpty else { return nil }
        switch recorded {
        case .min: return lazy.map(\.minimum).min()
        case .max: return lazy.map(\.maximum).max()
        case .avg:
            let count = reduce(0) { $0 + $1.count }
            return reduce(0) { $0 + $1.mean * Double($1.count) } / Double(count)
        }
    }
}
