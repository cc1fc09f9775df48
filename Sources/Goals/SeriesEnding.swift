import Foundation

extension SeriesState {
    func held(_ level: Level) -> Held? {
        switch level {
        case .warning: warningHeld
        case .critical: criticalHeld
        }
    }

    /// After `resolved`: nothing is open and nothing pending.
    mutating func endEpisode() {
        episode = nil
        easing = nil
        clearing = nil
    }

    /// The event that ends an open episode for a reason that is no all-clear; `nil` where nobody thinks that one is open.
    func closing(of goal: String, labels: Labels, reason: String, at now: Date) -> Event? {
        let believedOpen = flapping.active && flapping.lastTold != nil
        guard episode != nil || believedOpen else { return nil }
        let heard = (episode?.heard ?? []) + (flapping.active ? flapping.heard : [])
        var channels: [String] = []
        for channel in heard where !channels.contains(channel) { channels.append(channel) }
        return Event(
            kind: .closed, at: now, goal: goal, labels: labels, episode: episode?.id ?? flapping.episode,
            condition: reading?.condition, since: episode?.openedAt, reason: reason, peak: episode?.peak,
            channels: channels)
    }
}
