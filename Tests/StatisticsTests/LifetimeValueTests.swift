import Foundation
import Testing

@testable import Statistics

@Suite struct LifetimeValueTests {
    @Test func cdnowGivesTheKnownValues() throws {
        for (end, weeks, predicted, historic) in [
            ("1997-10-01", 39.0, 25.427079, 73.447412), ("1998-07-01", 52, 30.578138, 103.560433),
        ] {
            let customers = try CDNOW.customers(before: end)
            #expect(customers.count == 2357)
            let revenue = customers.reduce(0) { $0 + $1.revenue } / 2357
            #expect(agree(revenue, historic, within: 1e-7))
            let estimate = try LifetimeValue.estimate(CDNOW.base(customers), weeks: weeks)
            #expect(agree(estimate.predicted, predicted, within: 1e-6))
        }
    }
}
