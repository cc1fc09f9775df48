/// What a number counts. Every expression has exactly one; numbers of different units are never compared or added.
public enum Unit: String, Codable, Sendable, CaseIterable {
    /// A share, 0...1; written `5%` or `0.05`.
    case ratio
    /// Seconds; written `24h`, `1h30m`, `2d`.
    case duration
    /// Money in the configuration's `currency`; written `200 EUR`, `1.5k`.
    case money
    /// Things counted, or a number without a unit of its own.
    case count
    /// A point on a scale, such as NPS (-100...100).
    case score
}
