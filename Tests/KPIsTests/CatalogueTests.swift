import Goals
import Testing

@testable import KPIs

@Suite struct CatalogueTests {
    @Test func everyDurationCanBeExplainedAsAnotherStatistic() {
        let durations = Catalogue.standard.all.filter { $0.unit == .duration }
        #expect(durations.count >= 3)
        for kpi in durations {
            #expect(kpi.meaning(of: nil) == kpi.meaning && kpi.meaning(of: .median) == kpi.meaning)
            #expect(kpi.meaning(of: .mean).en.hasPrefix("The mean time from "), "\(kpi.id)")
            #expect(kpi.meaning(of: .mean).de.hasPrefix("Der Mittelwert der Zeit vom "), "\(kpi.id)")
            #expect(kpi.meaning(of: .percentile(51)).en.hasPrefix("The 51st percentile of the time from "))
            #expect(kpi.meaning(of: .percentile(75)).de.hasPrefix("Das 75. Perzentil der Zeit vom "))
        }
        let words = [(52, "52nd"), (53, "53rd"), (60, "60th"), (99, "99th")]
        for (share, word) in words {
            #expect(durations[0].meaning(of: .percentile(share)).en.contains("The \(word) percentile"))
        }
    }

    @Test func everyKPIOfTheDesignIsThereUnderItsIdAndAliases() {
        let names: [(id: String, aliases: [String])] = [
            ("conversion_rate", ["conversion"]), ("customer_lifetime_value", ["clv", "ltv"]), ("clv_historic", []),
            ("clv_predicted", []), ("churn_rate", ["churn"]), ("customer_acquisition_cost", ["cac"]),
            ("customer_retention_rate", ["retention", "crr"]), ("cross_upsell_rate", ["cross_upsell"]),
            ("cross_sell_rate", []), ("upsell_rate", []), ("cross_upsell_customers", []), ("revenue_per_customer", []),
            ("response_rate", ["response"]), ("survey_response_rate", []),
            ("lead_conversion_rate", ["lead_conversion"]),
            ("customer_satisfaction_score", ["csat"]), ("net_promoter_score", ["nps"]), ("time_to_conversion", []),
            ("time_to_resolution", ["resolution"]), ("revenue", []), ("orders", []), ("average_order_value", []),
            ("new_customers", []), ("active_customers", []), ("mrr", []), ("net_revenue_retention", []),
            ("gross_revenue_retention", []), ("win_rate", []), ("open_tickets", []), ("first_response_time", []),
        ]
        for (id, aliases) in names {
            for name in [id] + aliases { #expect(Catalogue.standard.kpi(named: name)?.id == id) }
        }
        #expect(Catalogue.standard.all.map(\.id) == names.map(\.id))
        #expect(Set(Catalogue.standard.kpiNames).count == Catalogue.standard.kpiNames.count)
    }

    @Test func eachKPIKnowsItsWordsInBothLanguagesAndWhatToTry() {
        for kpi in Catalogue.standard.all {
            #expect((2...3).contains(kpi.advice.count), "\(kpi.id)")
            for text in [kpi.name, kpi.meaning] + kpi.advice {
                #expect(!text.en.isEmpty && !text.de.isEmpty && text.en != text.de, "\(kpi.id)")
            }
            for text in [kpi.meaning] + kpi.advice {
                #expect(text.en.hasSuffix(".") || text.en.hasSuffix("?"), "\(kpi.id): \(text.en)")
                #expect(text.de.hasSuffix(".") || text.de.hasSuffix("?"), "\(kpi.id): \(text.de)")
            }
        }
    }

    @Test func countsAndSumsAreThoseOfTheDesign() {
        let sums = Catalogue.standard.all.filter(\.isSum).map(\.id)
        #expect(
            Set(sums) == [
                "orders", "new_customers", "active_customers", "open_tickets", "cross_upsell_customers", "revenue",
                "mrr",
            ])
    }

    @Test(arguments: [
        ("per", "visitor", "conversion", nil),
        (
            "per", "visitors", "conversion",
            #"per is "visitors": write one of "visit", "visitor", did you mean "visitor"?"#
        ),
        (
            "bases", "closed", "lead_conversion",
            #"lead_conversion_rate has no parameter "bases": did you mean "basis"?"#
        ),
        (
            "inactive_after", "soon", "churn",
            #"inactive_after is "soon": write a length of time such as "90d", "12w" or "1 year""#
        ),
        ("inactive_after", "90d", "churn", nil),
        (
            "inactive_after", "0d", "churn",
            #"inactive_after is "0d": write a length of time such as "90d", "12w" or "1 year""#
        ),
        ("open", "include", "resolution", nil),
        ("open", "yes", "resolution", #"open is "yes": write one of "ignore", "include""#),
        ("horizon", "39w", "clv", nil),
        (
            "horizon", "long", "clv_predicted",
            #"horizon is "long": write a length of time such as "90d", "12w" or "1 year""#
        ),
        ("satisfied_from", "4.5", "csat", nil),
        ("satisfied_from", "nan", "csat", #"satisfied_from is "nan": write a number from 0 to 100"#),
        ("satisfied_from", "good", "csat", #"satisfied_from is "good": write a number from 0 to 100"#),
        ("per", "visit", "revenue", #"revenue has no parameters: remove "per""#),
    ])
    func aWrongParameterIsToldWithWhatToWrite(key: String, value: String, kpi: String, problem: String?) throws {
        let found = try #require(Catalogue.standard.kpi(named: kpi)).problems(with: [key: value])
        #expect(found == (problem.map { [$0] } ?? []))
    }

    @Test(
        arguments: [
            ("arpu", nil), ("a_1", nil), ("Arpu", "small letters"), ("1up", "small letters"), ("a-b", "small letters"),
            ("", "small letters"), ("between", "condition language"), ("p90", "condition language"), ("p", nil),
            ("avg", "condition language"), ("nps", "taken by the catalogue's net_promoter_score"),
            ("churn_rate", "taken"),
        ] as [(String, String?)])
    func theIdOfACustomKPIMustBeOneAndFree(id: String, problem: String?) {
        let found = Catalogue.idProblem(id)
        if let problem {
            #expect(found?.contains(problem) == true)
        } else {
            #expect(found == nil)
        }
    }

    @Test func customKPIsStandBesideTheCatalogue() {
        let catalogue = Catalogue(custom: [
            CustomKPI(id: "arpu", unit: .money, better: .higher, kind: .sql("SELECT 1 AS value")),
            CustomKPI(id: "signups", unit: .count, kind: .series(table: "signups", aggregate: .sum)),
        ])
        #expect(catalogue.word(for: "arpu") == KPIWord(id: "arpu", unit: .money, isSum: false))
        #expect(catalogue.word(for: "signups") == KPIWord(id: "signups", unit: .count, isSum: true))
        #expect(catalogue.word(for: "conversion")?.id == "conversion_rate")
        #expect(catalogue.kpiNames.contains("arpu"))
    }
}
