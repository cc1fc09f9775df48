import Foundation
import Testing

@testable import Statistics

@Suite struct FitTests {
    @Test func equalHistoriesAreOneHistoryWithACount() throws {
        let people = Market(r: 1, alpha: 3, customers: 200, days: 60).people(seed: 11)
        var once = CustomerBase()
        var thrice = CustomerBase()
        for one in people {
            once.add(one.history, repeatValue: one.repeatValue)
            thrice.add(one.history, repeatValue: one.repeatValue, customers: 3)
        }
        let single = try LifetimeValue.estimate(once, weeks: 52)
        let triple = try LifetimeValue.estimate(thrice, weeks: 52)
        #expect(agree(single.predicted, triple.predicted, within: 1e-5))
        #expect(agree(single.purchases.logLikelihood * 3, triple.purchases.logLikelihood, within: 1e-9))
        #expect(thrice.customers == 3 * once.customers)
        #expect(thrice.repeatCustomers == 3 * once.repeatCustomers)
    }

    @Test func theOrderOfCustomersDoesNotMatter() throws {
        let people = Market().people(seed: 12)
        #expect(
            try estimate(people).predicted
                == estimate(people.sorted { $0.history.packed > $1.history.packed }).predicted)
    }

    /// In cents, in millions.
    @Test func theUnitOfMoneyOnlyScales() throws {
        let people = Market().people(seed: 13)
        let plain = try estimate(people)
        for factor in [100, 1e-6, 1e-300, 1e290] {
            let scaled = try estimate(people.map { ($0.history, $0.repeatValue * factor) })
            #expect(agree(scaled.predicted, plain.predicted * factor, within: 1e-5), "\(factor)")
            #expect(agree(scaled.value.q, plain.value.q, within: 1e-5), "\(factor)")
        }
    }

    @Test func whereNobodyDropsOutTheLimitIsUsed() throws {
        let people = Market(r: 3, alpha: 20, a: 0, customers: 400).people(seed: 3)
        let fit = try estimate(people).purchases
        #expect(fit.isLimit)
        #expect(fit.a == 0)
        let history = try #require(PurchaseHistory(repeats: 4, recency: 70, age: 140))
        #expect(agree(fit.expectedPurchases(history, weeks: 52), (fit.r + 4) / (fit.alpha + 20) * 52, within: 1e-12))
        #expect(fit.chanceOfStaying(history) == 1)
    }

    @Test func fewerThanThirtyRepeatCustomersAreTooFew() throws {
        let people = Market().people(seed: 14).filter { $0.history.repeats > 0 }
        #expect(throws: FitFailure.tooFewRepeatCustomers(29, needed: 30)) { try estimate(Array(people.prefix(29))) }
        #expect(throws: FitFailure.tooFewRepeatCustomers(0, needed: 30)) { try estimate([]) }
        #expect(throws: Never.self) { try estimate(Array(people.prefix(30))) }
    }

    @Test func repeatPurchasesWithoutValueStillCountAsPurchases() throws {
        let people = Market(shareWithoutValue: 0.3).people(seed: 15)
        var free = people
        for index in free.indices { free[index].repeatValue = 0 }
        #expect(throws: FitFailure.tooFewRepeatValues(0)) { try estimate(free) }
        #expect(try estimate(people).purchases == BetaGeometricFit.fit(base(free)))
    }

    @Test func valuesThatHaveNoMeanAreRefused() {
        let people = Market(r: 3, p: 5, q: 0.6, v: 3).people(seed: 16)
        #expect {
            try estimate(people)
        } throws: { error in
            guard case FitFailure.valueHasNoMean(let q)? = error as? FitFailure else { return false }
            return q < 1
        }
    }

    @Test func oneAndTheSameValueHasNothingToFit() {
        let people = Market().people(seed: 17).map { ($0.history, $0.repeatValue > 0 ? 9.99 : 0) }
        #expect(throws: FitFailure.valuesDoNotVary) { try estimate(people) }
    }

    @Test func aValueThatIsNoNumberIsRefused() {
        for wrong in [.nan, .infinity, -.infinity] as [Double] {
            var people = Market().people(seed: 18)
            people[people.firstIndex { $0.history.repeats > 0 } ?? 0].repeatValue = wrong
            #expect(throws: FitFailure.valueNotFinite) { try estimate(people) }
        }
    }

    @Test func hugeValuesGiveNoNumberRatherThanAWrongOne() {
        let people = Market().people(seed: 19).map {
            ($0.history, $0.repeatValue > 0 ? 1e308 * $0.repeatValue / 400 : 0)
        }
        #expect(throws: FitFailure.valueNotFinite) { try estimate(people) }
    }

    @Test func whatNoCustomerCanHaveIsNoHistory() {
        #expect(PurchaseHistory(repeats: -1, recency: 0, age: 5) == nil)
        #expect(PurchaseHistory(repeats: 3, recency: 2, age: 5) == nil)
        #expect(PurchaseHistory(repeats: 1, recency: 6, age: 5) == nil)
        #expect(PurchaseHistory(repeats: 0, recency: 2, age: 5) == nil)
        #expect(PurchaseHistory(repeats: 1, recency: 0, age: 5) == nil)
        #expect(PurchaseHistory(repeats: 0, recency: 0, age: -1) == nil)
        #expect(PurchaseHistory(repeats: 0, recency: 0, age: 1 << 20) == nil)
        #expect(PurchaseHistory(repeats: 0, recency: 0, age: 0) != nil)
    }

    @Test func failuresSayWhatIsWrongInPlainWords() {
        #expect(
            FitFailure.tooFewRepeatCustomers(7, needed: 30).description
                == "7 customers have bought again: lifetime value needs 30")
        #expect(FitFailure.valueHasNoMean(q: 0.87654).description.contains("0.877"))
    }

    @discardableResult
    private func estimate(_ people: [(history: PurchaseHistory, repeatValue: Double)]) throws -> LifetimeValue {
        try LifetimeValue.estimate(base(people), weeks: 52)
    }

    private func base(_ people: [(history: PurchaseHistory, repeatValue: Double)]) -> CustomerBase {
        var base = CustomerBase()
        for one in people { base.add(one.history, repeatValue: one.repeatValue) }
        return base
    }
}
