import Foundation

/// A half-open span of time, `[start, end)`.
public struct TimeRange: Hashable, Sendable, Codable {
    public var start: Date
    public var end: Date

    public init(start: Date, end: Date) {
        self.start = start
        self.end = end
    }

    /// Seconds from start to end.
    public var length: TimeInterval { end.timeIntervalSince(start) }
}
