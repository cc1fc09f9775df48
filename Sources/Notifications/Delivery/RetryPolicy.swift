import Foundation

/// When a failed delivery is tried again: exponential backoff with jitter, so that many channels that failed together do not come
/// back together.
public struct RetryPolicy: Sendable, Hashable {
    /// Seconds between two attempts, at least and at most.
    public var shortest: Double
    public var longest: Double
    /// Seconds from the first attempt on; what comes later is given up.
    public var horizon: Double

    /// DESIGN 12: from 5 seconds to 15 minutes, for 72 hours.
    public init(shortest: Double = 5, longest: Double = 900, horizon: Double = 72 * 3600) {
        self.shortest = shortest
        self.longest = longest
        self.horizon = horizon
    }

    /// The time of the next attempt; `nil`: give up.
    ///
    /// - Parameters:
    ///   - attempt: how many attempts there were, at least 1.
    ///   - firstAt: when the first was due.
    ///   - retryAfter: seconds that the far side asked for; obeyed where they are longer than the backoff.
    ///   - jitter: 0..<1, drawn anew each time.
    public func next(attempt: Int, firstAt: Date, now: Date, retryAfter: Double?, jitter: Double) -> Date? {
        let upper = min(longest, shortest * pow(2, Double(min(max(attempt, 1), 60))))
        let lower = max(shortest, upper / 2)
        let backoff = lower + (upper - lower) * min(max(jitter, 0), 1)
        let at = now.addingTimeInterval(max(backoff, retryAfter ?? 0))
        return at.timeIntervalSince(firstAt) <= horizon ? at : nil
    }
}
