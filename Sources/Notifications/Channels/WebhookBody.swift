import Foundation
import Goals

/// What is posted to a webhook. Every key is always there, `null` where there is nothing to say.
struct WebhookBody: Encodable, Sendable {
    /// `goal.opened`; `goal.mixed` for events of several kinds; `delivery.dead_letter`; `test`.
    var type: String
    var timestamp: String
    var data: Payload

    struct Payload: Encodable, Sendable {
        var text: String
        var events: [Story]
    }

    struct Story: Encodable, Sendable {
        var story: Notifications.Story
        var display: String?

        private enum Key: String, CodingKey {
            case event, goal, title, labels, level, value, unit, display, condition, sample, window, episode, since,
                owner
        }

        private enum WindowKey: String, CodingKey {
            case start, end
        }

        func encode(to encoder: any Encoder) throws {
            let event = story.event
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(event.kind.rawValue, forKey: .event)
            try container.encode(event.goal, forKey: .goal)
            try container.encode(story.title, forKey: .title)
            try container.encode(event.labels, forKey: .labels)
            try container.encode(event.level, forKey: .level)
            try container.encode(event.value.flatMap { $0.isFinite ? $0 : nil }, forKey: .value)
            try container.encode(event.unit, forKey: .unit)
            try container.encode(display, forKey: .display)
            try container.encode(event.condition, forKey: .condition)
            try container.encode(event.sample, forKey: .sample)
            if let window = event.window {
                var inner = container.nestedContainer(keyedBy: WindowKey.self, forKey: .window)
                try inner.encode(Timestamp.text(window.start), forKey: .start)
                try inner.encode(Timestamp.text(window.end), forKey: .end)
            } else {
                try container.encodeNil(forKey: .window)
            }
            try container.encode(event.episode, forKey: .episode)
            try container.encode(event.since.map(Timestamp.text), forKey: .since)
            try container.encode(story.owner, forKey: .owner)
        }
    }

    init(_ notification: Notification) {
        let message = Message(notification)
        let stories = notification.content.stories
        switch notification.content {
        case .test: type = "test"
        case .deadLetter: type = "delivery.dead_letter"
        case .events:
            let kinds = Set(stories.map(\.event.kind.rawValue))
            type = "goal." + (kinds.count == 1 ? kinds.first ?? "mixed" : "mixed")
        }
        timestamp = Timestamp.text(stories.map(\.event.at).max() ?? notification.now)
        data = Payload(
            text: message.headline,
            events: stories.map { story in
                Story(story: story, display: story.event.value.map { message.wording.value($0, story) })
            })
    }
}
