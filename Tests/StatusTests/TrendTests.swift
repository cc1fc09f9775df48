import Status
import Testing

@Suite("A trend") struct TrendTests {
    @Test func risesAndFallsWithTheValues() {
        #expect(Trend.text([1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇")
        #expect(Trend.text([7, 1, 7]) == "▇▁▇")
        #expect(Trend.text([-3, 0, 3]) == "▁▄▇")
        #expect(Trend.text([1, 2, 3, 4, 5], unicode: false) == "_.-=^")
    }

    @Test func isFlatWhereTheValuesHardlyDiffer() {
        #expect(Trend.text([5, 5, 5]) == "▄▄▄")
        #expect(Trend.text([0, 0]) == "▄▄")
        #expect(Trend.text([100, 100.01, 99.99]) == "▄▄▄")
    }

    @Test func drawsManyValuesAsMeansOfStretches() {
        #expect(Trend.text([1, 1, 1, 1, 9, 9, 9, 9], width: 2) == "▁▇")
        #expect(Trend.text((0..<1000).map(Double.init), width: 7) == "▁▂▃▄▅▆▇")
    }

    @Test func needsTwoFiniteValues() {
        #expect(Trend.text([]).isEmpty)
        #expect(Trend.text([1]).isEmpty)
        #expect(Trend.text([.nan, 1, .infinity]).isEmpty)
    }
}
