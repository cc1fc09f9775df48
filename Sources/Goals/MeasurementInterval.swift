extension Measurement {
    /// A confidence interval of a measured value: `low <= high`, both ends belong to it. Written as `[low, high]`.
    public struct Interval: Hashable, Sendable {
        public var low: Double
        public var high: Double

        public init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }
    }
}

extension Measurement.Interval: Codable {
    public init(from decoder: any Decoder) throws {
        var ends = try decoder.unkeyedContainer()
        self.init(low: try ends.decode(Double.self), high: try ends.decode(Double.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var ends = encoder.unkeyedContainer()
        try ends.encode(low)
        try ends.encode(high)
    }
}
