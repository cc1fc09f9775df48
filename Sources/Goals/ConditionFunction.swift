/// A function of the condition language.
enum ConditionFunction: Hashable {
    case statistic(Statistic)
    case previous
    case change
    case recorded(Expression.Recorded)
    case abs
    /// Functions of a later version: known, so that they are refused by name.
    case forecast, anomaly

    init?(_ word: String) {
        switch word.lowercased() {
        case "mean": self = .statistic(.mean)
        case "median": self = .statistic(.median)
        case "previous": self = .previous
        case "change": self = .change
        case "min": self = .recorded(.min)
        case "max": self = .recorded(.max)
        case "avg": self = .recorded(.avg)
        case "abs": self = .abs
        case "forecast": self = .forecast
        case "anomaly": self = .anomaly
        case let name:
            guard name.hasPrefix("p"), name.count == 3, let rank = Int(name.dropFirst()), (50...99).contains(rank)
            else {
                return nil
            }
            self = .statistic(.percentile(rank))
        }
    }

    static let allNames: Set<String> =
        Set(["mean", "median", "previous", "change", "min", "max", "avg", "abs", "forecast", "anomaly"])
        .union((50...99).map { "p\($0)" })

    /// What other languages call them.
    static func suggestion(for word: String) -> String? {
        switch word.lowercased() {
        case "average": return "mean"
        case "prev", "prior", "last": return "previous"
        case "maximum": return "max"
        case "minimum": return "min"
        case "delta", "growth": return "change"
        case "p100": return "p99"
        case let name:
            if name.first == "p", name.count > 1, name.dropFirst().allSatisfy({ $0.asciiDigit != nil }) { return nil }
            return nearest(name, in: allNames.sorted())
        }
    }
}
