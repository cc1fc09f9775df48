import Goals

/// The state of a series as people see it, from what is remembered of it and what its last evaluation found.
struct Standing {
    var state: State
    /// The level that `state` is about: of the open episode, of the condition that holds; `nil` where none does.
    var level: Level?

    /// An open episode's level is the state whatever the last evaluation found; so is pending, until the condition was seen not to hold.
    init(_ series: SeriesState, reading: Reading?) {
        if let episode = series.episode {
            level = episode.level
            state = State(episode.level)
        } else if series.criticalHeld != nil {
            level = .critical
            state = .pending
        } else if series.warningHeld != nil {
            level = .warning
            state = .pending
        } else if let reading {
            level = reading.level
            // A condition that holds without an episode is on its way to one.
            state = reading.outcome == .value && level != nil ? .pending : reading.state
        } else {
            state = .noData
        }
    }

    /// Without a memory there is nothing pending: what holds is the state.
    init(_ reading: Reading?) {
        level = reading?.level
        state = reading?.state ?? .noData
    }
}

extension Reading {
    fileprivate var level: Level? {
        guard outcome == .value else { return nil }
        switch verdict {
        case .ok: return nil
        case .warning: return .warning
        case .critical: return .critical
        }
    }

    fileprivate var state: State {
        switch outcome {
        case .value: level.map(State.init) ?? .ok
        case .noData: .noData
        case .insufficient: .insufficient
        case .failed: .failed
        }
    }
}

extension State {
    fileprivate init(_ level: Level) {
        switch level {
        case .warning: self = .warning
        case .critical: self = .critical
        }
    }
}
