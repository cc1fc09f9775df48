/// A series that goes up and down without end is told of once, then left alone until it has settled. DESIGN 10.
extension FlappingState {
    /// Openings and escalations within so many evaluations count.
    static let memory = 24
    /// The rise that is told as `flapping` in its place.
    static let limit = 5
    /// Evaluations in one state that make it settled, the one that changed to it being the first.
    static let settled = 6

    /// Takes one evaluation that gave a value: replaces the fifth rise, holds notices back while it flaps, and adds where the
    /// series stands once it has settled.
    /// - Parameters:
    ///   - events: what the evaluation decided.
    ///   - episode: the one that is open now.
    ///   - makeStanding: makes the event that tells where the series stands; `nil` is all clear.
    /// - Returns: the events, with no channels where they are held back.
    mutating func filter(_ events: [Event], episode: Episode?, standing makeStanding: (Level?) -> Event) -> [Event] {
        evaluations += 1
        rises.removeAll { evaluations - $0 >= Self.memory }
        if rises.isEmpty, !active, episode == nil {
            highestTold = nil
            heard = []
        }
        kept = episode?.level == standing ? kept + 1 : 1
        standing = episode?.level
        if let episode { self.episode = episode.id }

        var result = events.map { tell($0) }
        if active, kept >= Self.settled {
            if standing != lastTold { result.append(makeStanding(standing)) }
            settle()
        }
        return result
    }

    private mutating func tell(_ event: Event) -> Event {
        var event = event
        if event.isRise { rises.append(evaluations) }
        if active {
            let isNews = event.isRise && isAbove(event.level)
            guard isNews else {
                if event.isOfEpisode { event.channels = [] }
                return event
            }
        } else if event.isRise, rises.count >= Self.limit {
            event.kind = .flapping
            active = true
        }
        guard event.isOfEpisode else { return event }
        lastTold = event.level
        if event.isRise, isAbove(event.level) { highestTold = event.level }
        return event
    }

    private func isAbove(_ level: Level?) -> Bool {
        guard let level else { return false }
        guard let highestTold else { return true }
        return level > highestTold
    }

    /// The count starts anew.
    private mutating func settle() {
        active = false
        rises = []
        highestTold = standing
        lastTold = standing
        kept = 0
    }
}

extension Event.Kind {
    /// It tells how an episode stands, so that it is held back while the series flaps.
    var isOfEpisode: Bool {
        switch self {
        case .opened, .escalated, .eased, .resolved, .closed, .reminder, .flapping: true
        case .pending, .cleared, .noData, .dataReturned, .checkFailed, .checkRecovered: false
        }
    }
}

extension Event {
    var isOfEpisode: Bool { kind.isOfEpisode }

    /// It asks for attention: an opening, an escalation, or the `flapping` in place of one.
    public var isRise: Bool { kind == .opened || kind == .escalated || kind == .flapping }

    /// It tells a change of an episode.
    var isNotice: Bool { isOfEpisode && kind != .reminder }
}
