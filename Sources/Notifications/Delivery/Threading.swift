import Goals

/// Links messages about one episode: each delivery learns which one told its channel of the episode's beginning, and the states
/// learn which deliveries those are.
///
/// - Parameters:
///   - deliveries: of one evaluation, as `grouped` made them.
///   - before: the states that the evaluation began with; an episode that ends is in these only.
///   - after: the states that it ended with.
public func threaded(_ deliveries: [Delivery], before: [GoalState], after: inout [GoalState]) -> [Delivery] {
    var openings: [String: [String: String]] = [:]
    for state in before {
        for series in [state.whole] + state.series.values {
            if let episode = series.episode { openings[episode.id] = episode.openings }
        }
    }
    let threaded = deliveries.map { delivery in
        var delivery = delivery
        let episodes = delivery.events.compactMap(\.episode)
        delivery.opening = episodes.lazy.compactMap { openings[$0]?[delivery.channel] }.first
        for episode in episodes where openings[episode]?[delivery.channel] == nil {
            openings[episode, default: [:]][delivery.channel] = delivery.id
        }
        return delivery
    }
    for index in after.indices {
        after[index].whole = noting(openings, in: after[index].whole)
        after[index].series = after[index].series.mapValues { noting(openings, in: $0) }
    }
    return threaded
}

private func noting(_ openings: [String: [String: String]], in series: SeriesState) -> SeriesState {
    guard let episode = series.episode, let known = openings[episode.id] else { return series }
    var series = series
    series.episode?.openings = known
    return series
}
