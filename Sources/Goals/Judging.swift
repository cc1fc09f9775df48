extension Goal {
    /// Judges one series: what its conditions say of the measured operands.
    ///
    /// A missing operand or a division by zero is no data, never a breach and never a recovery. No data comes before an
    /// insufficient sample, which holds for each operand (DESIGN 6, 8).
    /// - Parameters:
    ///   - measured: what each KPI reference of the conditions came to.
    ///   - missing: why a reference has no measurement.
    ///   - insufficient: why there was too little to come to one.
    ///   - isSum: KPIs that are 0 where nothing is counted; `min_sample` is not asked of them.
    ///   - hasInterval: KPIs whose measurements have an interval, unless there is too little to tell one.
    ///   - recorded: minimum, maximum or average of the goal's own recorded measurements.
    public func judge(
        _ labels: Labels, measured: [Expression.Reference: Measurement], missing: [Expression.Reference: String],
        insufficient: [Expression.Reference: String] = [:], isSum: (String) -> Bool,
        hasInterval: (String) -> Bool = { _ in false },
        recorded: @escaping (Expression.Recorded, Expression.Reference, Span) -> Double?
    ) -> Finding {
        let needed = levelReferences
        for reference in needed where measured[reference] == nil && insufficient[reference] == nil {
            return .noData(reason: missing[reference] ?? "\(reference.kpi) has no data")
        }
        for reference in needed {
            if let reason = insufficient[reference] { return .insufficient(nil, reason: reason) }
        }
        let operands = Operands(kpi: { measured[$0]?.value }, recorded: recorded)
        guard let subject = leading?.subject, let value = subject.value(operands),
            let first = needed.first.flatMap({ measured[$0] })
        else { return .noData(reason: uncomputable(leading)) }

        var measurement = reported(value, by: subject, needed.compactMap { measured[$0] }, first: first, labels: labels)
        measurement.interval = subject.interval(needed.first, first.interval, around: value)
        for reference in needed where !isSum(reference.kpi) {
            guard let sample = measured[reference]?.sample, sample < minSample else { continue }
            return .insufficient(measurement, reason: "\(sample) of at least \(minSample)")
        }
        let sureness = confidence.flatMap { _ in
            needed.first.flatMap { reference in
                hasInterval(reference.kpi) ? Sureness(of: reference, measured: measured, recorded: recorded) : nil
            }
        }
        var truth = Truth(warning: false, critical: false)
        for level in Level.allCases {
            guard let condition = condition(of: level) else { continue }
            guard let holds = condition.holds(operands) else { return .noData(reason: uncomputable(condition)) }
            switch level {
            case .warning: truth.warning = holds
            case .critical: truth.critical = holds
            }
            if holds, let sureness, !sureness.holds(condition) { truth.doubted.insert(level) }
        }
        if let recover { truth.recover = recover.holds(operands) ?? false }
        return .value(measurement, truth)
    }

    /// Every KPI reference of the goal's conditions, once, the leading one first.
    public var references: [Expression.Reference] {
        var seen: Set<Expression.Reference> = []
        return (levelReferences + (recover?.references ?? [])).filter { seen.insert($0).inserted }
    }

    /// Those that must be there to judge at all.
    private var levelReferences: [Expression.Reference] {
        var seen: Set<Expression.Reference> = []
        return [leading, warning].compactMap { $0 }.flatMap(\.references).filter { seen.insert($0).inserted }
    }

    private func uncomputable(_ condition: Condition?) -> String {
        "\(condition?.text ?? id) cannot be computed: an operand is missing or a divisor is 0"
    }

    /// The measurement of the leading reference, with the value of the whole left side where that is more than the reference.
    private func reported(
        _ value: Double, by subject: Expression, _ operands: [Measurement], first: Measurement, labels: Labels
    ) -> Measurement {
        var measurement = first
        measurement.labels = labels
        measurement.duration = operands.reduce(0) { $0 + $1.duration }
        var notes: [String] = []
        for note in operands.flatMap(\.notes) where !notes.contains(note) { notes.append(note) }
        measurement.notes = notes
        if case .kpi = subject { return measurement }
        measurement.kpiValue = first.value
        measurement.value = value
        measurement.unit = unit
        measurement.numerator = nil
        measurement.denominator = nil
        return measurement
    }
}
