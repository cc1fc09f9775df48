import struct Foundation.Date

/// A recorded value of a series.
public struct TrendPoint: Sendable, Hashable {
    public var at: Date
    public var value: Double

    public init(at: Date, value: Double) {
        self.at = at
        self.value = value
    }
}
