import Goals
import Testing

typealias Reference = Goals.Expression.Reference

@Suite struct ConditionTests {
    static func parse(_ text: String, kpi: String? = nil) throws -> Condition {
        try Vocabulary.parser.parse(text, defaultKPI: kpi)
    }

    static let churn = Reference(kpi: "churn_rate", unit: .ratio)
    static let resolution = Reference(kpi: "time_to_resolution", unit: .duration)
    static let revenue = Reference(kpi: "revenue", unit: .money)

    // MARK: Literals

    @Test(arguments: [
        ("churn > 5%", 0.05), ("churn > 5 %", 0.05), ("churn > 0.05", 0.05), ("churn > 7%", 0.07),
        ("churn > 0.1%", 0.001), ("churn > 110%", 1.1),
        ("churn > -10%", -0.1), ("churn > 1", 1), ("churn > -1", -1), ("resolution > 24h", 86_400),
        ("resolution > 1h30m", 5400),
        ("resolution > 2d", 172_800), ("resolution > 1w", 604_800), ("resolution > 90 s", 90),
        ("resolution > 1.1h", 3960),
        ("resolution > 2 d 3 h", 183_600), ("resolution > 0.1s", 0.1), ("resolution > 2 days", 172_800),
        ("revenue > 200 EUR", 200),
        ("revenue > 200eur", 200), ("revenue > 1.5k", 1500), ("revenue > 1.1M", 1_100_000),
        ("revenue > 250k EUR", 250_000), ("revenue > 0.29k", 290),
        ("revenue > 2M EUR", 2_000_000), ("orders > 2M", 2_000_000), ("orders > .5", 0.5), ("nps < -10", -10),
        ("nps < -0", 0),
        ("revenue > 2 * 1.5k", 3000), ("resolution > 2 * 24h", 172_800), ("resolution > 7d / 7", 86_400),
        ("nps < abs(-3)", 3),
    ])
    func aLiteralIsScaledInDecimalAndThenADouble(text: String, value: Double) throws {
        #expect(try Self.parse(text).threshold == value)
    }

    // MARK: Grammar

    @Test func aConditionBindsNotAndOrInThisOrder() throws {
        let churn = "churn > 5%", nps = "nps < 40", orders = "orders < 10"
        func root(_ text: String) throws -> Condition.Node { try Self.parse(text).root }
        let (a, b, c) = try (root(churn), root(nps), root(orders))
        #expect(try root("\(churn) or \(nps) and \(orders)") == .or(a, .and(b, c)))
        #expect(try root("(\(churn) or \(nps)) and \(orders)") == .and(.or(a, b), c))
        #expect(try root("\(churn) or \(nps) or \(orders)") == .or(.or(a, b), c))
        #expect(try root("not \(churn) and \(nps)") == .and(.not(a), b))
        #expect(try root("not (\(churn) and \(nps))") == .not(.and(a, b)))
        #expect(try root("NOT \(churn) AND \(nps) Or \(orders)") == .or(.and(.not(a), b), c))
        #expect(try root("((\(churn)))") == a)
        #expect(try root("((churn) > ((5%)))") == a)
        #expect(try root("not not \(churn)") == .not(.not(a)))
    }

    @Test func aSumBindsProductsFirstAndFromTheLeft() throws {
        let operands = Operands(kpi: { ["orders": 12, "open_tickets": 4][$0.kpi] })
        for (text, value) in [
            ("orders + open_tickets * 2", 20.0), ("(orders + open_tickets) * 2", 32), ("orders - open_tickets - 2", 6),
            ("orders / 3 / 2", 2),
            ("-orders + 20", 8), ("orders - -2", 14), ("-(orders - 2)", -10), ("orders * (1 + 1)", 24),
            ("2 * -orders", -24),
            ("abs(open_tickets - orders)", 8),
        ] {
            #expect(try Self.parse("\(text) > 0").subject.value(operands) == value, "\(text)")
        }
    }

