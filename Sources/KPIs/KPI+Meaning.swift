import Goals

extension KPI {
    /// How the meaning of a KPI of durations begins, in the catalogue: it is the median unless a condition asks for something else.
    static let median = Localized(en: "The median time", de: "Der Median der Zeit")

    /// What it means where a condition asks for `statistic`: `p90(resolution)` is no median.
    public func meaning(of statistic: Statistic?) -> Localized {
        guard let words = statistic?.words, meaning.en.hasPrefix(Self.median.en), meaning.de.hasPrefix(Self.median.de)
        else { return meaning }
        return Localized(
            en: words.en + meaning.en.dropFirst(Self.median.en.count),
            de: words.de + meaning.de.dropFirst(Self.median.de.count))
    }
}

extension Statistic {
    /// In the place of `KPI.median`.
    fileprivate var words: Localized {
        switch self {
        case .median: KPI.median
        case .mean: Localized(en: "The mean time", de: "Der Mittelwert der Zeit")
        case .percentile(let share):
            Localized(
                en: "The \(share)\(Self.ending(of: share)) percentile of the time",
                de: "Das \(share). Perzentil der Zeit")
        }
    }

    /// 90th, 51st, 92nd, 53rd.
    private static func ending(of number: Int) -> String {
        switch (number % 10, number % 100) {
        case (1, let rest) where rest != 11: "st"
        case (2, let rest) where rest != 12: "nd"
        case (3, let rest) where rest != 13: "rd"
        default: "th"
        }
    }
}
