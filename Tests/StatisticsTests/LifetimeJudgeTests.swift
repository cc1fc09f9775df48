import Foundation
import Testing

@testable import Statistics

/// One question to PyPI's lifetimes and Python's decimals for all of them.
@Suite struct LifetimeJudgeTests {
    private struct Base: Encodable {
        var name: String
        var repeats: [Int]
        var recency: [Int]
        var age: [Int]
        var value: [Double]
        var weeks: Double
        var parameters: [Double]
    }

    private struct Question: Encodable {
        var bases: [Base] = []
        var expectations: [[Double]] = []
    }

    private struct Verdict: Decodable {
        var parameters: [Double]
        var purchases: [Double]
        var values: [Double]
        var predicted: Double
        var purchasesLikelihood: Double
        /// At crmgoals' parameters.
        var purchasesLikelihoodOfOurs: Double
        var valuesLikelihood: Double
        var stayers: [Double]
        var stayersLikelihood: Double
    }

    private struct Answer: Decodable {
        var bases: [Verdict]
        var expectations: [Double]
    }

    private static let markets: [(name: String, market: Market)] = [
        ("an ordinary one", Market()),
        ("a near 1", Market(a: 1, b: 3)),
        ("most leave soon", Market(r: 2, a: 3, b: 2)),
        ("some leave at once, others never", Market(r: 2, a: 0.1, b: 0.2)),
        ("all leave with the same chance", Market(r: 2, a: 2e5, b: 8e5)),
        ("wholesalers", Market(r: 3, alpha: 4, a: 0)),
        ("wholesalers by the clock", Market(r: 2, alpha: 4, a: 0, isRegular: true)),
        ("many purchases over three years", Market(r: 3, alpha: 2, a: 0.3, b: 20, customers: 300, days: 1100)),
        ("gifts", Market(customers: 1500, shareWithoutValue: 0.2)),
        ("young customers", Market(r: 1, alpha: 2, days: 20)),
        ("values that hardly differ between customers", Market(p: 3, q: 2000, v: 20_000)),
        ("customers who always pay the same", Market(p: 1e5, q: 3, v: 1e-3)),
        ("nearly all leave at once", Market(r: 0.63, alpha: 27, a: 16, b: 0.1, customers: 220, days: 290)),
        ("all alike, and hardly any leaves", Market(r: 10, alpha: 11, a: 0.07, b: 3.3, customers: 120, days: 33)),
    ]

    @Test func lifetimesFindsTheSameAndExpectsTheSameOfEachCustomer() throws {
        var question = Question()
        var estimates: [LifetimeValue] = []
        var histories: [[PurchaseHistory]] = []
        func ask(_ name: String, _ people: [(history: PurchaseHistory, repeatValue: Double)], weeks: Double) throws {
            var base = CustomerBase()
            for one in people { base.add(one.history, repeatValue: one.repeatValue) }
            let estimate = try LifetimeValue.estimate(base, weeks: weeks)
            let (fit, value) = (estimate.purchases, estimate.value)
            estimates.append(estimate)
            histories.append(people.map(\.history))
            question.bases.append(
                Base(
                    name: name, repeats: people.map(\.history.repeats), recency: people.map(\.history.recency),
                    age: people.map(\.history.age), value: people.map(\.repeatValue), weeks: weeks,
                    parameters: [fit.r, fit.alpha, fit.a, fit.b, value.p, value.q, value.v]))
        }
        for (end, weeks) in [("1997-10-01", 39.0), ("1998-07-01", 52)] {
            try ask("CDNOW to \(end)", CDNOW.customers(before: end).map { ($0.history, $0.repeatValue) }, weeks: weeks)
        }
        for (number, entry) in Self.markets.enumerated() {
            try ask(entry.name, entry.market.people(seed: UInt64(number + 1)), weeks: 52)
        }
        let answer: Answer = try Judge.verdicts("lifetime.py", on: question)
        #expect(answer.bases.count == estimates.count)
        for (index, verdict) in answer.bases.enumerated() {
            compare(question.bases[index], histories[index], estimates[index], verdict)
        }
    }

