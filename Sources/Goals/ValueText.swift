/// Numbers as people read them, in messages, `status` and `display`.
///
/// | unit | looks | at least |
/// | --- | --- | --- |
/// | ratio | `6.1 %`, `5 %`, `0.042 %` | one decimal, two digits that count |
/// | duration | `45 s`, `26.5 min`, `26.3 h`, `3.5 d` | seconds below one minute, minutes below two hours, hours below three days, then days of 24 h |
/// | money | `1,234.50 EUR` | as many decimals as the currency has |
/// | count, score | `1,234`, `41.3` | one decimal, two digits that count |
///
/// Rounded as people round, halves away from zero; zeros at the end are left out, but for money. Where rounding would hide on which
/// side of `threshold` the value lies, or that it is the threshold exactly, digits are added (for durations a smaller unit is tried first)
/// until it does not. German has a comma for decimals and points between thousands.
public enum ValueText {
    /// - Parameters:
    ///   - value: in the base of `unit`: ratios 0...1, durations in seconds. What is not finite is a dash.
    ///   - currency: the code, such as `EUR`; used for money only.
    ///   - threshold: what the value is compared with, in the same base.
    public static func text(
        _ value: Double, _ unit: Unit, currency: String, language: Language, against threshold: Double? = nil
    ) -> String {
        guard value.isFinite else { return "–" }
        let scales = scales(of: unit, for: value, currency: currency)
        for scale in scales {
            let number = scale.number(value)
            let least = scale.leastDecimals(number)
            // Three more digits than are usual before a smaller unit is tried, all there are before the last is given up.
            let most = max(least, scale == scales.last ? number.decimals : min(number.decimals, least + 2))
            for decimals in least...most {
                let plain = number.text(decimals: decimals, padded: scale.isPadded)
                if let threshold, !scale.shows(plain, onTheSideOf: threshold, where: value) { continue }
                return decorated(number, decimals, scale, language)
            }
        }
        let last = scales[scales.count - 1]
        let number = last.number(value)
        return decorated(number, max(last.leastDecimals(number), number.decimals), last, language)
    }

    private static func decorated(_ number: NumberText, _ decimals: Int, _ scale: Scale, _ language: Language) -> String
    {
        let (point, grouping) = language == .german ? (",", ".") : (".", ",")
        let digits = number.text(decimals: decimals, padded: scale.isPadded, point: point, grouping: grouping)
        return scale.symbol.isEmpty ? digits : digits + " " + scale.symbol
    }

    /// The ways to write a value, the one people prefer first.
    private static func scales(of unit: Unit, for value: Double, currency: String) -> [Scale] {
        switch unit {
        case .ratio: return [Scale(symbol: "%", power: 2)]
        case .count, .score: return [Scale(symbol: "")]
        case .money: return [Scale(symbol: currency, fixedDecimals: wholeCurrencies.contains(currency) ? 0 : 2)]
        case .duration:
            let all = [
                Scale(symbol: "d", divisor: 86_400), Scale(symbol: "h", divisor: 3600),
                Scale(symbol: "min", divisor: 60),
                Scale(symbol: "s"),
            ]
            switch value.magnitude {
            case ..<60: return Array(all[3...])
            case ..<7200: return Array(all[2...])
            case ..<259_200: return Array(all[1...])
            default: return all
            }
        }
    }

    /// Currencies without decimals (ISO 4217), of those a company is likely to count in.
    private static let wholeCurrencies: Set<String> = [
        "CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF",
    ]
}

/// One way to write values of a unit.
private struct Scale: Equatable {
    var symbol: String
    /// The number shown is the value times ten to this power ...
    var power = 0
    /// ... over this.
    var divisor: Double = 1
    var fixedDecimals: Int?

    var isPadded: Bool { fixedDecimals != nil }

    func number(_ value: Double) -> NumberText {
        NumberText(divisor == 1 ? value : value / divisor, scaledByPowerOfTen: power)
    }

    func leastDecimals(_ number: NumberText) -> Int {
        fixedDecimals ?? max(1, number.decimals(significant: 2))
    }

    /// Whether who reads `plain` sees the value below, at or above the threshold as it is.
    func shows(_ plain: String, onTheSideOf threshold: Double, where value: Double) -> Bool {
        guard let shown = Double("\(plain)e\(-power)").map({ $0 * divisor }) else { return true }
        return (shown < threshold, shown > threshold) == (value < threshold, value > threshold)
    }
}
