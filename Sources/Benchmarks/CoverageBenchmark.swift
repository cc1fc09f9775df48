import Foundation
import Statistics

/// How often a 95 % interval holds the true value, of 10,000 samples that are drawn each.
enum CoverageBenchmark {
    private static let samples = 10_000
    private static let confidence = 0.95

    static func run() {
        for entry in intervals {
            var draws = Draws(seed: 7)
            var held = 0
            for _ in 0..<samples {
                let (interval, truth) = entry.sample(&draws)
                if interval.low <= truth, truth <= interval.high { held += 1 }
            }
            let coverage = Double(held) / Double(samples) * 100
            let verdict = coverage >= entry.wanted.lowerBound && coverage <= entry.wanted.upperBound ? "" : "   MISSED"
            let wanted = entry.wanted.upperBound == 100 ? "\(entry.wanted.lowerBound) or more" : "94 to 96"
            print("\(entry.name)\t\(String(format: "%.2f", coverage)) %\t\(wanted) %\t\(entry.method)\(verdict)")
        }
    }

    /// What holds the truth if there is no bound on a side.
    private typealias Bounds = (low: Double, high: Double)

    private struct Entry: Sendable {
        let name: String
        let method: String
        var wanted: ClosedRange<Double> = 94...96
        let sample: @Sendable (inout Draws) -> (Bounds, truth: Double)
    }

    private static let intervals: [Entry] = [
        Entry(name: "churn of 2 to 10 %, 200 to 2,000 customers", method: "Wilson") { draws in
            ratio(&draws, draws.count(200...2000), draws.uniform(0.02..<0.1))
        },
        Entry(name: "satisfaction of 60 to 90 %, 30 to 300 answers", method: "Wilson") { draws in
            ratio(&draws, draws.count(30...300), draws.uniform(0.6..<0.9))
        },
        Entry(name: "response of 1 to 5 %, 500 to 5,000 sends", method: "Wilson") { draws in
            ratio(&draws, draws.count(500...5000), draws.uniform(0.01..<0.05))
        },
        Entry(name: "NPS, 50 % promoters, 20 % detractors, 100 answers", method: "multinomial variance") { draws in
            netPromoter(&draws, 100, promoters: 0.5, detractors: 0.2)
        },
        Entry(name: "NPS, 30 % promoters, 40 % detractors, 500 answers", method: "multinomial variance") { draws in
            netPromoter(&draws, 500, promoters: 0.3, detractors: 0.4)
        },
        Entry(name: "mean of 10 normal values", method: "Student's t") { draws in
            mean(&draws, 10, truth: 50) { 50 + 10 * $0.normal() }
        },
        Entry(name: "mean of 200 order values, exponential", method: "Student's t") { draws in
            mean(&draws, 200, truth: 80) { 80 * $0.exponential() }
        },
        Entry(name: "mean of 2,000 order values, log-normal", method: "Student's t") { draws in
            mean(&draws, 2000, truth: exp(4.5)) { exp(4 + $0.normal()) }
        },
        Entry(name: "median of 50 durations", method: "order statistics, exact", wanted: 95...100) { draws in
            quantile(&draws, 50, share: 0.5)
        },
        Entry(name: "median of 1,000 durations", method: "order statistics, exact", wanted: 95...100) { draws in
            quantile(&draws, 1000, share: 0.5)
        },
        Entry(name: "p95 of 400 durations", method: "order statistics, exact", wanted: 95...100) { draws in
            quantile(&draws, 400, share: 0.95)
        },
        Entry(name: "value of an order, 300 customers with 1 to 9 orders", method: "ratio, linearised") { draws in
            orderValue(&draws, customers: 300)
        },
        Entry(name: "median of 400 tickets, a third still open", method: "Kaplan-Meier, log-log band") { draws in
            openTickets(&draws, 400)
        },
    ]

    private static func ratio(_ draws: inout Draws, _ trials: Int, _ share: Double) -> (Bounds, truth: Double) {
        let successes = (0..<trials).count { _ in draws.happens(share) }
        return (
            bounds(.wilson(successes: Double(successes), of: Double(trials), confidence: confidence)), share
        )
    }

    private static func netPromoter(
        _ draws: inout Draws, _ answers: Int, promoters: Double, detractors: Double
    ) -> (Bounds, truth: Double) {
        var (positive, negative) = (0.0, 0.0)
        for _ in 0..<answers {
            let place = draws.uniform()
            if place < promoters { positive += 1 } else if place < promoters + detractors { negative += 1 }
        }
        let interval = Interval.netPromoter(
            promoters: positive, detractors: negative, of: Double(answers), confidence: confidence)
        return (bounds(interval), 100 * (promoters - detractors))
    }

    private static func mean(
        _ draws: inout Draws, _ count: Int, truth: Double, value: (inout Draws) -> Double
    ) -> (Bounds, truth: Double) {
        let values = (0..<count).map { _ in value(&draws) }
        let mean = values.reduce(0, +) / Double(count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
        return (bounds(.mean(mean, variance: variance, count: count, confidence: confidence)), truth)
    }

    private static func quantile(_ draws: inout Draws, _ count: Int, share: Double) -> (Bounds, truth: Double) {
        let values = (0..<count).map { _ in draws.exponential() }.sorted()
        let ranks = OrderStatistics.ranks(count: count, share: share, confidence: confidence)
        return (
            (ranks.lower.map { values[$0 - 1] } ?? 0, ranks.upper.map { values[$0 - 1] } ?? .infinity), -log(1 - share)
        )
    }

    /// Who orders often orders more at a time: the numerator and the denominator go together.
    private static func orderValue(_ draws: inout Draws, customers: Int) -> (Bounds, truth: Double) {
        var sums = RatioSums()
        for _ in 0..<customers {
            let orders = Double(draws.count(1...9))
            sums.add(numerator: orders * (20 + 4 * orders) * draws.exponential(), denominator: orders)
        }
        // E[orders (20 + 4 orders)] / E[orders], orders being uniform on 1...9.
        return (bounds(.ratio(sums, confidence: confidence)), 20 + 4 * (285.0 / 9) / 5)
    }

    private static func openTickets(_ draws: inout Draws, _ tickets: Int) -> (Bounds, truth: Double) {
        var (ended, open) = ([Double](), [Double]())
        for _ in 0..<tickets {
            let (takes, known) = (draws.exponential(), draws.uniform(0..<2.8))
            if takes <= known { ended.append(takes) } else { open.append(known) }
        }
        let interval = KaplanMeier(ended: ended, open: open)?.quantileInterval(0.5, confidence: confidence)
        return ((interval?.low ?? 0, interval?.high ?? .infinity), log(2))
    }

    private static func bounds(_ interval: Interval?) -> Bounds {
        interval.map { ($0.low, $0.high) } ?? (-.infinity, .infinity)
    }
}
