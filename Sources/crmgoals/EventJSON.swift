import Goals

/// An event as `backtest --json` and `history --json` show it; every key is there.
struct EventJSON: Encodable {
    var event: Event
    /// With what a reader of the past wants to know beside the outcome.
    var isFull: Bool

    enum Key: String, CodingKey {
        case at, goal, labels, event, level, value, reason, channels
        case unit, sample, condition, since, peak
    }

    func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(event.at, forKey: .at)
        try json.encode(event.goal, forKey: .goal)
        try json.encode(event.labels, forKey: .labels)
        try json.encode(event.kind, forKey: .event)
        try json.encode(event.level, forKey: .level)
        try json.encode(event.value, forKey: .value)
        try json.encode(event.reason, forKey: .reason)
        try json.encode(event.channels, forKey: .channels)
        guard isFull else { return }
        try json.encode(event.unit, forKey: .unit)
        try json.encode(event.sample, forKey: .sample)
        try json.encode(event.condition, forKey: .condition)
        try json.encode(event.since, forKey: .since)
        try json.encode(event.peak, forKey: .peak)
    }
}
