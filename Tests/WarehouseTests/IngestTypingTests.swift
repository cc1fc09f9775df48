import Foundation
import Goals
import Testing

@testable import Warehouse

@Suite struct IngestTypingTests {
    let fixture: IngestFixture

    init() throws {
        fixture = try IngestFixture()
    }

    @Test(arguments: [
        ("1234.5", 1234.5), ("-1", -1), ("+2", 2), (".5", 0.5), ("5.", 5), ("1,234.50", 1234.5),
        ("1,234,567", 1_234_567),
        ("$1,234.50", 1234.5), ("-$5", -5), ("$-5", -5), ("EUR 12.30", 12.3), ("12.30 EUR", 12.3), ("12.30€", 12.3),
        ("1 234.5", 1234.5), ("1\u{A0}234.5", 1234.5), ("1\u{202F}234.5\u{A0}€", 1234.5), ("1'234.50", 1234.5),
        ("1\u{2019}234.50", 1234.5), ("Fr. 5.50", 5.5), ("₹ 12,34,567.00", 1_234_567), ("(12.50)", -12.5),
        ("12.50-", -12.5),
        ("\u{2212}3", -3), ("1e3", 1000), ("1.5E-3", 0.0015), ("0.1", 0.1), ("9007199254740993", 9_007_199_254_740_992),
        ("123456789012345678901234567890", 1.2345678901234568e29),
        ("0.30000000000000004", 0.30000000000000004),
        (" 7 ", 7), ("007", 7),
    ])
    func numbersAreReadWithAPoint(cell: String, value: Double) {
        let format = NumberFormat(currency: "EUR")
        #expect(withCell(cell) { format.parse($0) } == value)
    }

    @Test(arguments: [
        ("1234,5", 1234.5), ("1.234,50", 1234.5), ("1.234", 1234), ("1.234.567", 1_234_567), ("12,50 €", 12.5),
        ("-3,2", -3.2),
        ("1 234,5", 1234.5), ("0,05", 0.05), ("12,50-", -12.5), ("kr 12,50", 12.5), ("1,5e2", 150),
    ])
    func numbersAreReadWithAComma(cell: String, value: Double) {
        let format = NumberFormat(decimal: ",", currency: "EUR")
        #expect(withCell(cell) { format.parse($0) } == value)
    }

    @Test(arguments: [
        (".", "1,5"), (".", "1.234,50"), (".", "abc"), (".", "12 USD"), (".", "5%"), (".", "1,23,4"), (".", "--5"),
        (".", "-5-"),
        (".", "1e999"), (".", "nan"), (".", "inf"), (".", "0x10"), (".", "5 pcs"), (".", "-"), (".", "€"), (".", "1 2"),
        (",", "1.5"), (",", "01.02.2026"), (",", "1,5,5"), (".", "1.5.5"), (".", "(5"), (".", "1,234 567"),
    ])
    func whatCouldBeMisreadIsNoNumber(decimal: String, cell: String) {
        let format = NumberFormat(decimal: Character(decimal), currency: "EUR")
        #expect(withCell(cell) { format.parse($0) } == nil)
    }

    @Test func aShareMayHaveItsSignInATableOfTheUsersOwn() throws {
        let path = try fixture.write("rates.csv", "at,value,region\n2026-03-01,5.5 %,north\n2026-03-02,6%,south\n")
        let report = try fixture.refresh(fixture.source(files: [fixture.file("rates", path)], series: ["rates"]))[
            "rates"]
        #expect(report?.columns == ["at", "value", "region"])
        #expect(try fixture.rows("SELECT value, region FROM rates") == ["0.055 | north", "0.06 | south"])
    }

