import struct Foundation.Date
import Goals

/// How one series of a goal stands.
public struct StatusEntry: Sendable, Hashable {
    public var goal: Goal
    public var labels: Labels
    public var state: State
    /// What the last evaluation found; `nil`: never evaluated.
    public var reading: Reading?
    /// The first slot of the present state, where there is a memory of it.
    public var since: Date?
    public var episode: Episode?
    /// What keeps the last evaluation from saying how things stand.
    public var obstacle: Obstacle?
    /// The condition of the level shown, else critical's (else warning's), as written.
    public var condition: String?
    /// `measurement.value` and the episode's peak for people; `nil` where there is none.
    public var display: String?
    public var peakDisplay: String?
    /// Where the true value lies, for people: `95 % interval 4.9 to 7.6 %`; `nil` where there is no telling.
    public var intervalDisplay: String?
    /// The window of the measurement; of one that gave none, the window that was asked for.
    public var window: TimeRange?
    /// Since when the all-clear has held while an episode is open.
    public var clearSince: Date?
    /// Recorded values, oldest first.
    public var trend: [Double]

    public var measurement: Measurement? { reading?.measurement }

    /// A condition holds of the measured value, though not as surely as the goal's `confidence` asks.
    public var isDoubted: Bool { reading?.doubted != nil }

    /// Whether the last evaluation left it unknown how the series is.
    public var lacksData: Bool {
        switch obstacle {
        case .neverEvaluated, .noData, .failed: true
        case .insufficient, nil: false
        }
    }
}

extension StatusEntry: Encodable {
    private enum Key: String, CodingKey {
        case id, title, kpi, labels, state, value, unit, display, sample, numerator, denominator, interval, condition
        case window, since
        case evaluatedAt = "evaluated_at"
        case episode, target, reason
    }

    /// Every key is there, `null` where there is nothing to say.
    public func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(goal.id, forKey: .id)
        try json.encode(goal.title, forKey: .title)
        try json.encode(goal.kpi, forKey: .kpi)
        try json.encode(labels, forKey: .labels)
        try json.encode(state, forKey: .state)
        try json.encode(measurement?.value, forKey: .value)
        try json.encode(measurement?.unit ?? goal.unit, forKey: .unit)
        try json.encode(display, forKey: .display)
        try json.encode(measurement?.sample, forKey: .sample)
        try json.encode(measurement?.numerator, forKey: .numerator)
        try json.encode(measurement?.denominator, forKey: .denominator)
        try json.encode(measurement?.interval, forKey: .interval)
        try json.encode(condition, forKey: .condition)
        try json.encode(window, forKey: .window)
        try json.encode(since, forKey: .since)
        try json.encode(reading?.at, forKey: .evaluatedAt)
        try json.encode(episode.map(EpisodeJSON.init), forKey: .episode)
        try json.encodeNil(forKey: .target)
        try json.encode(
            obstacle?.text(.english, beside: state, time: Timestamp.text) ?? doubt(.english), forKey: .reason)
    }

    /// Why nothing is told of a value past its threshold.
    func doubt(_ language: Language) -> String? {
        guard let level = reading?.doubted, let confidence = goal.confidence else { return nil }
        let sureness = ValueText.text(confidence, .ratio, currency: "", language: language)
        return language.say(
            "\(level.rawValue) holds of the value, but not with \(sureness) confidence",
            "\(level == .critical ? "Kritisch" : "Die Warnung") trifft auf den Wert zu, aber nicht mit \(sureness) Sicherheit"
        )
    }

    private struct EpisodeJSON: Encodable {
        var episode: Episode

        enum Key: String, CodingKey {
            case id
            case openedAt = "opened_at"
            case level, peak
            case acknowledgedBy = "acknowledged_by"
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(episode.id, forKey: .id)
            try json.encode(episode.openedAt, forKey: .openedAt)
            try json.encode(episode.level, forKey: .level)
            try json.encode(episode.peak, forKey: .peak)
            try json.encodeNil(forKey: .acknowledgedBy)
        }
    }
}
