import Testing

@testable import Goals

@Suite struct UnitAlgebraTests {
    /// The table of `UnitAlgebra`, read from its documentation's rules: what a left unit and a right unit make.
    static let units: [Unit?] = [.ratio, .count, .money, .duration, .score, nil]

    @Test func productsHaveTheUnitsOfTheTable() {
        let table: [(Unit?, [Unit??])] = [
            (.ratio, [.ratio, .count, .money, .duration, .score, .ratio]),
            (.count, [.count, .count, .money, .duration, .score, .count]),
            (.money, [.money, .money, nil, nil, nil, .money]),
            (.duration, [.duration, .duration, nil, nil, nil, .duration]),
            (.score, [.score, .score, nil, nil, nil, .score]),
            (nil, [.ratio, .count, .money, .duration, .score, .some(nil)]),
        ]
        for (left, row) in table {
            for (right, wanted) in zip(Self.units, row) {
                #expect(
                    UnitAlgebra.times(left, right) == wanted.map { .unit($0) } ?? .refused,
                    "\(left as Any) * \(right as Any)")
                #expect(UnitAlgebra.times(left, right) == UnitAlgebra.times(right, left))
            }
        }
    }

    @Test func quotientsHaveTheUnitsOfTheTable() {
        let table: [(Unit?, [Unit??])] = [
            (.ratio, [.ratio, .ratio, nil, nil, nil, .ratio]), (.count, [.count, .ratio, nil, nil, nil, .count]),
            (.money, [.money, .money, .ratio, nil, nil, .money]),
            (.duration, [.duration, .duration, nil, .ratio, nil, .duration]),
            (.score, [.score, .score, nil, nil, .ratio, .score]), (nil, [.count, .ratio, nil, nil, nil, .some(nil)]),
        ]
        for (left, row) in table {
            for (right, wanted) in zip(Self.units, row) {
                #expect(
                    UnitAlgebra.divided(left, by: right) == wanted.map { .unit($0) } ?? .refused,
                    "\(left as Any) / \(right as Any)")
            }
        }
    }

    @Test(arguments: [
        ("clv / cac > 3", Unit.ratio), ("revenue / previous(revenue) > 120%", .ratio),
        ("revenue / orders > 50 EUR", .money), ("revenue / orders > 50", .money),
        ("churn * revenue > 1k", .money), ("resolution / 2 > 1h", .duration), ("1.5 * orders > 3", .count),
        ("orders / churn > 100", .count),
        ("1 / churn > 12", .count), ("100 * churn / orders > 1%", .ratio), ("nps - previous(nps) < -5", .score),
        ("open_tickets / orders > 2", .ratio),
        ("resolution - first_response_time > 1d", .duration), ("abs(change(revenue)) > 20%", .ratio),
        ("revenue / revenue - 1 > 2", .ratio),
        ("-nps > 3", .score), ("max(resolution, 7d) > 1h", .duration), ("(3 / 2) * revenue > 1k", .money),
    ])
    func anExpressionKnowsItsUnit(text: String, unit: Unit) throws {
        #expect(try Vocabulary.parser.parse(text, defaultKPI: nil).subject.unit == unit)
    }
}
