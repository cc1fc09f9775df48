import Goals

/// What one series of a request came to.
public enum SeriesResult: Sendable, Hashable {
    case value(Measurement)
    /// Neither good nor bad; says why. Under `Labels.none` of a request with `by` it is said of all its series, known and unknown.
    case noData(reason: String)
    /// There are rows, and too few or such that they come to no value; says why.
    case insufficient(reason: String)
}
