import Foundation

/// All that `decide` remembers of one series between two evaluations.
public struct SeriesState: Sendable, Hashable, Codable {
    /// What the last evaluation found; what `status` shows.
    public var reading: Reading?
    /// The first slot of the present `state`.
    public var since: Date?
    public var episode: Episode?
    /// How long each level's condition has held, while it holds.
    public var warningHeld: Held?
    public var criticalHeld: Held?
    /// How long critical's condition has been false while an episode is open at critical.
    public var easing: Held?
    /// How long the all-clear has held while an episode is open.
    public var clearing: Held?
    /// Evaluations in a row without data, and that failed.
    public var withoutData: Int
    public var failures: Int
    /// Whether `no_data` (`check_failed`) was emitted and not yet ended.
    public var noDataTold: Bool
    public var failureTold: Bool
    /// Evaluations in a row in which a `by` goal's result had other series but not this.
    public var absences: Int
    public var flapping: FlappingState
    /// The conditions it was last judged by, as written.
    public var judgedBy: String?
    /// What they were before an edit that no notice has told of yet.
    public var judgedBefore: String?

    public init() {
        withoutData = 0
        failures = 0
        noDataTold = false
        failureTold = false
        absences = 0
        flapping = FlappingState()
    }

    /// How long something has held, in time that counts.
    public struct Held: Sendable, Hashable, Codable {
        /// The first slot at which it held.
        public var since: Date
        /// Seconds that passed, and seconds on the clock on the wall; they differ when the clock is changed.
        public var elapsed: Double
        public var wall: Double

        public init(since: Date) {
            self.since = since
            elapsed = 0
            wall = 0
        }
    }
}

/// What one evaluation found of one series.
public struct Reading: Sendable, Hashable, Codable {
    /// The slot.
    public var at: Date
    public var outcome: Outcome
    /// `nil` where there was no data or the check failed.
    public var measurement: Measurement?
    /// Why there is no data, or why the check failed, or what is insufficient.
    public var reason: String?
    /// What the conditions said of the measurement; `ok` where there was none.
    public var verdict: Verdict
    /// The condition that holds, else critical's (else warning's), as written.
    public var condition: String?
    /// The level whose condition holds of the measured value, though not as surely as `confidence` asks.
    public var doubted: Level?

    public enum Outcome: String, Sendable, Hashable, Codable {
        case value
        case noData = "no_data"
        case insufficient
        case failed
    }

    public enum Verdict: String, Sendable, Hashable, Codable {
        case ok, warning, critical

        public init(_ level: Level?) {
            switch level {
            case nil: self = .ok
            case .warning: self = .warning
            case .critical: self = .critical
            }
        }
    }

    public init(
        at: Date, outcome: Outcome, measurement: Measurement? = nil, reason: String? = nil, verdict: Verdict = .ok,
        condition: String? = nil, doubted: Level? = nil
    ) {
        self.at = at
        self.outcome = outcome
        self.measurement = measurement
        self.reason = reason
        self.verdict = verdict
        self.condition = condition
        self.doubted = doubted
    }
}

/// What is remembered to notice a series that goes up and down without end. DESIGN 10.
public struct FlappingState: Sendable, Hashable, Codable {
    /// Evaluations of the series that gave a value so far.
    public var evaluations: Int
    /// The numbers of those evaluations at which it opened or escalated, the last 24 only.
    public var rises: [Int]
    /// Set while its notices are held back.
    public var active: Bool
    /// Who was told of an opening since the count began, and the last episode: they are owed the end.
    public var heard: [String]
    public var episode: String?
    /// The highest level told since the count began.
    public var highestTold: Level?
    /// What was last told: `nil` is all clear.
    public var lastTold: Level?
    /// The present level, and for how many evaluations in a row.
    public var standing: Level?
    public var kept: Int

    public init() {
        evaluations = 0
        rises = []
        active = false
        heard = []
        kept = 0
    }
}

/// All that is remembered of one goal.
public struct GoalState: Sendable, Hashable, Codable {
    public var goal: String
    /// KPI and `by` that the history belongs to; a change of either begins a new one.
    public var kpi: String
    public var by: [String]
    /// The last slot that was evaluated.
    public var lastSlot: Date?
    /// The goal as a whole: the only series of a goal without `by`; of one with it, where an empty result and a failed check are kept.
    public var whole: SeriesState
    /// The series of a goal with `by`.
    public var series: [Labels: SeriesState]

    public init(goal: String, kpi: String, by: [String]) {
        self.goal = goal
        self.kpi = kpi
        self.by = by
        whole = SeriesState()
        series = [:]
    }
}
