/// The words for lengths of time.
enum SpanUnit: Int, CaseIterable {
    case second, minute, hour, day, week, month, quarter, year

    /// Capitals are ignored, but for `M`, which is neither a minute nor a month.
    init?(_ word: String) {
        guard word != "M" else { return nil }
        switch word.lowercased() {
        case "s", "sec", "second", "seconds": self = .second
        case "m", "min", "minute", "minutes": self = .minute
        case "h", "hour", "hours": self = .hour
        case "d", "day", "days": self = .day
        case "w", "week", "weeks": self = .week
        case "month", "months": self = .month
        case "quarter", "quarters": self = .quarter
        case "year", "years": self = .year
        default: return nil
        }
    }

    /// One of them, in seconds; a month, quarter or year has no fixed length.
    var seconds: Int? {
        switch self {
        case .second: 1
        case .minute: 60
        case .hour: 3600
        case .day: 86_400
        case .week: 604_800
        case .month, .quarter, .year: nil
        }
    }

    /// How one is written after a number.
    var suffix: String {
        switch self {
        case .second: "s"
        case .minute: "m"
        case .hour: "h"
        case .day: "d"
        case .week: "w"
        case .month: " month"
        case .quarter: " quarter"
        case .year: " year"
        }
    }

    /// What was probably meant by a word that is none of ours.
    static func suggestion(for word: String) -> SpanUnit? {
        switch word {
        case "M", "mo", "mon", "mth", "mths": return .month
        case "q", "Q", "qtr": return .quarter
        case "y", "Y", "yr", "yrs", "a": return .year
        case "hr", "hrs": return .hour
        case "mins": return .minute
        case "secs": return .second
        default:
            let words = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
            return nearest(word, in: words + words.map { $0 + "s" }).flatMap(SpanUnit.init)
        }
    }
}
