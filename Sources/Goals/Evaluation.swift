import Foundation

/// What measuring a goal for one slot found: the input of `decide`.
public struct Evaluation: Sendable, Hashable {
    public var slot: Date
    /// The source that was asked; failures of one source are told together.
    public var source: String?
    public var outcome: Outcome

    public enum Outcome: Sendable, Hashable {
        /// The check could not be made: source down, SQL error, deadline.
        case failed(reason: String)
        /// A goal with `by` whose result has no series at all.
        case empty(reason: String)
        /// A goal without `by` has exactly one, with no labels.
        case series([Labels: Finding])
    }

    public init(slot: Date, source: String? = nil, outcome: Outcome) {
        self.slot = slot
        self.source = source
        self.outcome = outcome
    }
}

/// What was found of one series.
public enum Finding: Sendable, Hashable {
    case value(Measurement, Truth)
    case noData(reason: String)
    /// Fewer rows than `min_sample`, or too few for the KPI to come to a value at all: then there is no measurement.
    case insufficient(Measurement?, reason: String)
}

/// Which of a goal's conditions hold of a measurement.
public struct Truth: Sendable, Hashable {
    public var warning: Bool
    public var critical: Bool
    /// `recover` holds; true where the goal has none.
    public var recover: Bool
    /// The levels whose condition holds of the measured value, though not all over its interval: with `confidence` these neither open nor
    /// rise. An open episode does not end by it either.
    public var doubted: Set<Level>

    public init(warning: Bool, critical: Bool, recover: Bool = true, doubted: Set<Level> = []) {
        self.warning = warning
        self.critical = critical
        self.recover = recover
        self.doubted = doubted
    }

    /// The all-clear: no level holds, and `recover` does.
    public var isClear: Bool { !warning && !critical && recover }

    /// The highest level whose condition holds.
    public var level: Level? {
        critical ? .critical : warning ? .warning : nil
    }

    /// The highest level whose condition holds for sure: the one to open or to rise to.
    public var sureLevel: Level? {
        holds(.critical) ? .critical : holds(.warning) ? .warning : nil
    }

    /// Whether a level's condition holds for sure.
    public func holds(_ level: Level) -> Bool {
        switch level {
        case .warning: warning && !doubted.contains(.warning)
        case .critical: critical && !doubted.contains(.critical)
        }
    }

    /// The level whose condition holds without being sure, where that is more than what is sure.
    public var doubtedLevel: Level? { level == sureLevel ? nil : level }
}