    @Test func idsStayAsTheyAre() throws {
        _ = try fixture.read(
            "orders",
            "id,customer_id,ordered_at,amount\n007,17850.0,2026-03-01,1\n99999999999999999999,0012,2026-03-01,2\n 1e5 ,x,2026-03-01,\n"
        )
        #expect(
            try fixture.rows("SELECT id, customer_id, amount FROM orders ORDER BY rowid")
                == ["007 | 17850.0 | 1.0", "99999999999999999999 | 0012 | 2.0", " 1e5  | x | -"])
    }

    @Test func timesAreInTheZoneOfTheSourceUnlessTheySayAnother() throws {
        let zone = try #require(Zone("Europe/Berlin"))
        _ = try fixture.read(
            "visits",
            "visited_at\n2026-03-01 12:00\n2026-07-01 12:00\n2026-03-29 02:30\n2026-10-25 02:30\n2026-07-01T12:00:00Z\n"
                + "2026-07-01T12:00:00-05:00\n01.07.2026 12:00\n", zone: zone
        ) { $0.dateFormat = "dd.MM.yyyy HH:mm" }
        // 02:30 on 29 March does not exist and is 03:30 there; on 25 October it is there twice, and the first is meant.
        #expect(
            try fixture.rows("SELECT \(IngestFixture.time("visited_at")) FROM visits ORDER BY rowid") == [
                "2026-03-01T11:00:00Z", "2026-07-01T10:00:00Z", "2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z",
                "2026-07-01T12:00:00Z", "2026-07-01T17:00:00Z", "2026-07-01T10:00:00Z",
            ])
    }

    @Test func whatStandsForNothingIsNull() throws {
        let report = try fixture.read(
            "tickets", "id,opened_at,resolved_at,priority\n1,2026-03-01,?,?\n2,2026-03-01,N/A,high\n3,2026-03-01,,\n"
        ) { $0.nulls = ["?", "N/A"] }
        #expect(report.badRows == 0)
        #expect(try fixture.rows("SELECT resolved_at, priority FROM tickets") == ["- | -", "- | high", "- | -"])
    }

    @Test func aRequiredTimeMustBeThereACustomerAndAnAmountNot() throws {
        let report = try fixture.read(
            "orders", "customer_id,ordered_at,amount\n,2026-03-01,\nc,,5\nc, ,5\nc,2026-03-02,5\n")
        #expect(report.rows == 2)
        #expect(report.bad.map(\.line) == [3, 4])
        #expect(report.bad.map(\.column) == ["ordered_at", "ordered_at"])
        #expect(report.bad.map(\.reason) == ["is empty", "is empty"])
    }

    @Test func aCustomerNeedsAnID() throws {
        let report = try fixture.read("customers", "id,created_at\n,2026-03-01\na,2026-03-01\n")
        #expect(report.bad.map(\.column) == ["id"])
        #expect(report.rows == 1)
    }

    @Test func aScoreOutsideItsScaleIsABadRow() throws {
        let report = try fixture.read(
            "surveys",
            "kind,answered_at,score\nnps,2026-03-01,11\nnps,2026-03-01,0\nNPS,2026-03-01,10\ncsat,2026-03-01,0\n"
                + "csat,2026-03-01,5\nces,2026-03-01,99\nnps,,\n")
        #expect(report.bad.map(\.line) == [2, 5])
        #expect(report.bad[0].reason == "11.0 is outside the scale of nps, 0 to 10")
        #expect(
            try fixture.rows("SELECT kind, score FROM surveys ORDER BY rowid")
                == ["nps | 0.0", "nps | 10.0", "csat | 5.0", "ces | 99.0", "nps | -"])
    }

    @Test func anotherCurrencyIsABadRowWhereThereIsMoney() throws {
        let orders = try fixture.read(
            "orders",
            "customer_id,ordered_at,amount,Currency\na,2026-03-01,1,EUR\na,2026-03-01,1,eur\na,2026-03-01,1,USD\n"
                + "a,2026-03-01,1,\n")
        #expect(orders.bad.map(\.reason) == ["\"USD\" is not EUR, the configuration's currency"])
        #expect(orders.rows == 3)
        let customers = try fixture.read("customers", "id,created_at,currency\na,2026-03-01,USD\n")
        #expect(customers.badRows == 0)
    }

    @Test func badRowsAreCountedTheFirstTenShownAndOverTheLimitFail() throws {
        var text = "id,opened_at\n"
        for row in 0..<1000 { text += "\(row),\(row % 50 == 0 ? "yesterday" : "2026-03-01")\n" }
        let report = try fixture.read("tickets", text)
        #expect(report.badRows == 20)
        #expect(report.readRows == 1000)
        #expect(report.bad.count == 10)
        #expect(report.bad[1].line == 52)
        #expect(report.bad[1].reason == "\"yesterday\" is no time in ISO 8601; say the file's \"date_format\"")
        #expect(
            report.failure?.contains("20 of 1000 rows of tickets cannot be read (2.0 %; 1.0 % are allowed)") == true)
        let file = fixture.file("tickets", "tickets.csv")
        let lenient = try fixture.refresh(fixture.source(files: [file]) { $0.allowedBadRows = 0.02 })["tickets"]
        #expect(lenient?.failure == nil)
        #expect(lenient?.badRows == 20)
    }

    @Test func theLastOfRowsWithOneIDHolds() throws {
        try fixture.write("log-2.csv", "id,opened_at,priority\na,2026-03-03,third\n,2026-03-01,x\n")
        try fixture.write(
            "log-1.csv",
            "id,opened_at,priority\na,2026-03-01,first\na,2026-03-02,second\nb,2026-03-01,b\n,2026-03-01,y\n")
        let report = try fixture.refresh(fixture.source(files: [fixture.file("tickets", "log-*.csv")]))["tickets"]
        #expect(report?.replaced == 2)
        #expect(report?.rows == 4)
        #expect(report?.readRows == 6)
        #expect(report?.failure == nil)
        #expect(
            try fixture.rows("SELECT id, priority FROM tickets ORDER BY rowid") == [
                "b | b", "- | y", "a | third", "- | x",
            ])
    }

    @Test func ordersThatRepeatTheirIDInOneFileAreAMistakeOfTheMapping() throws {
        var text = "id,customer_id,ordered_at,amount\n"
        for row in 0..<200 { text += "\(row < 3 ? 0 : row),c,2026-03-01,1\n" }
        let report = try fixture.read("orders", text)
        #expect(report.replaced == 2)
        #expect(report.failure == nil)
        text += "3,c,2026-03-01,1\n"
        let failed = try fixture.read("orders", text)
        #expect(failed.failure?.contains("Order lines? leave `id` unmapped") == true)
        let file = fixture.file("orders", "orders.csv")
        #expect(
            try fixture.refresh(fixture.source(files: [file]) { $0.allowsRepeatedIDs = true })["orders"]?.failure == nil
        )
    }

    @Test func correctionsInALaterFileAreNoMistake() throws {
        for day in 1...3 {
            try fixture.write("orders-\(day).csv", "id,customer_id,ordered_at,amount\na,c,2026-03-01,\(day)\n")
        }
        let report = try fixture.refresh(fixture.source(files: [fixture.file("orders", "orders-*.csv")]))["orders"]
        #expect(report?.failure == nil)
        #expect(report?.replaced == 2)
        #expect(try fixture.rows("SELECT amount FROM orders") == ["3.0"])
    }
}
