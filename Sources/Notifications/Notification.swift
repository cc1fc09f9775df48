import Foundation
import Goals

/// A message on its way to one channel, with all that is needed to write it.
public struct Notification: Sendable, Hashable {
    /// The delivery's id: the same at every attempt.
    public var id: String
    public var content: Content
    /// Those of an email channel's recipients that are still owed it; `nil`: all of the channel.
    public var recipients: [String]?
    /// For money.
    public var currency: String
    public var language: Language
    /// For the times in the message.
    public var zone: Zone
    /// The time of the attempt.
    public var now: Date

    public enum Content: Sendable, Hashable {
        case events([Story])
        /// Tells of a delivery to another channel that was given up, and of the events it had.
        case deadLetter(Delivery.DeadLetter, [Story])
        /// `crmgoals notify-test`.
        case test

        var stories: [Story] {
            switch self {
            case .events(let stories), .deadLetter(_, let stories): stories
            case .test: []
            }
        }
    }

    public init(
        id: String, content: Content, recipients: [String]? = nil, currency: String, language: Language, zone: Zone,
        now: Date
    ) {
        self.id = id
        self.content = content
        self.recipients = recipients
        self.currency = currency
        self.language = language
        self.zone = zone
        self.now = now
    }

    /// - Parameter story: what is known of an event's goal; see `Story.init(_:goal:kpi:trend:)`.
    public init(
        _ delivery: Delivery, currency: String, language: Language, zone: Zone, now: Date, story: (Event) -> Story
    ) {
        let stories = delivery.events.map { event in
            var told = story(event)
            if told.openingDelivery == nil { told.openingDelivery = delivery.opening }
            return told
        }
        self.init(
            id: delivery.id, content: delivery.deadLetter.map { .deadLetter($0, stories) } ?? .events(stories),
            recipients: delivery.recipients, currency: currency, language: language, zone: zone, now: now)
    }
}
