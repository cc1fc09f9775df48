import struct Foundation.Date
import Goals

extension StatusReport {
    /// What all numbers and times of a report are written with.
    public struct Setting: Sendable, Hashable {
        public var currency: String
        public var language: Language
        public var zone: Zone

        public init(currency: String, language: Language, zone: Zone) {
            self.currency = currency
            self.language = language
            self.zone = zone
        }
    }

    /// What the journal says: states by goal id. Disabled goals are left out: nobody watches them. `trends`: recorded values by goal and series, oldest first.
    public static func status(
        goals: [Goal], states: [String: GoalState], machinery: Machinery,
        trends: [String: [Labels: [TrendPoint]]] = [:],
        at now: Date, setting: Setting
    ) -> StatusReport {
        let entries = goals.filter(\.enabled).flatMap { goal -> [StatusEntry] in
            // Another KPI or split is another history, and that has not begun.
            guard let state = states[goal.id], state.kpi == goal.kpi, state.by == goal.by else {
                return [StatusEntry(goal, .none, reading: nil, standing: Standing(nil), setting: setting)]
            }
            let all = state.series.isEmpty ? [.none: state.whole] : state.series
            return all.sorted { $0.key < $1.key }.map { labels, series in
                let trend = trends[goal.id]?[labels] ?? []
                return StatusEntry(goal, labels, series, of: state, trend: trend, setting: setting)
            }
        }
        return StatusReport(generatedAt: now, entries: entries, machinery: machinery)
    }

    /// What evaluating the goals just now found: readings by goal and series; `Labels.none` for a goal as a whole.
    public static func check(
        goals: [Goal], readings: [String: [Labels: Reading]], at now: Date, setting: Setting
    ) -> StatusReport {
        let entries = goals.flatMap { goal -> [StatusEntry] in
            guard let found = readings[goal.id], !found.isEmpty else {
                return [StatusEntry(goal, .none, reading: nil, standing: Standing(nil), setting: setting)]
            }
            return found.sorted { $0.key < $1.key }.map { labels, reading in
                StatusEntry(goal, labels, reading: reading, standing: Standing(reading), setting: setting)
            }
        }
        return StatusReport(generatedAt: now, entries: entries)
    }
}

extension StatusEntry {
    /// From one evaluation alone.
    fileprivate init(
        _ goal: Goal, _ labels: Labels, reading: Reading?, standing: Standing, setting: StatusReport.Setting
    ) {
        let condition = standing.level.flatMap(goal.condition(of:)) ?? goal.leading
        self.goal = goal
        self.labels = labels
        self.reading = reading
        state = standing.state
        obstacle = Obstacle(reading, goal: goal)
        self.condition = condition?.text
        display = reading?.measurement.map { setting.display($0.value, $0.unit, against: condition) }
        intervalDisplay = reading?.measurement.flatMap { setting.interval($0, of: goal, against: condition) }
        window =
            reading?.measurement?.window
            ?? reading.map { goal.window.range(asOf: $0.at, lag: goal.lag, in: setting.zone) }
        trend = []
    }

    /// From what is remembered. A goal's empty result or failed check is kept with the goal as a whole, and stands for all its
    /// series where it is newer than theirs.
    fileprivate init(
        _ goal: Goal, _ labels: Labels, _ series: SeriesState, of state: GoalState, trend: [TrendPoint],
        setting: StatusReport.Setting
    ) {
        var reading = series.reading
        var since = series.since
        if let whole = state.whole.reading, whole.outcome != .value, reading.map({ $0.at < whole.at }) ?? true {
            reading = whole
            since = series.episode == nil && series.held == nil ? state.whole.since : since
        }
        self.init(goal, labels, reading: reading, standing: Standing(series, reading: reading), setting: setting)
        self.since = since
        self.trend = trend.map(\.value)
        let silentSince = self.state == .noData ? since : trend.last?.at
        obstacle = Obstacle(reading, goal: goal, silentSince: silentSince)
        if let episode = series.episode {
            self.episode = episode
            peakDisplay = setting.display(
                episode.peak, reading?.measurement?.unit ?? goal.unit, against: goal.condition(of: episode.level))
            clearSince = series.clearing?.since
        }
    }
}

extension SeriesState {
    fileprivate var held: Held? { criticalHeld ?? warningHeld }
}

extension StatusReport.Setting {
    fileprivate func interval(_ measurement: Measurement, of goal: Goal, against condition: Condition?) -> String? {
        guard let interval = measurement.interval else { return nil }
        let confidence = ValueText.text(
            goal.confidence ?? MeasurementRequest.standardConfidence, .ratio, currency: currency, language: language)
        let ends = IntervalText.text(
            interval, measurement.unit, currency: currency, language: language, against: condition?.thresholds ?? [])
        return language.say("\(confidence) interval ", "\(confidence.replacing(" ", with: "-"))-Intervall ") + ends
    }

    fileprivate func display(_ value: Double, _ unit: Unit, against condition: Condition?) -> String {
        ValueText.text(
            value, unit, currency: currency, language: language, against: condition?.threshold(nearest: value))
    }
}
