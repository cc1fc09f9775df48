import Goals
import Testing

@Suite struct ConditionProblemTests {
    /// The text, what is said of it, what the carets mark, and the whole as it should be written.
    typealias Case = (text: String, message: String, marked: String, fix: String?)

    static func check(_ wrong: Case, kpi: String? = nil) throws {
        let problem = try #require(throws: SyntaxProblem.self, "\(wrong.text)") {
            try Vocabulary.parser.parse(wrong.text, defaultKPI: kpi)
        }
        #expect(problem.message == wrong.message, "\(wrong.text)")
        #expect(String(wrong.text.dropFirst(problem.offset).prefix(problem.length)) == wrong.marked, "\(wrong.text)")
        #expect(problem.fix == wrong.fix, "\(wrong.text)")
        if let fix = problem.fix {
            #expect(throws: Never.self, "\(fix)") { try Vocabulary.parser.parse(fix, defaultKPI: kpi) }
        }
    }

    @Test(
        arguments: [
            ("churn > 5", "churn_rate is a ratio: write 5%", "5", "churn > 5%"),
            ("resolution > 24", "time_to_resolution is a duration: write 24h", "24", "resolution > 24h"),
            (
                "p90(resolution[7d]) > 24", "p90(time_to_resolution) is a duration: write 24h", "24",
                "p90(resolution[7d]) > 24h"
            ),
            ("churn < -5", "churn_rate is a ratio: write -5%", "-5", "churn < -5%"),
            ("churn > 24h", "churn_rate is a ratio and 24h is a duration: write 24%", "24h", "churn > 24%"),
            ("churn > 5 EUR", "churn_rate is a ratio and 5 EUR is money: write 5%", "5 EUR", "churn > 5%"),
            ("churn > 5k", "churn_rate is a ratio: write a share, such as 5%", "5k", nil),
            ("churn > 1h30m", "churn_rate is a ratio and 1h30m is a duration: write a share, such as 5%", "1h30m", nil),
            ("change(revenue) < -10", "change(revenue) is a ratio: write -10%", "-10", "change(revenue) < -10%"),
            (
                "resolution > 5%", "time_to_resolution is a duration and 5% is a ratio: write 5h", "5%",
                "resolution > 5h"
            ),
            (
                "resolution > 5M", "time_to_resolution is a duration (M is a million): write 5m", "5M",
                "resolution > 5m"
            ),
            ("resolution + 5 > 24h", "time_to_resolution is a duration: write 5h", "5", "resolution + 5h > 24h"),
            ("revenue > 5%", "revenue is money and 5% is a ratio: write 5", "5%", "revenue > 5"),
            ("revenue > 2m", "revenue is money and 2m is a duration (m is minutes): write 2M", "2m", "revenue > 2M"),
            ("orders > 5 EUR", "orders is a count and 5 EUR is money: write 5", "5 EUR", "orders > 5"),
            ("nps < 50%", "net_promoter_score is a score and 50% is a ratio: write 50", "50%", "nps < 50"),
            ("orders > 1h30m", "orders is a count and 1h30m is a duration: write a plain number", "1h30m", nil),
            (
                "revenue > 200 USD", "money is in EUR here, and nothing is converted: write EUR", "USD",
                "revenue > 200 EUR"
            ),
            ("revenue > $200", "$ has no meaning here", "$", nil),
            ("revenue > 200€", "write the currency as a code after the number: 200 EUR", "200€", "revenue > 200 EUR"),
            (
                "churn > revenue", "churn_rate is a ratio and revenue is money: they cannot be compared or added",
                "churn > revenue", nil
            ),
            (
                "nps + orders > 3",
                "net_promoter_score is a score and orders is a count: they cannot be compared or added", "nps + orders",
                nil
            ),
            (
                "revenue * cac > 1",
                "revenue is money and customer_acquisition_cost is money: money cannot be multiplied by money",
                "revenue * cac",
                nil
            ),
            (
                "orders / resolution > 1",
                "orders is a count and time_to_resolution is a duration: a count cannot be divided by a duration",
                "orders / resolution", nil
            ),
            (
                "mean(churn) > 5%",
                "mean is for KPIs that are durations, such as time_to_resolution; churn_rate is a ratio", "mean(churn)",
                nil
            ),
            (
                "resolution > 1 month", "a month has no fixed length: count in days or weeks, such as 30d", "1 month",
                nil
            ),
            ("orders / 0 > 1", "nothing can be divided by 0", "0", nil),
        ] as [Case])
    func unitsThatDoNotFitAreNamedWithTheFix(wrong: Case) throws { try Self.check(wrong) }

    @Test(
        arguments: [
            ("chrun > 5%", "there is no KPI chrun: did you mean churn?", "chrun", "churn > 5%"),
            ("weather > 5%", "there is no KPI weather: crmgoals kpi lists them", "weather", nil),
            (
                "media(resolution) > 1h", "there is no function media: did you mean median?", "media",
                "median(resolution) > 1h"
            ),
            (
                "average(resolution) > 1h", "there is no function average: did you mean mean?", "average",
                "mean(resolution) > 1h"
            ),
            ("p100(resolution) > 1h", "percentiles go from p50 to p99", "p100", nil),
            ("p5(resolution) > 1h", "percentiles go from p50 to p99", "p5", nil),
            (
                "churn(7d) > 5%", "churn is a KPI and takes no parentheses: filters stand in { }, a window in [ ]",
                "churn", nil
            ),
            ("median > 5%", "median needs what it is of in parentheses, as in median(resolution)", "median", nil),
            (
                "forecast(revenue, 30d) > 5", "forecast is not available yet: leave it out until a later version",
                "forecast", nil
            ),
            (
                "anomaly(revenue) > 3", "anomaly is not available yet: leave it out until a later version", "anomaly",
                nil
            ),
            (
                "min(churn) > 5%", "min needs how far back it looks: write min(churn_rate, 7d)", ")",
                "min(churn, 7d) > 5%"
            ),
            ("min(churn, 7) > 5%", "7 has no unit: write 7s, 7m, 7h or 7d", "7", "min(churn, 7d) > 5%"),
            ("previous(churn, 0d) > 5%", "a length of time over zero is needed", " 0d", nil),
            ("previous(churn, 1y) > 5%", "y is not a unit of time: write 1 year", "1y", "previous(churn, 1 year) > 5%"),
            ("previous(churn + 1%) > 5%", "previous is of a KPI alone: a ) is missing before this", "+", nil),
            ("previous(5%) > 5%", "previous is of a KPI, as in previous(resolution)", "5%", nil),
            (
                "previous(previous(churn)) > 5%",
                "only one previous at a time; previous(churn_rate, 1 year) looks farther back",
                "previous(previous(churn))", nil
            ),
            (
                "p90(p50(resolution)) > 1h", "only one of mean, median and p50 to p99 at a time",
                "p90(p50(resolution))", nil
            ),
            (
                "max(previous(churn), 7d) > 5%", "max looks at what the goal recorded, not at previous windows",
                "max(previous(churn),", nil
            ),
            ("previous(abs(churn)) > 5%", "previous is of a KPI, not of something computed", "abs(churn)", nil),
        ] as [Case])
    func namesThatAreNoneAreToldTheNearest(wrong: Case) throws { try Self.check(wrong) }

    @Test(
        arguments: [
            ("", "the condition is empty: write one such as churn > 5%", "", nil),
            ("  ", "the condition is empty: write one such as churn > 5%", "", nil),
            ("churn", "churn_rate is neither true nor false: compare it, as in churn > 5%", "churn", nil),
            (
                "churn > 5% and nps", "net_promoter_score is neither true nor false: compare it, as in churn > 5%",
                "nps", nil
            ),
            ("churn >", "the condition ends too early: a number or a KPI is missing", "", nil),
            ("churn > and", "and cannot stand here: a number or a KPI is missing", "and", nil),
            ("churn > 5% nps < 3", "an operator is missing before nps", "nps", nil),
            ("churn > 5% foo", "an operator is missing before foo", "foo", nil),
            ("churn 5%", "an operator is missing before 5%", "5%", nil),
            (
                "churn > 5 percent", "percent is not a unit: after a number may stand %, s, m, h, d, w, k, M or EUR",
                "percent", nil
            ),
            ("resolution > 5 hrs", "hrs is not a unit: write 5h", "hrs", "resolution > 5 h"),
            ("resolution > 30m1h", "write the longest unit first and each once, as in 1h30m", "1h", nil),
            ("churn = 5%", "write == for =", "=", "churn == 5%"),
            ("churn => 5%", "write >= for =>", "=>", "churn >= 5%"),
            ("churn ≥ 5%", "write >= for ≥", "≥", "churn >= 5%"),
            ("churn <> 5%", "write != for <>", "<>", "churn != 5%"),
            ("churn > 5% && nps < 3", "write and for &&", "&&", "churn > 5%  and  nps < 3"),
            ("!(churn > 5%)", "write not for !", "!", " not (churn > 5%)"),
            ("churn > −5%", "write - for −", "−", "churn > -5%"),
            (
                "churn > 5,5%", "numbers have a point for decimals and no mark for thousands: write 5.5", "5,5",
                "churn > 5.5%"
            ),
            (
                "revenue > 250,000", "numbers have a point for decimals and no mark for thousands: write 250000",
                "250,000", "revenue > 250000"
            ),
            (
                "revenue > 1,250,000.50",
                "numbers have a point for decimals and no mark for thousands: write 1250000.50", "1,250,000.50",
                "revenue > 1250000.50"
            ),
            ("revenue > 1_000", "write 1000", "1_000", "revenue > 1000"),
            ("revenue > 1.2.3", "1.2.3 is not a number", "1.2.3", nil),
            ("revenue > 1234567890123456789", "a number has at most 18 digits", "1234567890123456789", nil),
            (
                "1% < churn < 5%",
                "one comparison at a time: join two with and, or write between 1 and 2 (both ends included)", "<", nil
            ),
            ("5% < churn", "a condition begins with what it watches: write churn > 5%", "5% < churn", "churn > 5%"),
            (
                "24h >= resolution and nps < 3", "a condition begins with what it watches: write resolution <= 24h",
                "24h >= resolution", "resolution <= 24h and nps < 3"
            ),
            ("churn > 5% and 1 < 2", "a comparison is about a KPI, this one has only numbers", "1 < 2", nil),
            (
                "> 5%", "the condition begins at the operator: name the KPI before it, or give the goal a \"kpi\"", ">",
                nil
            ),
            ("churn > 5% and < 7%", "what is compared is missing before <: name the KPI again", "<", nil),
            ("(churn > 5%", "a ) is missing at the end", "", "(churn > 5%)"),
            ("churn > 5%)", "there is nothing to close here: a ( is missing, or something before the )", ")", nil),
            (
                "(churn > 5%) + 1 > 2", "a condition is true or false, and only what has a value is added",
                "(churn > 5%)", nil
            ),
            ("(churn > 5%) > 2", "a comparison has a number or KPI on either side, not another comparison", ">", nil),
            (
                "churn > (nps > 2)", "a condition is true or false, and only what has a value is compared", "(nps > 2)",
                nil
            ),
            ("churn between 1%", "between has two ends: write between 1 and 2", "", nil),
            ("churn between 5% and 1%", "the lower end of between comes first", "5% and 1%", "churn between 1% and 5%"),
            ("churn not > 5%", "after not comes between here", ">", nil),
            ("churn > --5%", "one minus is enough", "-", nil),
            ("churn > 5% #", "# has no meaning here", "#", nil),
            ("churn[7d > 5%", "the closing ] is missing", "[", nil),
            (
                "churn{plan=basic} > 5%", "put the value in quotation marks: \"basic\"", "basic",
                "churn{plan=\"basic\"} > 5%"
            ),
            (
                "churn{plan==\"basic\"} > 5%", "a filter is column=\"value\": write =", "==",
                "churn{plan=\"basic\"} > 5%"
            ),
            (
                "churn{plan=\"a\",plan=\"b\"} > 5%",
                "plan stands twice: no row has both values; join two conditions, or use the goal's \"where\"", "plan",
                nil
            ),
            ("churn{plan=\"basic > 5%", "the closing \" is missing", "\"basic > 5%", nil),
            ("churn{} > 5%", "a filter names a column, as in {priority=\"urgent\"}", "}", nil),
            ("churn{plan} > 5%", "a filter is column=\"value\", equality only", "}", nil),
            (
                "churn{plan=\"a\\x\"} > 5%", "\\x is no escape: write \\\\ for a backslash, \\\" for a quotation mark",
                "\\x", "churn{plan=\"a\\\\x\"} > 5%"
            ),
            ("churn[7d]{plan=\"a\"} > 5%", "filters stand before the window: churn{...}[...]", "{", nil),
            ("churn[last moth] > 5%", "write last month", "moth", "churn[last month] > 5%"),
            ("churn[] > 5%", "a length of time is missing: write 30d, 1h30m or 1 month", "]", nil),
            ("\"churn\" > 5%", "a quoted text stands only in braces, as in {priority=\"churn\"}", "\"churn\"", nil),
        ] as [Case])
    func grammarIsToldWithAPlaceAndAFix(wrong: Case) throws { try Self.check(wrong) }

    @Test func deepAndLongConditionsAreRefused() throws {
        for depth in [65, 1000, 1900] {
            let text = String(repeating: "(", count: depth) + "churn > 5%" + String(repeating: ")", count: depth)
            try Self.check((text, "a condition is nested at most 64 deep", "(", nil))
        }
        for piece in ["(", "not ", "abs(", "-(", "previous("] {
            let text = String(repeating: piece, count: 10_000)
            #expect(throws: SyntaxProblem.self) { try Vocabulary.parser.parse(text, defaultKPI: nil) }
            let shorter = String(repeating: piece, count: 400)
            #expect(throws: SyntaxProblem.self) { try Vocabulary.parser.parse(shorter, defaultKPI: nil) }
        }
        let deep = String(repeating: "(", count: 64) + "churn > 5%" + String(repeating: ")", count: 64)
        _ = try Vocabulary.parser.parse(deep, defaultKPI: nil)
        let long = "orders" + String(repeating: "+1", count: 300) + " > 5"
        #expect(throws: SyntaxProblem.self) { try Vocabulary.parser.parse(long, defaultKPI: nil) }
    }

    @Test func megabytesAreRefusedBeforeTheyAreTakenApart() throws {
        let text = String(repeating: "é", count: 3_000_000)
        for parse in [
            { _ = try Vocabulary.parser.parse(text, defaultKPI: nil) }, { _ = try Span(parsing: text) },
            { _ = try Window(parsing: text) }, { _ = try Schedule(every: text) }, { _ = try Schedule(cron: text) },
            { _ = try Schedule(at: text) },
        ] as [() throws -> Void] {
            let problem = try #require(throws: SyntaxProblem.self) { try parse() }
            #expect(problem.message.contains(" has at most "))
            #expect(problem.description.count < 400)
        }
    }

    @Test func theGoalsKPIIsChecked() throws {
        try Self.check(("> 5", "churn_rate is a ratio: write 5%", "5", "> 5%"), kpi: "churn")
        #expect(throws: SyntaxProblem.self) { try Vocabulary.parser.parse("> 5%", defaultKPI: "chrun") }
    }

    @Test func theWordsOfTheLanguageAreKnown() {
        #expect(
            ConditionParser.reservedWords.isSuperset(of: [
                "and", "or", "not", "between", "p50", "p99", "forecast", "abs", "median",
            ]))
        #expect(!ConditionParser.reservedWords.contains("p49"))
    }
}
