import Goals

/// What one series of a request came to.
public enum SeriesResult: Sendable, Hashable {
    case value(Measurement)
    /// Neither good nor bad; says why.
    case noData(reason: String)
}
