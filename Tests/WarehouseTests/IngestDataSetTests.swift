import Foundation
import Goals
import Testing

@testable import Warehouse

/// Public data sets as they come, mapped by configuration alone. What is expected was computed with Python's csv module.
@Suite struct IngestDataSetTests {
    let fixture: IngestFixture
    let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures").path

    init() throws {
        fixture = try IngestFixture()
    }

    @Test func theLastEventOfAnIncidentHolds() throws {
        let file = fixture.file("events", data + "/incidents/incident_event_log.csv") {
            $0.nulls = ["?"]
            $0.dateFormat = "dd-MM-yyyy HH:mm"
        }
        let mapping = TableMapping.columns("tickets", from: "events", ["id": .column("number")])
        let report = try #require(try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["tickets"])
        #expect(report.failure == nil)
        #expect(report.readRows == 300)
        #expect(report.rows == 49)
        #expect(report.replaced == 251)
        #expect(report.badRows == 0)
        #expect(report.columns.prefix(4) == ["id", "opened_at", "resolved_at", "priority"])
        #expect(
            try fixture.rows(
                "SELECT count(resolved_at), \(IngestFixture.time("min(resolved_at)")) FROM tickets WHERE id = 'INC0000045'"
            )
                == ["1 | 2016-02-29T11:29:00Z"])
        #expect(try fixture.rows("SELECT count(resolved_at) FROM tickets") == ["48"])
    }

    @Test func orderLinesOfOneFileADayAreMultiplied() throws {
        let file = fixture.file("lines", data + "/retail/*.csv")
        let mapping = TableMapping.columns(
            "orders", from: "lines",
            [
                "customer_id": .column("CustomerID"), "ordered_at": .column("InvoiceDate"),
                "product": .column("StockCode"),
                "amount": .sql("Quantity * UnitPrice"),
            ])
        let report = try #require(try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["orders"])
        #expect(report.failure == nil)
        #expect(report.rows == 400)
        #expect(report.badRows == 0)
        #expect(
            try fixture.rows("SELECT round(sum(amount), 9), sum(customer_id IS NULL) FROM orders") == ["7962.69 | 3"])
        #expect(try fixture.rows("SELECT customer_id FROM orders ORDER BY rowid LIMIT 1") == ["17733.0"])
    }

    @Test func sessionsHaveTheMiddleOfTheirMonth() throws {
        let file = fixture.file("sessions", data + "/shoppers/online_shoppers_intention.csv") {
            $0.dateFormat = "d MMM yyyy"
        }
        let mapping = TableMapping.columns(
            "visits", from: "sessions",
            [
                "visited_at": .sql("'15 ' || Month || ' 2017'"),
                "converted_at": .sql("CASE Revenue WHEN 'TRUE' THEN '15 ' || Month || ' 2017' END"),
            ])
        let report = try #require(try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["visits"])
        #expect(report.failure == nil)
        #expect(report.rows == 205)
        #expect(
            try fixture.rows(
                "SELECT count(converted_at), sum(\(IngestFixture.time("visited_at")) = '2017-11-15T00:00:00Z') FROM visits"
            )
                == ["31 | 54"])
    }

    @Test func callsWithoutAHeaderHaveTheirMonthByName() throws {
        let file = fixture.file("calls", data + "/bank/bank-full.csv") {
            $0.header = [
                "id", "age", "job", "marital", "education", "default", "balance", "housing", "loan", "contact", "day",
                "month",
                "duration", "campaign_calls", "pdays", "previous", "poutcome", "y",
            ]
            $0.dateFormat = "d MMM yyyy"
        }
        let mapping = TableMapping.columns(
            "sends", from: "calls",
            [
                "campaign": .constant("deposit"), "sent_at": .sql("day || ' ' || month || ' 2012'"),
                "responded_at": .sql("CASE WHEN y = 'yes' THEN day || ' ' || month || ' 2012' END"),
            ])
        let report = try #require(try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["sends"])
        #expect(report.failure == nil)
        #expect(report.rows == 226)
        #expect(
            try fixture.rows(
                "SELECT count(responded_at), sum(strftime('%m', sent_at / 1000000, 'unixepoch') = '05'), max(campaign) FROM sends"
            )
                == ["26 | 68 | deposit"])
    }

    @Test func customersAreCreatedTheirTenureAgo() throws {
        let file = fixture.file("telco", data + "/telco/Telco-Customer-Churn.csv")
        let query = TableMapping.query(
            "customers",
            "SELECT customerID AS id, date('2020-01-01', '-' || tenure || ' months', '-1 day') AS created_at, "
                + "CASE Churn WHEN 'Yes' THEN '2019-12-15' END AS churned_at, Contract FROM telco")
        let report = try #require(try fixture.refresh(fixture.source(files: [file], tables: [query]))["customers"])
        #expect(report.failure == nil)
        #expect(report.columns == ["id", "created_at", "churned_at", "Contract"])
        #expect(report.rows == 201)
        #expect(
            try fixture.rows(
                "SELECT count(churned_at), (SELECT \(IngestFixture.time("created_at")) FROM customers WHERE id = '3413_BMNZE') "
                    + "FROM customers") == ["60 | 2019-11-30T00:00:00Z"])
    }

    @Test func purchasesKeepTheZerosOfTheirCustomers() throws {
        let file = fixture.file("purchases", data + "/cdnow/transactions.csv")
        let mapping = TableMapping.columns(
            "orders", from: "purchases",
            [
                "customer_id": .column("customer"), "ordered_at": .column("date"), "quantity": .column("cds"),
                "amount": .column("dollars"),
            ])
        let report = try #require(try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["orders"])
        #expect(report.rows == 300)
        #expect(
            try fixture.rows("SELECT count(DISTINCT customer_id), min(customer_id), round(sum(amount), 9) FROM orders")
                == ["111 | 0001 | 10200.13"])
    }
}
