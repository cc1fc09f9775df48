import Foundation
import Goals
import KPIs

/// A company whose data hold what trips engines up: nothing where something is expected, ids that look like numbers and are none, ends
/// before beginnings, rows that are there twice, names with capitals and blanks, returns, enormous amounts, other currencies, scores off
/// their scale, fractions of a second.
enum TrapCompany {
    static let now = time("2026-03-01T00:00:00Z")

    static let company = TestCompany(tables: [
        "customers": .init(
            columns: ["id", "created_at", "churned_at", "segment", "Region", "Ship To"],
            rows: [
                ["007", "2025-01-01T00:00:00Z", nil, "smb", "north", "Köln"],
                ["7", "2025-02-01T00:00:00Z", "2026-02-10T12:00:00Z", nil, "south", "O'Hara \"Ltd\""],
                ["17850.0", "2025-03-01T00:00:00Z", "2026-03-01T00:00:00Z", "smb", nil, nil],
                ["9223372036854775808001", "2026-02-01T00:00:00Z", nil, "mid", "south", "x\\y"],
                ["9223372036854775808002", "2026-02-28T23:59:59.999999Z", nil, "mid", "north", "%_"],
                ["späť", "2026-03-01T00:00:00Z", nil, "late", "north", nil],
            ]),
        "subscriptions": .init(
            columns: ["id", "customer_id", "plan", "mrr", "started_at", "ended_at", "area"],
            rows: [
                ["1", "007", "basic", "10", "2025-01-01T00:00:00Z", nil, "x"],
                ["2", "7", "pro", "30.5", "2025-02-01T00:00:00Z", "2026-02-10T12:00:00Z", "y"],
                ["3", "7", nil, nil, "2025-02-01T00:00:00Z", "2026-01-10T12:00:00Z", "y"],
                ["4", "17850.0", "basic", "0.1", "2025-03-01T00:00:00Z", "2025-02-01T00:00:00Z", nil],
                ["5", "007", "pro", "45", "2026-02-14T00:00:00Z", nil, "x"],
                ["6", nil, "pro", "45", "2026-02-14T00:00:00Z", nil, "x"],
                ["7", "9223372036854775808001", "basic", "20", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", nil],
            ]),
        "orders": .init(
            columns: ["id", "customer_id", "ordered_at", "product", "quantity", "amount", "currency", "area"],
            rows: [
                ["1", "007", "2025-11-10T00:00:00Z", "ink", "1", "10.10", "EUR", "x"],
                ["2", "007", "2026-02-10T00:00:00Z", "ink", "2", "20.20", "eur", "x"],
                ["3", "007", "2026-02-10T08:00:00Z", "pen", nil, "-20.20", nil, "x"],
                ["4", "7", "2026-02-11T00:00:00.123456Z", nil, "3", "0.1", "EUR", "y"],
                ["5", "7", "2026-02-12T00:00:00Z", "desk", "3", nil, "EUR", nil],
                ["6", "17850.0", "2026-02-12T00:00:00Z", "pen", "1", "99", "USD", "y"],
                ["7", nil, "2026-02-13T00:00:00Z", "pen", "1", "7", "EUR", "y"],
                ["8", "stranger", "2026-02-14T00:00:00Z", "pen", "1", "1000000", "EUR", "y"],
                ["9", "9223372036854775808001", "2026-01-31T23:59:59Z", "pen", "1", "33.3", "EUR", "x"],
                ["10", "9223372036854775808001", "2026-02-28T23:59:59Z", "lamp", "1", "33.3", "EUR", "x"],
                ["11", "9223372036854775808002", "2026-03-01T00:00:00Z", "lamp", "1", "5", "EUR", "x"],
            ]),
        "leads": .init(
            columns: ["id", "created_at", "converted_at", "lost_at", "customer_id", "source"],
            rows: [
                ["l1", "2026-02-01T00:00:00Z", "2026-02-03T12:00:00Z", nil, "007", "web"],
                ["l2", "2026-02-05T00:00:00Z", "2026-02-04T00:00:00Z", nil, "7", "web"],
                ["l3", "2026-02-06T00:00:00Z", nil, "2026-02-20T00:00:00Z", nil, nil],
                ["l4", "2026-02-07T00:00:00Z", "2026-03-02T00:00:00Z", nil, "7", "fair"],
                ["l5", "2026-01-01T00:00:00Z", "2026-02-27T00:00:00Z", "2026-02-28T00:00:00Z", "7", "fair"],
            ]),
        "visits": .init(
            columns: ["visited_at", "visitor_id", "converted_at", "goal"],
            rows: [
                ["2026-02-10T00:00:00Z", "v1", "2026-02-10T00:05:00Z", "buy"],
                ["2026-02-10T00:00:00Z", "v1", "2026-02-10T00:05:00Z", "buy"],
                ["2026-02-11T00:00:00Z", "v1", nil, "buy"], ["2026-02-11T00:00:00Z", nil, nil, "sign-up"],
                ["2026-02-11T00:00:00Z", "V1", "2026-04-01T00:00:00Z", "sign-up"],
            ]),
        "tickets": .init(
            columns: ["id", "opened_at", "first_response_at", "resolved_at", "customer_id", "priority"],
            rows: (0..<24).map { number in
                let opened = time("2026-02-02T00:00:00Z").addingTimeInterval(Double(number) * 40_000)
                let resolved = opened.addingTimeInterval(Double((number * 7) % 24 - 2) * 9_000.25)
                return [
                    "00\(number)", Timestamp.text(opened), number % 3 == 0 ? nil : Timestamp.text(opened + 60),
                    number % 5 == 4 ? nil : Timestamp.text(resolved), ["007", "7", "stranger", nil][number % 4],
                    number % 6 == 5 ? nil : ["high", "low"][number % 2],
                ]
            }),
        "surveys": .init(
            columns: ["id", "kind", "customer_id", "sent_at", "answered_at", "score"],
            rows: [
                ["1", "nps", "007", "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z", "9"],
                ["2", "NPS", "7", "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z", "0"],
                ["3", "nps", "7", "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z", "11"],
                ["4", "nps", nil, "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z", "7.5"],
                ["5", "csat", "007", nil, "2026-02-12T00:00:00Z", "5"],
                ["6", "csat", "007", "2026-02-10T00:00:00Z", "2026-03-12T00:00:00Z", "1"],
                ["7", "csat", "7", "2026-02-10T00:00:00Z", "2026-02-12T00:00:00Z", "0"],
                ["8", "csat", "7", "2026-02-10T00:00:00Z", "2026-02-12T00:00:00Z", "3.5"],
                ["9", "ces", "7", "2026-02-10T00:00:00Z", "2026-02-12T00:00:00Z", "99"],
                ["10", nil, "7", "2026-02-10T00:00:00Z", nil, nil],
            ]),
        "sends": .init(
            columns: ["id", "campaign", "customer_id", "sent_at", "responded_at"],
            rows: [
                ["1", "spring", "007", "2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z"],
                ["2", "spring", nil, "2026-02-10T00:00:00Z", "2026-03-11T00:00:00Z"],
                ["3", nil, "7", "2026-02-10T00:00:00Z", nil],
            ]),
        "costs": .init(
            columns: ["id", "spent_at", "category", "amount", "Region"],
            rows: [
                ["1", "2026-02-10T00:00:00Z", "ads", "1e308", "north"],
                ["2", "2026-02-11T00:00:00Z", "ads", "1e-300", "south"],
                ["3", "2026-02-11T00:00:00Z", nil, nil, "south"], ["4", "2026-02-12T00:00:00Z", "fair", "12.5", nil],
            ]),
    ])

    /// Every KPI and parameter, split and filtered by a column of each kind, over windows of each kind.
    static let questions: [MeasurementRequest] = Catalogue.standard.all.flatMap { kpi in
        let parameters = kpi.parameters.flatMap { parameter -> [[String: String]] in
            switch parameter.form {
            case .words(let words): words.map { [parameter.name: $0] }
            case .span: [[parameter.name: "20d"]]
            case .number: [[parameter.name: "3"]]
            }
        }
        let statistics: [Statistic?] = kpi.unit == .duration ? [.mean, .percentile(90), .percentile(99)] : []
        return ([[:]] + parameters).flatMap { parameters -> [MeasurementRequest] in
            [
                .of(kpi.id, parameters: parameters),
                .of(kpi.id, .last(.month), by: ["segment"], parameters: parameters),
                .of(kpi.id, by: ["Region", "Ship To"], parameters: parameters),
                .of(kpi.id, by: ["product"], parameters: parameters), .of(kpi.id, by: ["plan"], parameters: parameters),
                .of(kpi.id, by: ["priority"], parameters: parameters),
                .of(kpi.id, by: ["source"], parameters: parameters),
                .of(kpi.id, by: ["score"], parameters: parameters),
                .of(kpi.id, by: ["campaign"], parameters: parameters),
                .of(kpi.id, where: ["segment": ["smb", ""]], parameters: parameters),
                .of(kpi.id, where: ["Ship To": ["O'Hara \"Ltd\"", "x\\y", "%_"]], parameters: parameters),
                .of(kpi.id, .this(.month), parameters: parameters, lag: .days(3)),
                .of(kpi.id, .last(.week), parameters: parameters, shift: Span(months: 1, text: "1 month")),
            ] + statistics.map { .of(kpi.id, parameters: parameters, statistic: $0) }
        }
    }
}
