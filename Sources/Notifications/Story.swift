import Goals
import KPIs

/// An event, and what a reader wants to know of its goal.
public struct Story: Sendable, Hashable {
    public var event: Event
    public var title: String
    public var description: String?
    public var owner: String?
    public var runbook: String?
    /// Of the value and the peak; an event without a measurement does not say it.
    public var unit: Unit
    /// What the value is compared with first, in the base of its unit.
    public var threshold: Double?
    public var kpi: KPIWords?
    /// Recorded values of the series, the oldest first, the event's own included.
    public var trend: [Double]
    /// The delivery that told this channel of the episode's opening, where it is known: mails answer to it.
    public var openingDelivery: String?

    public struct KPIWords: Sendable, Hashable {
        public var name: Localized
        public var meaning: Localized
        public var advice: [Localized]

        public init(name: Localized, meaning: Localized, advice: [Localized]) {
            self.name = name
            self.meaning = meaning
            self.advice = advice
        }
    }

    public init(
        event: Event, title: String, description: String? = nil, owner: String? = nil, runbook: String? = nil,
        unit: Unit? = nil, threshold: Double? = nil, kpi: KPIWords? = nil, trend: [Double] = [],
        openingDelivery: String? = nil
    ) {
        self.event = event
        self.title = title
        self.description = description
        self.owner = owner
        self.runbook = runbook
        self.unit = event.unit ?? unit ?? .count
        self.threshold = threshold
        self.kpi = kpi
        self.trend = trend
        self.openingDelivery = openingDelivery
    }

    /// - Parameters:
    ///   - goal: `nil` where it is no longer in goals.json.
    ///   - kpi: the goal's.
    public init(_ event: Event, goal: Goal?, kpi: KPI?, trend: [Double] = [], openingDelivery: String? = nil) {
        let conditions = [goal?.critical, goal?.warning].compactMap { $0 }
        let condition = conditions.first { $0.text == event.condition } ?? conditions.first
        let statistic = goal?.references.first { $0.kpi == kpi?.id }?.statistic
        self.init(
            event: event, title: goal?.title ?? event.goal, description: goal?.description, owner: goal?.owner,
            runbook: goal?.runbook, unit: goal?.unit ?? kpi?.unit, threshold: condition?.threshold,
            kpi: kpi.map { KPIWords(name: $0.name, meaning: $0.meaning(of: statistic), advice: $0.advice) },
            trend: trend,
            openingDelivery: openingDelivery)
    }
}