    private func compare(_ base: Base, _ histories: [PurchaseHistory], _ ours: LifetimeValue, _ theirs: Verdict) {
        let name =
            "\(base.name): \(ours), lifetimes \(theirs.parameters), \(theirs.predicted), "
            + "\(theirs.purchasesLikelihood), \(theirs.valuesLikelihood), NBD \(theirs.stayersLikelihood)"
        let fit = ours.purchases
        let parameters = fit.isLimit ? [fit.r, fit.alpha] : [fit.r, fit.alpha, fit.a, fit.b]
        let values = [ours.value.p, ours.value.q, ours.value.v]
        // Where a parameter runs to 0 or infinity the likelihood is flat, and only what follows from it is determined.
        let (arePurchasesInner, areValuesInner) = (parameters.allSatisfy(isInner), values.allSatisfy(isInner))
        // Nobody finds a more likely point.
        let best = max(theirs.purchasesLikelihood, theirs.stayersLikelihood)
        #expect(fit.logLikelihood >= best - (arePurchasesInner ? 1e-9 : 1e-8) * abs(best), "\(name)")
        let same = fit.isLimit ? theirs.stayersLikelihood : theirs.purchasesLikelihoodOfOurs
        #expect(agree(fit.logLikelihood, same, within: arePurchasesInner && !fit.isLimit ? 1e-9 : 1e-6), "\(name)")
        #expect(
            agree(ours.value.logLikelihood, theirs.valuesLikelihood, within: areValuesInner ? 1e-9 : 1e-6), "\(name)")
        if arePurchasesInner {
            for (mine, other) in zip(parameters, fit.isLimit ? theirs.stayers : theirs.parameters) {
                #expect(agree(mine, other, within: 1e-3), "\(name)")
            }
        }
        if areValuesInner {
            for (mine, other) in zip(values, theirs.parameters[4...]) {
                #expect(agree(mine, other, within: 1e-3), "\(name)")
            }
        }
        // lifetimes has none without repeats where a + b < 1: it takes the logarithm of a 2F1 that is negative there.
        if theirs.predicted.isNaN {
            #expect(fit.isLimit || fit.a + fit.b < 1, "\(name)")
        } else if agree(fit.logLikelihood, theirs.purchasesLikelihood, within: 1e-8) {
            // Where lifetimes finds no such likely point it predicts otherwise.
            #expect(agree(ours.predicted, theirs.predicted, within: arePurchasesInner ? 1e-4 : 1e-3), "\(name)")
        }
        var sum = 0.0
        for (index, history) in histories.enumerated() {
            let purchases = fit.expectedPurchases(history, weeks: base.weeks)
            let value = ours.value.expectedValue(repeats: history.repeats, meanValue: base.value[index])
            sum += purchases * value
            #expect(agree(value, theirs.values[index], within: 1e-9), "\(history) of \(base.name)")
            if fit.isLimit {
                // (r + x) / (alpha + T) t.
                let expected = (fit.r + Double(history.repeats)) / (fit.alpha + history.weeks) * base.weeks
                #expect(agree(purchases, expected, within: 1e-12), "\(history) of \(base.name)")
            } else if arePurchasesInner, history.repeats > 0 || fit.a + fit.b > 1 {
                #expect(agree(purchases, theirs.purchases[index], within: 1e-7), "\(history) of \(base.name)")
            }
        }
        #expect(agree(ours.predicted, sum / Double(histories.count), within: 1e-12), "\(name)")
    }

    private func isInner(_ parameter: Double) -> Bool { parameter > 1e-3 && parameter < 1e3 }

    /// Where a double's hypergeometric function has no digits left: a at and beside 1, a/b near 0, customers all alike, a horizon of
    /// which the past is a small part.
    @Test func expectationsKeepTheirDigits() throws {
        var question = Question()
        var ours: [Double] = []
        for (r, alpha) in [(0.25, 4.4), (3.0, 0.5), (40, 60), (2e4, 4e4)] {
            for (a, b) in [
                (0.8, 2.4), (1, 2.4), (1 + 1e-9, 3), (1e-6, 1), (1e-3, 1e6), (5, 1e-3), (1e4, 4e4), (0.2, 0.1),
            ] {
                for (x, recency, age) in [(0, 0, 0), (0, 0, 300), (1, 5, 6), (7, 200, 300), (60, 290, 300)] {
                    for weeks in [1.0, 52] {
                        let fit = BetaGeometricFit(r: r, alpha: alpha, a: a, b: b)
                        let history = try #require(PurchaseHistory(repeats: x, recency: recency, age: age))
                        ours.append(fit.expectedPurchases(history, weeks: weeks))
                        question.expectations.append(
                            [r, alpha, a, b, Double(x), Double(recency), Double(age), weeks])
                    }
                }
            }
        }
        let answer: Answer = try Judge.verdicts("lifetime.py", on: question)
        #expect(answer.expectations.count == ours.count)
        for ((asked, mine), exact) in zip(zip(question.expectations, ours), answer.expectations) {
            #expect(agree(mine, exact, within: 1e-11), "\(asked): \(mine), exactly \(exact)")
        }
    }
}
