import Foundation
import Goals

/// What can be asked of a random company: every KPI and parameter, with splits, filters, windows and lags by chance.
enum Questions {
    static func now(_ random: inout SeededGenerator) -> Date {
        RandomCompany.origin.addingTimeInterval(Double(Int.random(in: 120...240, using: &random)) * 21_600)
    }

    /// What can be asked of this company, each in one way or another.
    static func about(_ company: TestCompany, _ random: inout SeededGenerator) -> [MeasurementRequest] {
        let hasSubscriptions = company["subscriptions"] != nil
        var questions: [MeasurementRequest] = []
        func add(
            _ kpi: String, by columns: [String] = [], parameters: [String: String] = [:],
            statistics: [Statistic?] = [nil]
        ) {
            let split = Array(columns.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
            var question = MeasurementRequest.of(
                kpi, window(&random), by: split, where: filters(columns, &random), parameters: parameters,
                statistic: statistics.randomElement(using: &random) ?? nil,
                lag: [.zero, .zero, .days(7), .hours(30)].randomElement(using: &random) ?? .zero)
            question.confidence = [0.95, 0.95, 0.8, 0.99].randomElement(using: &random) ?? 0.95
            questions.append(question)
        }
        let activities: [([String: String], [String])] =
            hasSubscriptions
            ? [([:], ["segment", "Region", "plan"]), (["inactive_after": "20d"], ["segment", "Region", "product"])]
            : [([:], ["segment", "Region"]), (["inactive_after": "20d"], ["segment", "Region", "product"])]
        for (parameters, columns) in activities {
            for kpi in ["churn_rate", "customer_retention_rate", "active_customers"] {
                add(kpi, by: columns, parameters: parameters)
            }
            for kpi in ["cross_upsell_rate", "cross_upsell_customers", "cross_sell_rate"] {
                add(
                    kpi, by: hasSubscriptions ? ["segment", "Region", "area"] : ["segment", "Region"],
                    parameters: parameters)
            }
            if hasSubscriptions {
                add(
                    "upsell_rate", by: ["segment", "Region"] + (parameters.isEmpty ? ["plan"] : ["area"]),
                    parameters: parameters)
            }
        }
        if hasSubscriptions {
            for kpi in ["mrr", "net_revenue_retention", "gross_revenue_retention"] {
                add(kpi, by: ["segment", "plan", "area"])
            }
        }
        add("conversion_rate", by: ["goal"])
        add("conversion_rate", by: ["goal"], parameters: ["per": "visitor"])
        add("customer_acquisition_cost", by: ["Region"])
        for kpi in ["clv_historic", "revenue_per_customer", "revenue", "orders", "average_order_value"] {
            add(kpi, by: ["segment", "product", "area"])
        }
        add("response_rate", by: ["campaign", "segment"])
        add("survey_response_rate", by: ["segment", "kind"])
        for basis in ["cohort", "closed"] {
            add("lead_conversion_rate", by: ["source", "segment"], parameters: ["basis": basis])
        }
        add("customer_satisfaction_score", by: ["segment", "Region"])
        add("customer_satisfaction_score", by: ["segment"], parameters: ["satisfied_from": "3.5"])
        add("net_promoter_score", by: ["segment", "Region"])
        let statistics: [Statistic?] = [nil, .mean, .median, .percentile(90), .percentile(75), .percentile(99)]
        add("time_to_conversion", by: ["source", "segment"], statistics: statistics)
        add("time_to_resolution", by: ["priority", "Region"], statistics: statistics)
        add(
            "time_to_resolution", by: ["priority", "Region"], parameters: ["open": "include"],
            statistics: [nil, .median, .percentile(60), .percentile(90)])
        add("first_response_time", by: ["priority", "segment"], statistics: statistics)
        add("new_customers", by: ["segment", "Region"])
        add("win_rate", by: ["source", "segment"])
        add("open_tickets", by: ["priority", "segment"])
        return questions
    }

    private static func window(_ random: inout SeededGenerator) -> Window {
        let windows: [Window] = [
            .rolling(.days(30)), .rolling(.days(7)), .rolling(.hours(36)), .last(.month), .last(.week), .this(.month),
            .last(.day), .rolling(Span(months: 1, text: "1 month")),
        ]
        return windows.randomElement(using: &random) ?? .rolling(.days(30))
    }

    private static func filters(_ columns: [String], _ random: inout SeededGenerator) -> [String: [String]] {
        guard Int.random(in: 0..<3, using: &random) == 0, let column = columns.randomElement(using: &random) else {
            return [:]
        }
        let values: [String: [String]] = [
            "segment": ["smb", "", "O'Brien & \"Co\""], "Region": ["north", "south"], "plan": ["basic", "pro", ""],
            "product": ["ink", "pen", ""], "area": ["x", "y"], "goal": ["buy"], "campaign": ["spring", "autumn"],
            "kind": ["nps", "csat"], "source": ["web", "", "fair"], "priority": ["high", "low", ""],
        ]
        let chosen = (values[column] ?? []).shuffled(using: &random)
        return [column: Array(chosen.prefix(Int.random(in: 1...2, using: &random)))]
    }
}
