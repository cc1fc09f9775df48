import Goals

extension Goal {
    /// How far back, in seconds, its conditions look at its own recorded measurements; `nil` where they do not.
    var longestMemory: Double? {
        let spans = [critical, warning, recover].compactMap { $0 }.flatMap(\.recordings).map(\.span.nominalSeconds)
        // A day more than the span says, for clocks that are put back and months of 31 days.
        return spans.max().map { $0 * 1.1 + 86_400 }
    }
}
