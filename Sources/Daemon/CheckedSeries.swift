import Goals

/// What `check` found of one series of a goal.
public struct CheckedSeries: Sendable, Codable {
    public var labels: Labels
    public var reading: Reading
}

/// What `check` found of one goal; a series each, in the order of their labels.
public struct CheckedGoal: Sendable, Codable {
    public var goal: String
    public var series: [CheckedSeries]

    init(_ goal: Goal, _ evaluation: Evaluation) {
        self.goal = goal.id
        series = evaluation.readings(of: goal).map { CheckedSeries(labels: $0.labels, reading: $0.reading) }
    }
}
