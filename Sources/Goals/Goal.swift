import Foundation

/// What somebody wants of a KPI, checked and complete. One entry of goals.json's `goals`; DESIGN 4.
public struct Goal: Sendable, Hashable {
    /// `[a-z0-9-]{1,64}`; the identity of its history.
    public var id: String
    public var title: String
    public var description: String?
    public var owner: String?
    public var runbook: String?
    public var tags: [String]
    /// The source named in the file; `nil` means the first that has what the KPI needs.
    public var source: String?
    /// The id of the KPI that the goal is about: the first reference of its condition.
    public var kpi: String
    public var unit: Unit
    public var critical: Condition?
    public var warning: Condition?
    public var recover: Condition?
    public var holdFor: Span
    public var recoverFor: Span
    public var window: Window
    public var lag: Span
    public var schedule: Schedule
    public var by: [String]
    public var filters: [MeasurementRequest.Filter]
    public var parameters: [String: String]
    public var minSample: Int
    /// 0.5 ..< 1: a level opens or rises only if the condition holds at the near end of the measurement's interval, too. `nil`: off.
    public var confidence: Double?
    public var noData: NoDataPolicy
    /// `nil` is `never`.
    public var remind: Span?
    public var recipients: Recipients
    public var maxSeries: Int
    public var enabled: Bool

    /// What missing data means.
    public enum NoDataPolicy: String, Sendable, Hashable, CaseIterable {
        case notify, keep, ok
    }

    /// The channels that hear of a goal, after each channel's `min_level` was applied; in the file's order.
    public struct Recipients: Sendable, Hashable {
        public var warning: [String]
        public var critical: [String]
        /// Every channel of the goal: for events without a level.
        public var all: [String]

        public init(warning: [String], critical: [String], all: [String]) {
            self.warning = warning
            self.critical = critical
            self.all = all
        }
    }

    public init(
        id: String, title: String? = nil, description: String? = nil, owner: String? = nil, runbook: String? = nil,
        tags: [String] = [], source: String? = nil, kpi: String, unit: Unit, critical: Condition? = nil,
        warning: Condition? = nil, recover: Condition? = nil, holdFor: Span = .zero, recoverFor: Span = .zero,
        window: Window = .rolling(.days(30)), lag: Span = .zero, schedule: Schedule = .every(.hours(1)),
        by: [String] = [],
        filters: [MeasurementRequest.Filter] = [], parameters: [String: String] = [:], minSample: Int = 1,
        confidence: Double? = nil, noData: NoDataPolicy = .notify, remind: Span? = nil,
        recipients: Recipients = Recipients(warning: [], critical: [], all: []), maxSeries: Int = 500,
        enabled: Bool = true
    ) {
        self.id = id
        self.title = title ?? id
        self.description = description
        self.owner = owner
        self.runbook = runbook
        self.tags = tags
        self.source = source
        self.kpi = kpi
        self.unit = unit
        self.critical = critical
        self.warning = warning
        self.recover = recover
        self.holdFor = holdFor
        self.recoverFor = recoverFor
        self.window = window
        self.lag = lag
        self.schedule = schedule
        self.by = by
        self.filters = filters
        self.parameters = parameters
        self.minSample = minSample
        self.confidence = confidence
        self.noData = noData
        self.remind = remind
        self.recipients = recipients
        self.maxSeries = maxSeries
        self.enabled = enabled
    }

    /// The condition whose left side is the goal's value.
    public var leading: Condition? { critical ?? warning }

    /// The condition of a level.
    public func condition(of level: Level) -> Condition? {
        switch level {
        case .warning: warning
        case .critical: critical
        }
    }
}
