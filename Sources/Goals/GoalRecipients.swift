extension Goal {
    /// The channels that hear of an event at `level`. DESIGN 4, `notify`.
    ///
    /// An opening goes to its level's channels; an escalation to critical's and to who heard the opening; an end or an easing to
    /// who heard of the episode; what has no level to all.
    func channels(for kind: Event.Kind, level: Level?, heard: [String]) -> [String] {
        switch kind {
        case .opened, .flapping, .reminder:
            return channels(of: level)
        case .escalated:
            let critical = channels(of: level)
            return critical + heard.filter { !critical.contains($0) }
        case .eased, .resolved, .closed:
            return heard
        case .noData, .dataReturned, .checkFailed, .checkRecovered:
            return recipients.all
        case .pending, .cleared:
            return []
        }
    }

    private func channels(of level: Level?) -> [String] {
        switch level {
        case .warning: recipients.warning
        case .critical: recipients.critical
        case nil: recipients.all
        }
    }
}
