import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// The sentences of DESIGN 8 that a random company does not tell apart.
@Suite struct MeasureTests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private static let now = time("2026-03-01T00:00:00Z")

    private func measured(
        _ company: TestCompany, _ request: MeasurementRequest, known: Set<Labels> = [], maxSeries: Int = 500
    ) async throws -> [Labels: SeriesResult] {
        let warehouse = try Warehouse(company, in: folder)
        return try await warehouse.measure(
            request, now: Self.now, known: known, maxSeries: maxSeries, deadline: 60)
    }

    private func refusal(_ company: TestCompany, _ request: MeasurementRequest) async throws -> String {
        do {
            let results = try await measured(company, request)
            return "measured: \(results)"
        } catch let error as WarehouseError {
            return error.description
        }
    }

    private static func company(_ tables: [String: String]) -> TestCompany {
        TestCompany(
            tables: tables.mapValues { text in
                let lines = text.split(separator: "\n").map { line in
                    line.split(separator: ",", omittingEmptySubsequences: false).map { cell -> String? in
                        let cell = cell.trimmingCharacters(in: .whitespaces)
                        return cell.isEmpty ? nil : cell
                    }
                }
                return TestCompany.Table(columns: lines[0].map { $0 ?? "" }, rows: Array(lines.dropFirst()))
            })
    }

    @Test func aDenominatorOfZeroIsNoDataWithItsReason() async throws {
        let company = Self.company([
            "visits": "visited_at,converted_at", "surveys": "kind,sent_at,answered_at,score",
            "customers": "id,created_at,churned_at", "costs": "spent_at,amount\n2026-02-10,50",
        ])
        #expect(
            try await measured(company, .of("conversion_rate")) == [.none: .noData(reason: "no visits in the window")])
        #expect(
            try await measured(company, .of("churn_rate"))
                == [.none: .noData(reason: "no customers were active at the start of the window")])
        #expect(
            try await measured(company, .of("net_promoter_score"))
                == [.none: .noData(reason: "no NPS answers in the window")])
        #expect(
            try await measured(company, .of("customer_acquisition_cost"))
                == [.none: .noData(reason: "no customers were created in the window")])
    }

    @Test func acquisitionWithoutACostRowIsNoDataNotFree() async throws {
        let company = Self.company([
            "customers": "id,created_at\na,2026-02-10", "costs": "spent_at,amount\n2025-02-10,50",
        ])
        #expect(
            try await measured(company, .of("customer_acquisition_cost"))
                == [.none: .noData(reason: "no costs in the window")])
    }

    @Test func countsAreZeroOnceTheirTableHasARowBeforeTheEndAndNoDataBefore() async throws {
        let later = Self.company(["orders": "customer_id,ordered_at,amount\na,2026-03-01,5"])
        #expect(try await measured(later, .of("orders")) == [.none: .noData(reason: "no order yet")])
        let earlier = Self.company(["orders": "customer_id,ordered_at,amount\na,2025-03-01,5"])
        for kpi in ["orders", "revenue"] {
            guard case .value(let zero) = try await measured(earlier, .of(kpi))[.none] else {
                Issue.record("\(kpi) has no value")
                continue
            }
            #expect(zero.value == 0 && zero.sample == 0)
        }
    }

    @Test func aKnownSeriesOfACountThatIsAbsentIsZero() async throws {
        let company = Self.company([
            "tickets": "id,opened_at,resolved_at,priority\n1,2026-02-01,,high\n2,2026-02-01,2026-02-02,low"
        ])
        let low = Labels(["priority": "low"])
        let results = try await measured(company, .of("open_tickets", by: ["priority"]), known: [low])
        #expect(Set(results.keys) == [low, Labels(["priority": "high"])])
        guard case .value(let zero) = results[low] else {
            Issue.record("low has no value")
            return
        }
        #expect(zero.value == 0)
    }

    @Test func whatEndsBeforeItBeginsIsLeftOutOfDurationsAndTold() async throws {
        let company = Self.company([
            "tickets": """
            id,opened_at,resolved_at
            1,2026-02-10,2026-02-09
            2,2026-02-10,2026-02-11
            3,2026-02-10,2026-02-14
            """
        ])
        guard case .value(let median) = try await measured(company, .of("time_to_resolution"))[.none] else {
            Issue.record("no value")
            return
        }
        #expect(median.value == 2.5 * 86_400)
        #expect(median.sample == 2)
        #expect(median.notes == ["1 ticket resolved before it was opened was left out"])
    }

    @Test func openTicketsCountAsLastingUntilNow() async throws {
        // Of four one is resolved after a day, one after three; two are open since the 24th and the 26th.
        let company = Self.company([
            "tickets": """
            id,opened_at,resolved_at
            1,2026-02-10,2026-02-11
            2,2026-02-10,2026-02-13
            3,2026-02-24,
            4,2026-02-26,2026-03-05
            5,2026-02-20,2026-02-19
            6,2026-01-01,2026-02-11
            """
        ])
        func asked(_ statistic: Statistic?) async throws -> SeriesResult? {
            try await measured(
                company, .of("time_to_resolution", parameters: ["open": "include"], statistic: statistic))[.none]
        }
        guard case .value(let median) = try await asked(nil) else {
            Issue.record("no value")
            return
        }
        // 3/4 after a day; the fourth is gone at 3 days with the second: 3/4 x 2/3.
        #expect(median.value == 3 * 86_400)
        #expect(median.sample == 4)
        #expect(median.notes == ["1 ticket resolved before it was opened was left out"])
        #expect(
            try await asked(.percentile(90))
                == .noData(reason: "fewer than 90 % of the tickets are resolved yet"))
        let none = Self.company(["tickets": "id,opened_at,resolved_at\n1,2025-01-01,"])
        #expect(
            try await measured(none, .of("time_to_resolution", parameters: ["open": "include"]))
                == [.none: .noData(reason: "no tickets were opened in the window")])
        let waiting = Self.company(["tickets": "id,opened_at,resolved_at\n1,2026-02-20,\n2,2026-02-21,"])
        #expect(
            try await measured(waiting, .of("time_to_resolution", parameters: ["open": "include"]))
                == [.none: .noData(reason: "fewer than half of the tickets are resolved yet")])
    }

    @Test func oldTicketsClosedInBulkAreNotedOnTheirSeries() async throws {
        let daily = (1...20).map {
            "d\($0),2026-02-\($0 + 7)T08:00:00Z,2026-02-\($0 + 7)T12:00:00Z,mail".replacing("02-8T", with: "02-08T")
                .replacing("02-9T", with: "02-09T")
        }
        let cleared = (0..<15).map { "c\($0),2025-06-01T08:00:00Z,2026-02-20T17:00:00Z,mail" }
        let phone = (0..<15).map { "p\($0),2026-02-19T08:00:00Z,2026-02-20T17:00:00Z,phone" }
        let company = Self.company([
            "tickets": (["id,opened_at,resolved_at,channel"] + daily + cleared + phone).joined(separator: "\n")
        ])
        let results = try await measured(company, .of("time_to_resolution", by: ["channel"]))
        let notes = results.compactMapValues { if case .value(let measurement) = $0 { measurement.notes } else { nil } }
        let mail = try #require(notes[Labels(["channel": "mail"])]?.first)
        #expect(mail.hasPrefix("16 of the 35 tickets were resolved on 2026-02-20, typically "), "\(mail)")
        #expect(notes[Labels(["channel": "phone"])] == [])
    }

    @Test func anIntervalIsAsWideAsTheConfidenceAsksFor() async throws {
        let rows = (0..<50).map { "2026-02-10,\($0 < 20 ? "2026-02-11" : "")" }.joined(separator: "\n")
        let company = Self.company([
            "visits": "visited_at,converted_at\n\(rows)",
            "orders": "customer_id,ordered_at,amount\na,2026-02-10,5\n",
        ])
        var request = MeasurementRequest.of("conversion_rate")
        var widths: [Double] = []
        for confidence in [0.8, 0.95, 0.99] {
            request.confidence = confidence
            guard case .value(let rate) = try await measured(company, request)[.none], let interval = rate.interval
            else {
                Issue.record("no interval")
                return
            }
            #expect(interval.low < 0.4 && interval.high > 0.4)
            widths.append(interval.high - interval.low)
        }
        #expect(widths == widths.sorted())
        // One order has a mean, and nothing to tell its spread from.
        guard case .value(let mean) = try await measured(company, .of("average_order_value"))[.none] else {
            Issue.record("no value")
            return
        }
        #expect(mean.value == 5 && mean.interval == nil)
        guard case .value(let sum) = try await measured(company, .of("revenue"))[.none] else {
            Issue.record("no value")
            return
        }
        #expect(sum.interval == nil)
    }

    @Test func columnsAreFoundInAnyCaseAndTheLabelIsCalledAsTheGoalCallsIt() async throws {
        let company = Self.company([
            "customers": "ID,Created_At,SEGMENT\na,2026-02-10,smb\nb,2026-02-11,"
        ])
        let results = try await measured(company, .of("new_customers", by: ["Segment"]))
        #expect(Set(results.keys) == [Labels(["Segment": "smb"]), Labels(["Segment": ""])])
    }

    @Test func aColumnThatCannotSplitIsRefusedWithWhatToDo() async throws {
        let company = Self.company([
            "customers": "id,created_at,segment,churned_at", "costs": "spent_at,amount,category",
            "visits": "visited_at,converted_at", "tickets": "opened_at,resolved_at,priority,customer_id",
        ])
        let cac = try await refusal(company, .of("customer_acquisition_cost", by: ["category"]))
        #expect(cac.contains("only costs has the column \"category\""))
        let visits = try await refusal(company, .of("conversion_rate", by: ["segment"]))
        #expect(visits.contains("visits has no customer_id"))
        let misspelt = try await refusal(company, .of("time_to_resolution", by: ["prioritty"]))
        #expect(misspelt.contains("did you mean \"priority\"?"))
        let filter = try await refusal(company, .of("time_to_resolution", where: ["prioritty": ["high"]]))
        #expect(filter.contains("did you mean \"priority\"?"))
    }

    @Test func whatIsMissingIsNamedWithHowToMapIt() async throws {
        let company = Self.company(["customers": "id,created_at"])
        let churn = try await refusal(company, .of("churn_rate"))
        #expect(churn.contains("column churned_at of customers"))
        #expect(churn.contains("sources.crm.tables.customers.columns"))
        let resolution = try await refusal(company, .of("time_to_resolution"))
        #expect(resolution.contains("time_to_resolution needs tickets (opened_at, resolved_at)"))
        #expect(resolution.contains("tickets.csv"))
        let clv = try await refusal(company, .of("customer_lifetime_value"))
        #expect(clv.contains("customer_lifetime_value needs orders (customer_id, ordered_at, amount)"))
        let mean = try await refusal(
            Self.company(["tickets": "opened_at,resolved_at"]),
            .of("time_to_resolution", parameters: ["open": "include"], statistic: .mean))
        #expect(mean.contains("ask for the median or a percentile"))
        let percentile = try await refusal(company, .of("new_customers", statistic: .percentile(90)))
        #expect(percentile.contains("mean, median and percentiles are of durations"))
    }

    @Test func moreSeriesThanAllowedFailWithTheCount() async throws {
        let rows = (0..<30).map { "c\($0),2026-02-10,s\($0)" }.joined(separator: "\n")
        let company = Self.company(["customers": "id,created_at,segment\n\(rows)"])
        await #expect(
            throws: WarehouseError.tooManySeries(kpi: "new_customers", by: ["segment"], count: 30, limit: 20)
        ) {
            try await measured(company, .of("new_customers", by: ["segment"]), maxSeries: 20)
        }
    }

    @Test func thePreviousWindowIsMeasuredAsOfThen() async throws {
        // Converted in March: known now, unknown a month ago.
        let company = Self.company([
            "leads": "created_at,converted_at\n2026-01-10,2026-01-20\n2026-01-10,2026-02-20"
        ])
        let warehouse = try Warehouse(company, in: folder)
        let month = Span(months: 1, text: "1 month")
        let now = try await warehouse.values(
            .of("lead_conversion_rate", .rolling(Span(months: 2, text: "2 months"))), Self.now)
        let before = try await warehouse.values(
            .of("lead_conversion_rate", .rolling(Span(months: 2, text: "2 months")), shift: month), Self.now)
        #expect(now == [.none: 1])
        #expect(before == [.none: 0.5])
    }

    @Test func severalRequestsOfOneSourceAreAnsweredInTheirOrder() async throws {
        let company = Self.company(["customers": "id,created_at\na,2026-02-10"])
        let warehouse = try Warehouse(company, in: folder)
        let answers = await warehouse.measure(
            [.of("new_customers"), .of("time_to_resolution"), .of("new_customers", by: ["id"])], now: Self.now,
            known: [], maxSeries: 500, deadline: 60)
        #expect(answers.count == 3)
        #expect(try answers[0].get().keys.first == Labels.none)
        #expect(throws: WarehouseError.self) { try answers[1].get() }
        #expect(try answers[2].get().keys.first == Labels(["id": "a"]))
    }

    @Test func theSQLThatRunsCanBeReadBeforeAnythingWas() throws {
        let warehouse = Warehouse(
            sources: [], folder: folder.path, catalogue: .standard, zone: .utc, currency: "EUR", secret: noSecrets)
        for kpi in Catalogue.standard.all {
            let sql = warehouse.sql(for: .of(kpi.id))
            #expect(sql.hasPrefix("SELECT"), "\(kpi.id): \(sql)")
        }
    }
}
