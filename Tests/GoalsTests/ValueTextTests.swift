import Goals
import Testing

@Suite struct ValueTextTests {
    static func text(
        _ value: Double, _ unit: Unit, against threshold: Double? = nil, _ language: Language = .english,
        currency: String = "EUR"
    ) -> String {
        ValueText.text(value, unit, currency: currency, language: language, against: threshold)
    }

    @Test(
        arguments: [
            (0.0612, Unit.ratio, "6.1 %", "6,1 %"), (0.05, .ratio, "5 %", "5 %"), (0.07, .ratio, "7 %", "7 %"),
            (1, .ratio, "100 %", "100 %"),
            (0.0625, .ratio, "6.3 %", "6,3 %"), (0.000421, .ratio, "0.042 %", "0,042 %"),
            (-0.123, .ratio, "-12.3 %", "-12,3 %"),
            (12.345, .ratio, "1,234.5 %", "1.234,5 %"), (0, .ratio, "0 %", "0 %"), (-0.0, .count, "0", "0"),
            (41, .score, "41", "41"),
            (41.26, .score, "41.3", "41,3"), (-3.04, .score, "-3", "-3"), (1_234_567, .count, "1,234,567", "1.234.567"),
            (0.049, .count, "0.049", "0,049"), (1234.5, .money, "1,234.50 EUR", "1.234,50 EUR"),
            (-0.001, .money, "0.00 EUR", "0,00 EUR"),
            (-1000, .money, "-1,000.00 EUR", "-1.000,00 EUR"), (999.995, .money, "1,000.00 EUR", "1.000,00 EUR"),
            (45, .duration, "45 s", "45 s"),
            (0.5, .duration, "0.5 s", "0,5 s"), (1590, .duration, "26.5 min", "26,5 min"),
            (94_680, .duration, "26.3 h", "26,3 h"),
            (86_400, .duration, "24 h", "24 h"), (302_400, .duration, "3.5 d", "3,5 d"),
            (1e22, .count, "10,000,000,000,000,000,000,000", "10.000.000.000.000.000.000.000"),
            (.infinity, .count, "–", "–"), (.nan, .ratio, "–", "–"),
        ] as [(Double, Unit, String, String)])
    func aValueIsShownAsPeopleReadIt(value: Double, unit: Unit, english: String, german: String) {
        #expect(Self.text(value, unit) == english)
        #expect(Self.text(value, unit, .german) == german)
    }

    @Test(
        arguments: [
            (0.05004, Unit.ratio, 0.05, "5.004 %"), (0.0499999, .ratio, 0.05, "4.99999 %"), (0.05, .ratio, 0.05, "5 %"),
            (0.0525, .ratio, 0.0525, "5.25 %"), (0.0612, .ratio, 0.05, "6.1 %"), (99.996, .money, 100, "99.996 EUR"),
            (100, .money, 100, "100.00 EUR"),
            (49.98, .score, 50, "49.98"), (49.98, .score, 40, "50"), (86_400.5, .duration, 86_400, "1,440.01 min"),
            (86_399, .duration, 86_400, "1,439.98 min"),
            (94_680, .duration, 86_400, "26.3 h"), (4800, .duration, 4800, "80 min"),
            (10_000, .duration, 10_000, "10,000 s"),
            (0.1 + 0.2, .count, 0.3, "0.30000000000000004"),
        ] as [(Double, Unit, Double, String)])
    func itHasTheDigitsThatTellItFromItsThreshold(value: Double, unit: Unit, threshold: Double, text: String) {
        #expect(Self.text(value, unit, against: threshold) == text)
    }

    @Test func aCurrencyWithoutCentsHasNone() {
        #expect(Self.text(1234.4, .money, currency: "JPY") == "1,234 JPY")
        #expect(Self.text(1234.5, .money, .german, currency: "") == "1.234,50")
    }

    @Test func noValueIsShownOnTheWrongSideOfItsThreshold() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<20_000 {
            let threshold = Double(Int.random(in: -1000...1000, using: &random)) / 100
            let distance =
                Double.random(in: -1...1, using: &random)
                * [1, 0.01, 0.0001, 1e-9][Int.random(in: 0..<4, using: &random)]
            let value = threshold + distance
            let text = Self.text(value, .count, against: threshold)
            let shown = try #require(Double(text.replacing(",", with: "")))
            #expect(
                (shown < threshold, shown > threshold) == (value < threshold, value > threshold),
                "\(value) against \(threshold): \(text)")
        }
    }
}
