import Foundation
import Testing

@testable import Statistics

@Suite struct KaplanMeierTests {
    private struct Case: Encodable {
        var ended: [Double]
        var open: [Double]
        var shares: [Double]
        var confidence: Double
    }

    private struct Verdict: Decodable {
        var survival: [Double]
        var quantiles: [Double]
        var lows: [Double]
        var highs: [Double]
    }

    /// Whole hours, so that many are equal; from hardly any censored to nearly all.
    private static let cases: [Case] = {
        var chance = Chance(4)
        return (0..<120).map { number in
            let tickets = 1 + (number * number) % 230
            let openShare = [0, 0.1, 0.4, 0.8, 1][number % 5]
            var ended: [Double] = []
            var open: [Double] = []
            for _ in 0..<tickets {
                let hours = (chance.exponential() * [5, 100, 2000][number % 3]).rounded() * 3600
                if chance.uniform() < openShare { open.append(hours) } else { ended.append(hours) }
            }
            return Case(
                ended: ended, open: open, shares: [0.05, 0.25, 0.5, 0.75, 0.9, 0.99],
                confidence: [0.8, 0.95, 0.99][number % 3])
        }
    }()

    @Test func quantilesAndTheirIntervalsAgreeWithLifelines() throws {
        let verdicts: [Verdict] = try Judge.verdicts("survival.py", on: ["cases": Self.cases])
        for (asked, verdict) in zip(Self.cases, verdicts) {
            let curve = try #require(KaplanMeier(ended: asked.ended, open: asked.open))
            #expect(curve.sample == asked.ended.count + asked.open.count)
            #expect(curve.steps.count == verdict.survival.count)
            for (step, survival) in zip(curve.steps, verdict.survival) {
                #expect(agree(step.survival, survival, within: 1e-12, absolute: true))
            }
            for (index, share) in asked.shares.enumerated() {
                let interval = curve.quantileInterval(share, confidence: asked.confidence)
                #expect((curve.quantile(share) ?? .infinity) == verdict.quantiles[index], "\(share) of \(asked)")
                #expect((interval.low ?? .infinity) == verdict.lows[index], "\(share) of \(asked)")
                #expect((interval.high ?? .infinity) == verdict.highs[index], "\(share) of \(asked)")
            }
        }
    }

    @Test func aCurveThatStaysHighHasNoMedian() throws {
        let curve = try #require(KaplanMeier(ended: [1, 2], open: [3, 4, 5]))
        #expect(curve.quantile(0.5) == nil)
        #expect(curve.quantile(0.4) == 2)
        let empty = try #require(KaplanMeier(ended: [], open: []))
        #expect(empty.quantile(0.5) == nil)
    }

    /// 1 - 1/10 - ... - 5/10 comes out a little above or below a half; the curve of products too.
    @Test func theMedianOfManyIsTheOneOfExactFractions() throws {
        for count in stride(from: 2, through: 2000, by: 2) {
            let curve = try #require(KaplanMeier(ended: (1...count).map(Double.init), open: []))
            #expect(curve.quantile(0.5) == Double(count / 2))
        }
    }

    @Test func aDurationBelowZeroOrNaNIsRefused() {
        #expect(KaplanMeier(ended: [-1], open: []) == nil)
        #expect(KaplanMeier(ended: [1], open: [.nan]) == nil)
    }

    @Test func aShareOutsideZeroToOneHasNoQuantile() throws {
        let curve = try #require(KaplanMeier(ended: [1, 2, 3], open: []))
        for share in [0, -1, 1.1, .nan] { #expect(curve.quantile(share) == nil) }
        #expect(curve.quantile(1) == 3)
    }
}
