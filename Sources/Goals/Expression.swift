/// Part of a condition that has a value. Made by `ConditionParser`, which has checked the units.
///
/// Two expressions that the parser made are equal if they mean the same in the same words: aliases, capitals, blanks, the order of filters and
/// the spelling of numbers (`24h`, `1d`) make no difference, the order of operands does.
public indirect enum Expression: Hashable, Sendable {
    /// In the unit's base (seconds, 0...1 ...).
    case literal(Double, Unit)
    /// A KPI as the goal measures it, with what the reference changes.
    case kpi(Reference)
    /// `min`, `max` or `avg` of a goal's own recorded measurements of a KPI over a span back from now, now's included.
    case recorded(Recorded, Reference, Span)
    case negated(Expression)
    case absolute(Expression)
    case arithmetic(Operator, Expression, Expression)

    public enum Operator: String, Sendable, Hashable {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case dividedBy = "/"
    }

    public enum Recorded: String, Sendable, Hashable {
        case min, max, avg
    }

    /// `resolution{priority="urgent"}[7d]`, `p90(resolution)`, `previous(churn)`. `change(k)` is spelled out as `k / previous(k) - 1`.
    public struct Reference: Hashable, Sendable {
        /// The KPI's id, never an alias.
        public var kpi: String
        public var statistic: Statistic?
        /// Beside the goal's `where`.
        public var filters: [MeasurementRequest.Filter]
        /// In place of the goal's `window`.
        public var window: Window?
        public var shift: Shift
        /// The KPI's unit; follows from `kpi`, so that it is no part of what makes two references equal.
        public var unit: Unit

        public init(
            kpi: String, statistic: Statistic? = nil, filters: [MeasurementRequest.Filter] = [], window: Window? = nil,
            shift: Shift = .none, unit: Unit = .count
        ) {
            self.kpi = kpi
            self.statistic = statistic
            self.filters = filters
            self.window = window
            self.shift = shift
            self.unit = unit
        }

        public static func == (left: Reference, right: Reference) -> Bool {
            left.kpi == right.kpi && left.statistic == right.statistic && left.filters == right.filters
                && left.window == right.window && left.shift == right.shift
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(kpi)
            hasher.combine(statistic)
            hasher.combine(filters)
            hasher.combine(window)
            hasher.combine(shift)
        }
    }

    public enum Shift: Hashable, Sendable {
        case none
        /// The window just before: now moves back by one step of the window.
        case oneWindow
        /// The same window that much earlier.
        case by(Span)
    }
}
