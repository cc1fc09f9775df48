import Journal
import Status

/// The past as DESIGN 13 has it; every key is there.
struct HistoryJSON: Encodable {
    var episodes: [EpisodeHistory]

    enum Key: String, CodingKey {
        case episodes
    }

    func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(episodes.map(Episode.init), forKey: .episodes)
    }

    private struct Episode: Encodable {
        var episode: EpisodeHistory

        enum Key: String, CodingKey {
            case id, goal, labels, level
            case openedAt = "opened_at"
            case closedAt = "closed_at"
            case outcome, peak
            case acknowledgedBy = "acknowledged_by"
            case events, deliveries
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(episode.id, forKey: .id)
            try json.encode(episode.goal, forKey: .goal)
            try json.encode(episode.labels, forKey: .labels)
            try json.encode(episode.level, forKey: .level)
            try json.encode(episode.openedAt, forKey: .openedAt)
            try json.encode(episode.closedAt, forKey: .closedAt)
            try json.encode(episode.outcome.rawValue, forKey: .outcome)
            try json.encode(episode.peak, forKey: .peak)
            try json.encode(episode.acknowledgedBy, forKey: .acknowledgedBy)
            try json.encode(episode.events.map { EventJSON(event: $0, isFull: true) }, forKey: .events)
            try json.encode(episode.deliveries.map(Delivery.init), forKey: .deliveries)
        }
    }

    private struct Delivery: Encodable {
        var delivery: DeliveryHistory

        enum Key: String, CodingKey {
            case channel, id, event, state, attempts
            case deliveredAt = "delivered_at"
            case error
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(delivery.channel, forKey: .channel)
            try json.encode(delivery.id, forKey: .id)
            try json.encode(delivery.event, forKey: .event)
            try json.encode(delivery.state.rawValue, forKey: .state)
            try json.encode(delivery.attempts, forKey: .attempts)
            try json.encode(delivery.deliveredAt, forKey: .deliveredAt)
            try json.encode(delivery.error, forKey: .error)
        }
    }
}
