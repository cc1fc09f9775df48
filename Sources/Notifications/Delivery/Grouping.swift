import Foundation
import Goals
import OrderedCollections

/// The messages that tell of `events`, which came of one evaluation: for each channel one a goal, but the failures of one source
/// (and likewise its recoveries) together, since one broken export is one piece of news.
///
/// - Parameters:
///   - events: in the order in which they happened; those without channels make no message.
///   - id: makes an id for a delivery.
public func grouped(_ events: [Event], id: () -> String, at now: Date) -> [Delivery] {
    struct Key: Hashable {
        enum Subject: Hashable {
            case goal(String, at: Date)
            case failures(source: String)
            case recoveries(source: String)
        }
        var channel: String
        var subject: Subject
    }
    var messages: OrderedDictionary<Key, [Event]> = [:]
    for event in events {
        let subject: Key.Subject
        switch (event.kind, event.source) {
        case (.checkFailed, let source?): subject = .failures(source: source)
        case (.checkRecovered, let source?): subject = .recoveries(source: source)
        default: subject = .goal(event.goal, at: event.at)
        }
        for channel in event.channels {
            messages[Key(channel: channel, subject: subject), default: []].append(event)
        }
    }
    return messages.map { key, events in
        Delivery(id: id(), channel: key.channel, events: events, queuedAt: now)
    }
}
