/// Intervals as people read them: `4.9 to 7.6 %`, `4,9 bis 7,6 %`.
public enum IntervalText {
    /// - Parameter thresholds: what the value is compared with; each end shows on which side of the nearest it lies.
    public static func text(
        _ interval: Measurement.Interval, _ unit: Unit, currency: String, language: Language,
        against thresholds: [Double] = []
    ) -> String {
        func end(_ value: Double) -> String {
            ValueText.text(
                value, unit, currency: currency, language: language,
                against: thresholds.min { abs($0 - value) < abs($1 - value) })
        }
        let (low, high) = (end(interval.low), end(interval.high))
        let to = language == .german ? " bis " : " to "
        // One unit for both is enough.
        if let blank = high.lastIndex(of: " "), low.hasSuffix(high[blank...]) {
            return low.dropLast(high[blank...].count) + to + high
        }
        return low + to + high
    }
}
