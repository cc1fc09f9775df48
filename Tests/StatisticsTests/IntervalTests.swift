import Foundation
import Testing

@testable import Statistics

@Suite struct IntervalTests {
    private struct Case: Encodable {
        let function: String
        let arguments: [Argument]
    }

    private enum Argument: Encodable, CustomStringConvertible {
        case number(Double)
        case list([Double])

        var description: String {
            switch self {
            case .number(let number): "\(number)"
            case .list(let list): "\(list)"
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            }
        }
    }

    @Test func intervalsAgreeWithScipy() throws {
        var chance = Chance(1)
        var cases: [(Case, Interval?)] = []
        for confidence in [0.5, 0.8, 0.95, 0.99, 0.999] {
            for (successes, trials) in [
                (0, 1), (1, 1), (0, 20), (20, 20), (1, 20), (50, 100), (76, 1243), (3, 1_000_000),
            ] {
                let ours = Interval.wilson(successes: Double(successes), of: Double(trials), confidence: confidence)
                cases.append((question("wilson", [Double(successes), Double(trials), confidence]), ours))
            }
            for count in [2, 3, 17, 400] {
                let values = (0..<count).map { _ in 100 * chance.exponential() - 20 }
                let weights = (0..<count).map { _ in 1 + chance.exponential() }
                let list = Case(function: "mean", arguments: [.list(values), .number(confidence)])
                cases.append((list, interval(ofMean: values, confidence)))
                var sums = RatioSums()
                for (n, d) in zip(values, weights) { sums.add(numerator: n, denominator: d) }
                let pairs = Case(function: "ratio", arguments: [.list(values), .list(weights), .number(confidence)])
                cases.append((pairs, Interval.ratio(sums, confidence: confidence)))
            }
            for (p, n, d) in [(1.0, 1.0, 1.0), (5, 0, 5), (60, 20, 20), (9, 1, 0), (0, 1, 1), (400, 500, 100)] {
                let ours = Interval.netPromoter(promoters: p, detractors: d, of: p + n + d, confidence: confidence)
                cases.append((question("netPromoter", [p, n, d, confidence]), ours))
            }
        }
        let verdicts: [[Double]] = try Judge.verdicts("distributions.py", on: ["cases": cases.map(\.0)])
        for ((question, ours), verdict) in zip(cases, verdicts) {
            let ours = try #require(ours, "\(question)")
            #expect(
                agree(ours.low, verdict[0], within: 1e-10, absolute: true), "\(question): \(ours), scipy \(verdict)")
            #expect(
                agree(ours.high, verdict[1], within: 1e-10, absolute: true), "\(question): \(ours), scipy \(verdict)")
        }
    }

    @Test func ranksAreThoseOfScipysQuantileTest() throws {
        var cases: [(Case, [Double])] = []
        for count in Array(1...40) + [99, 100, 150, 366, 368, 1000, 4321, 100_000] {
            for share in [0.01, 0.25, 0.5, 0.9, 0.95, 0.99] {
                for confidence in [0.8, 0.95, 0.99] {
                    let ours = OrderStatistics.ranks(count: count, share: share, confidence: confidence)
                    let numbers = [ours.lower, ours.upper].map { Double($0 ?? 0) }
                    cases.append((question("ranks", [Double(count), share, confidence]), numbers))
                }
            }
        }
        let verdicts: [[Double]] = try Judge.verdicts("distributions.py", on: ["cases": cases.map(\.0)])
        for ((question, ours), verdict) in zip(cases, verdicts) {
            #expect(ours == verdict, "\(question)")
        }
    }

    @Test func tooSmallASampleHasNoBound() {
        let p99 = OrderStatistics.ranks(count: 100, share: 0.99, confidence: 0.95)
        #expect(p99.lower != nil)
        #expect(p99.upper == nil)
        let one = OrderStatistics.ranks(count: 1, share: 0.5, confidence: 0.95)
        #expect(one.lower == nil && one.upper == nil)
        let none = OrderStatistics.ranks(count: 0, share: 0.5, confidence: 0.95)
        #expect(none.lower == nil && none.upper == nil)
        #expect(Interval.mean(3, variance: 1, count: 1, confidence: 0.95) == nil)
        #expect(Interval.wilson(successes: 0, of: 0, confidence: 0.95) == nil)
        #expect(Interval.netPromoter(promoters: 0, detractors: 0, of: 0, confidence: 0.95) == nil)
        #expect(Interval.ratio(RatioSums(), confidence: 0.95) == nil)
    }

    /// One promoter alone does not prove a score of 100.
    @Test func answersOfOneKindAreNotSureOfTheScore() throws {
        let one = try #require(Interval.netPromoter(promoters: 1, detractors: 0, of: 1, confidence: 0.95))
        #expect(one.low < -50 && one.high == 100)
        let many = try #require(Interval.netPromoter(promoters: 0, detractors: 1000, of: 1000, confidence: 0.95))
        #expect(many.low == -100 && many.high < -99 && many.high > -100)
        let passive = try #require(Interval.netPromoter(promoters: 0, detractors: 0, of: 10, confidence: 0.95))
        #expect(passive.low < -20 && passive.high == -passive.low)
    }

    @Test func whatIsNoSampleIsRefused() {
        for wrong in [.nan, .infinity, -1] as [Double] {
            #expect(Interval.wilson(successes: wrong, of: 10, confidence: 0.95) == nil)
            #expect(Interval.wilson(successes: 1, of: wrong, confidence: 0.95) == nil)
            #expect(Interval.wilson(successes: 1, of: 10, confidence: wrong) == nil)
            #expect(Interval.mean(1, variance: wrong, count: 10, confidence: 0.95) == nil)
            #expect(Interval.mean(1, variance: 1, count: 10, confidence: wrong) == nil)
            #expect(Interval.netPromoter(promoters: wrong, detractors: 1, of: 10, confidence: 0.95) == nil)
            #expect(Interval.netPromoter(promoters: 1, detractors: 1, of: wrong, confidence: 0.95) == nil)
        }
        #expect(Interval.mean(.nan, variance: 1, count: 10, confidence: 0.95) == nil)
        #expect(Interval.wilson(successes: 11, of: 10, confidence: 0.95) == nil)
        #expect(Interval.netPromoter(promoters: 6, detractors: 6, of: 10, confidence: 0.95) == nil)
        for confidence in [0, 1, 1.5] {
            #expect(Interval.wilson(successes: 1, of: 10, confidence: confidence) == nil)
            #expect(OrderStatistics.ranks(count: 100, share: 0.5, confidence: confidence).lower == nil)
        }
        #expect(OrderStatistics.ranks(count: 100, share: .nan, confidence: 0.95).lower == nil)
    }

    @Test func hugeValuesOverflowToNoInterval() {
        #expect(Interval.mean(1e308, variance: .infinity, count: 5, confidence: 0.95) == nil)
        var sums = RatioSums()
        for _ in 0..<3 { sums.add(numerator: 1e308, denominator: 1) }
        #expect(Interval.ratio(sums, confidence: 0.95) == nil)
        #expect(Interval.mean(1e308, variance: 1e300, count: 5, confidence: 0.95) != nil)
    }

    private func question(_ function: String, _ arguments: [Double]) -> Case {
        Case(function: function, arguments: arguments.map(Argument.number))
    }

    private func interval(ofMean values: [Double], _ confidence: Double) -> Interval? {
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count - 1)
        return Interval.mean(mean, variance: variance, count: values.count, confidence: confidence)
    }
}