    @Test func parenthesesOpenAConditionOrASum() throws {
        #expect(try Self.parse("(churn + 1%) > 5%").root == Self.parse("churn + 1% > 5%").root)
        #expect(try Self.parse("(churn + 1%) * 2 > 5% and (nps < 3)").references.count == 2)
        #expect(try Self.parse("((churn > 5%) or ((churn + 1%) * 2 < 1%))").references.count == 1)
    }

    @Test func betweenIncludesBothEnds() throws {
        let between = try Self.parse("nps between 10 and 20 and churn > 5%")
        func holds(_ condition: Condition, _ nps: Double) -> Bool? {
            condition.holds(Operands(kpi: { $0.kpi == "churn_rate" ? 0.06 : nps }))
        }
        #expect([9.999, 10, 15, 20, 20.001].map { holds(between, $0) } == [false, true, true, true, false])
        let outside = try Self.parse("nps not between 10 and 20")
        #expect([9.999, 10, 15, 20, 20.001].map { holds(outside, $0) } == [true, false, false, false, true])
        #expect(between.thresholds == [10, 20])
        #expect(between.threshold == 10)
        #expect([9, 16, 19.5, 300].map { between.threshold(nearest: $0) } == [10, 20, 20, 20])
    }

    @Test func comparisonsAreExact() throws {
        for (sign, results) in [
            ("<", [true, false, false]), ("<=", [true, true, false]), (">", [false, false, true]),
            (">=", [false, true, true]),
            ("==", [false, true, false]), ("!=", [true, false, true]),
        ] {
            let condition = try Self.parse("orders \(sign) 100")
            #expect(
                [Double(100).nextDown, 100, Double(100).nextUp].map { value in
                    condition.holds(Operands(kpi: { _ in value }))
                }
                    == results, "\(sign)")
        }
        #expect(try Self.parse("churn > 5%").holds(Operands(kpi: { _ in 0.05 })) == false)
    }

    // MARK: References

    @Test func aReferenceCarriesFiltersWindowStatisticAndShift() throws {
        func reference(_ text: String) throws -> Reference? { try Self.parse("\(text) > 1h").references.first }
        var wanted = Self.resolution
        wanted.filters = [.init(column: "channel", values: ["e-mail"]), .init(column: "priority", values: ["urgent"])]
        wanted.window = .rolling(.days(7))
        #expect(try reference("resolution{priority=\"urgent\", channel=\"e-mail\"}[7d]") == wanted)
        #expect(try reference("Resolution { channel = 'e-mail' , priority = 'urgent' } [ 1w ]") == wanted)
        wanted.statistic = .percentile(90)
        #expect(try reference("P90(resolution{priority=\"urgent\",channel=\"e-mail\"}[7d])") == wanted)
        wanted.shift = .oneWindow
        #expect(try reference("previous(p90(resolution{priority=\"urgent\",channel=\"e-mail\"}[7d]))") == wanted)
        #expect(try reference("p90(previous(resolution{priority=\"urgent\",channel=\"e-mail\"}[7d]))") == wanted)
        #expect(try reference("previous(resolution, 1 year)")?.shift == .by(Span(months: 12, text: "")))
        #expect(try reference("mean(resolution[last month])")?.window == .last(.month))
        #expect(try reference("median(resolution)")?.statistic == .median)
    }

    @Test func aFiltersTextMayHoldAnything() throws {
        func value(_ text: String) throws -> String? {
            try Self.parse("orders{\"Größe in cm\"=\(text)} > 1").references.first?.filters.first?.values.first
        }
        #expect(try value(#""a \"quoted\" one""#) == "a \"quoted\" one")
        #expect(try value(#""back\\slash""#) == "back\\slash")
        #expect(try value(#""} > 5 and [7d]""#) == "} > 5 and [7d]")
        #expect(try value(#""""#) == "")
        #expect(try value(#""日本 🎉""#) == "日本 🎉")
        #expect(try value(#""two\nlines""#) == "two\nlines")
        #expect(try value("'it\\'s'") == "it's")
    }

    @Test func changeIsSpelledOut() throws {
        #expect(
            try Self.parse("change(revenue) < -10%").subject
                == Self.parse("revenue / previous(revenue) - 1 < -10%").subject)
        #expect(
            try Self.parse("change(revenue, 1 year) < -10%").subject
                == Self.parse("revenue / previous(revenue, 12 months) - 100% < -10%").subject)
        let change = try Self.parse("change(revenue) < -10%")
        #expect(change.subject.unit == .ratio)
        #expect(change.subject.value(Operands(kpi: { $0.shift == .none ? 80 : 100 })) == 80.0 / 100 - 1)
    }

    @Test func recordedValuesAreAskedForByTheirSpan() throws {
        let condition = try Self.parse("churn > 1.2 * avg(churn, 7d) and max(nps, 1 month) < 50")
        var asked: [String] = []
        let operands = Operands(kpi: { _ in 0.1 }) { which, reference, span in
            asked.append("\(which) \(reference.kpi) \(span.text)")
            return which == .avg ? 0.05 : 49
        }
        #expect(condition.holds(operands) == true)
        #expect(asked == ["avg churn_rate 7d", "max net_promoter_score 1 month"])
        #expect(condition.references.map(\.kpi) == ["churn_rate", "net_promoter_score"])
    }

    @Test func eachReferenceIsNamedOnce() throws {
        let condition = try Self.parse(
            "churn > 5% or churn_rate > 2 * previous(churn) or churn{plan=\"a\"} > previous(churn)")
        #expect(condition.references.count == 3)
    }

    // MARK: The goal's own KPI

    @Test(arguments: [
        ("> 5%", "churn > 5%"), ("<= 5%", "churn <= 5%"), ("between 1% and 2%", "churn between 1% and 2%"),
        (" not between 1% and 2%", "churn not between 1% and 2%"), ("> 5% and nps < 40", "churn > 5% and nps < 40"),
        ("> 2 * previous(churn)", "churn > 2 * previous(churn)"),
    ])
    func aConditionMayBeginAtTheOperator(text: String, whole: String) throws {
        let short = try Self.parse(text, kpi: "churn")
        #expect(try short.root == Self.parse(whole).root)
        #expect(short.text == whole)
        #expect(try Self.parse(" \(whole) ", kpi: "nps").text == whole)
    }

    @Test func twoConditionsBeginAlikeIfTheirSubjectsAreEqual() throws {
        func subject(_ text: String) throws -> Goals.Expression { try Self.parse(text).subject }
        #expect(try subject("churn > 5%") == subject("(CHURN_rate) < 24%"))
        #expect(
            try subject("resolution{a=\"1\",b=\"2\"}[24h] > 1h")
                == subject("time_to_resolution{ b='2', a='1' }[1440m] > 1h"))
        #expect(try subject("revenue * 2 > 1") == subject("revenue*2.0 > 3"))
        #expect(try subject("churn > 5%") != subject("churn[7d] > 5%"))
        #expect(try subject("churn > 5%") != subject("previous(churn) > 5%"))
        #expect(try subject("not (churn > 5% or nps < 3)") == subject("churn > 5%"))
    }

    // MARK: Missing operands

    @Test(arguments: [
        "churn > 5%", "churn > 5% or nps < 1000", "nps < 1000 or churn > 5%", "nps > 1000 and churn > 5%",
        "not churn > 5%", "nps between 1 and nps * churn",
        "nps < 1000 or nps / (orders - orders) > 1", "nps < 1000 or orders / orders > 0 and abs(-churn) > 1%",
        "nps < 1000 or min(churn, 7d) > 1%",
    ])
    func aMissingOperandOrADivisionByZeroLeavesTheWholeOpen(text: String) throws {
        let operands = Operands(kpi: { ["net_promoter_score": 10, "orders": 3][$0.kpi] })
        #expect(try Self.parse(text).holds(operands) == nil)
    }

    @Test func whatIsNoFiniteNumberIsMissing() throws {
        for value in [Double.nan, .infinity, -.infinity] {
            #expect(try Self.parse("churn > 5%").holds(Operands(kpi: { _ in value })) == nil)
        }
        #expect(try Self.parse("orders * orders > 1").holds(Operands(kpi: { _ in 1e200 })) == nil)
    }
}
