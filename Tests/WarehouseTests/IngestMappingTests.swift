import Foundation
import Goals
import Testing

@testable import Warehouse

@Suite struct IngestMappingTests {
    let fixture: IngestFixture

    init() throws {
        fixture = try IngestFixture()
    }

    @Test func aFolderGivesTheTablesThatHaveAFile() throws {
        try fixture.write("customers.csv", "ID,Created_At,Segment\n1,2026-03-01,smb\n")
        try fixture.write("signups.csv", "at,value\n2026-03-01,5\n")
        try fixture.write("notes.txt", "nothing")
        let reports = try fixture.refresh(fixture.source(folder: true, series: ["signups", "others"]))
        #expect(reports.keys.sorted() == ["customers", "signups"])
        #expect(reports["customers"]?.columns == ["id", "created_at", "Segment"])
        #expect(reports["customers"]?.newest == Date(timeIntervalSince1970: 1_772_323_200))
    }

    @Test func otherFilesOfTheFolderCanBeMapped() throws {
        try fixture.write("cases.csv", "Number,Created\n1,2026-03-01\n")
        let mapping = TableMapping.columns(
            "tickets", from: "cases", ["id": .column("Number"), "opened_at": .column("Created")])
        let query = TableMapping.query("leads", "SELECT Number AS id, Created AS created_at FROM cases")
        let reports = try fixture.refresh(fixture.source(tables: [mapping, query], folder: true))
        #expect(reports["tickets"]?.rows == 1)
        #expect(reports["leads"]?.rows == 1)
    }

    @Test func aMissingFolderFailsEveryTableWithTheReason() throws {
        let source = CSVSource(
            SourceDeclaration(name: "crm", kind: .csv(folder: fixture.path("none"), files: [])),
            database: fixture.database,
            currency: nil)
        let reports = try fixture.refresh(source)
        #expect(reports.count == CanonicalTable.all.count)
        #expect(reports["orders"]?.failure?.contains("none does not exist") == true)
    }

    @Test func columnsAreMappedByNameConstantAndExpression() throws {
        try fixture.write(
            "lines.csv",
            "No;Kunde;Datum;Menge;Preis;Land;Amount\n1;c;01.03.2026;2;1.234,50;DE;9\n2;d;02.03.2026;1;n/a;AT;9\n")
        let file = fixture.file("lines", "lines.csv") {
            $0.decimal = ","
            $0.dateFormat = "dd.MM.yyyy"
        }
        let mapping = TableMapping.columns(
            "orders", from: "lines",
            [
                "customer_id": .column("Kunde"), "ordered_at": .column("datum"), "amount": .sql("Menge * Preis"),
                "product": .sql("'P-' || No"), "channel": .constant("web"),
            ])
        let report = try #require(try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["orders"])
        #expect(
            report.columns == [
                "customer_id", "ordered_at", "product", "amount", "channel", "No", "Kunde", "Menge", "Preis", "Land",
            ])
        #expect(
            try fixture.rows("SELECT customer_id, amount, product, channel, Land FROM orders") == [
                "c | 2469.0 | P-1 | web | DE"
            ])
        #expect(report.bad.map(\.line) == [3])
        #expect(report.bad[0].column == "product, amount")
        #expect(report.bad[0].reason.contains("\"n/a\" is not a number"))
    }

    @Test func rowsAreFilteredBeforeTheyAreRead() throws {
        try fixture.write(
            "cases.csv",
            "id,opened_at,Type\n1,2026-03-01,Problem\n2,bad,Question\n3,2026-03-01,\n4,2026-03-01,Incident\n")
        let file = fixture.file("cases", "cases.csv")
        func ids(_ values: [String?]) throws -> [String] {
            let mapping = TableMapping.columns("tickets", from: "cases", where: [.init(column: "type", values: values)])
            let report = try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["tickets"]
            #expect(report?.badRows == 0)
            return try fixture.rows("SELECT id FROM tickets")
        }
        #expect(try ids(["Problem"]) == ["1"])
        #expect(try ids(["Problem", "Incident"]) == ["1", "4"])
        #expect(try ids([nil]) == ["3"])
    }

    @Test func aMissingColumnIsNamedWithTheNearestAndHowToMapIt() throws {
        let path = try fixture.write("cases.csv", "Case No,Opened At\n1,2026-03-01\n")
        let file = fixture.file("cases", "cases.csv")
        let mapping = TableMapping.columns(
            "tickets", from: "cases", ["id": .column("Case Nr"), "opened_at": .column("Opened At")])
        let failure = try #require(
            try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["tickets"]?.failure)
        #expect(
            failure.hasPrefix(
                "\(path) has no column \"Case Nr\", which tickets.id needs; its header is: Case No, Opened At"))
        #expect(failure.contains("nearest is \"Case No\""))
        #expect(failure.contains("\"columns\": { \"id\": \"Case No\" }"))
        let unmapped = try fixture.read("tickets", "opened,id\n2026-03-01,1\n")
        #expect(unmapped.failure?.contains("no column \"opened_at\"") == true)
    }

    @Test func aMissingFileAndAnUnknownNameAreSaid() throws {
        let none = try fixture.refresh(fixture.source(files: [fixture.file("orders", "orders.csv")]))["orders"]
        #expect(none?.failure?.contains("orders.csv does not exist") == true)
        let glob = try fixture.refresh(fixture.source(files: [fixture.file("orders", "orders-*.csv")]))["orders"]
        #expect(glob?.failure?.contains("no file matches") == true)
        let mapping = TableMapping.columns("tickets", from: "case", [:])
        let unknown = try fixture.refresh(fixture.source(files: [fixture.file("cases", "c.csv")], tables: [mapping]))[
            "tickets"]
        #expect(
            unknown?.failure?.contains("there is no file \"case\" (there are: cases); nearest is \"cases\"") == true)
    }

    @Test func filesOfOnePatternMayHaveTheirColumnsInAnyOrder() throws {
        try fixture.write("2026/a-1.csv", "id,opened_at,Team\n1,2026-03-01,x\n")
        try fixture.write("2025/b-2.csv", "Area,opened_at,id\nnorth,2025-03-01,2\n")
        let report = try fixture.refresh(fixture.source(files: [fixture.file("tickets", "20*/*-*.csv")]))["tickets"]
        #expect(report?.columns == ["id", "opened_at", "Area", "Team"])
        #expect(report?.files.map { $0.suffix(12) } == ["2025/b-2.csv", "2026/a-1.csv"])
        #expect(try fixture.rows("SELECT id, Area, Team FROM tickets") == ["2 | north | -", "1 | - | x"])
    }

    @Test func namesThatSQLCannotTellApartGetANumber() throws {
        let report = try fixture.read("visits", "visited_at,Name,name,,a\"b\n2026-03-01,x,y,z,q\n")
        #expect(report.columns == ["visited_at", "Name", "name (2)", "a\"b"])
        #expect(try fixture.rows("SELECT \"Name\", \"name (2)\", \"a\"\"b\" FROM visits") == ["x | y | q"])
    }

    @Test func aQueryJoinsFilesAndReadsTimesByTheFormatsOfThoseItSelectsFrom() throws {
        try fixture.write("mql.csv", "mql_id;first_contact_date;origin\nA;01.02.2026;paid\nB;15.02.2026;\n")
        try fixture.write("deals.csv", "mql_id,won_date,value\nA,2026-02-20 10:00:00,\"1,200.50\"\n")
        try fixture.write("us.csv", "x\n1\n")
        let files = [
            fixture.file("mql", "mql.csv") { $0.dateFormat = "dd.MM.yyyy" }, fixture.file("Deals", "deals.csv"),
            fixture.file("us", "us.csv") { $0.dateFormat = "MM.dd.yyyy" },
        ]
        let query = TableMapping.query(
            "leads",
            "SELECT m.mql_id AS id, m.first_contact_date AS Created_At, d.won_date AS converted_at, m.origin AS source, "
                + "d.value * 2 AS worth, 'us' AS region FROM mql m LEFT JOIN deals d USING (mql_id)")
        let report = try #require(try fixture.refresh(fixture.source(files: files, tables: [query]))["leads"])
        #expect(report.failure == nil)
        #expect(report.columns == ["id", "created_at", "converted_at", "source", "worth", "region"])
        #expect(
            try fixture.rows(
                "SELECT id, \(IngestFixture.time("created_at")), \(IngestFixture.time("converted_at")), source, worth FROM leads"
            )
                == [
                    "A | 2026-02-01T00:00:00Z | 2026-02-20T10:00:00Z | paid | 2401.0",
                    "B | 2026-02-15T00:00:00Z | - | - | -",
                ])
    }

    @Test func aTimeThatTwoFormatsReadDifferentlyIsABadRow() throws {
        try fixture.write("a.csv", "t\n01.02.2026\n13.02.2026\n")
        try fixture.write("b.csv", "t\n02.28.2026\n")
        let files = [
            fixture.file("a", "a.csv") { $0.dateFormat = "dd.MM.yyyy" },
            fixture.file("b", "b.csv") { $0.dateFormat = "MM.dd.yyyy" },
        ]
        let query = TableMapping.query("visits", "SELECT t AS visited_at FROM a UNION ALL SELECT t FROM b")
        let report = try #require(try fixture.refresh(fixture.source(files: files, tables: [query]))["visits"])
        #expect(report.bad.map(\.reason.count).count == 1)
        #expect(report.bad[0].reason.contains("make ISO 8601 of it"))
        #expect(report.rows == 2)
    }

    @Test func sumsOfAQueryAreOfNumbersAsTheFileWritesThem() throws {
        try fixture.write(
            "lines.csv", "order;at;price\n1;2026-03-01;1,50\n1;2026-03-01;2,25\n2;2026-03-01;?\n3;2026-03-01;1.000\n")
        let file = fixture.file("lines", "lines.csv") { $0.decimal = "," }
        let query = TableMapping.query(
            "orders",
            "SELECT \"order\" AS id, \"order\" AS customer_id, max(at) AS ordered_at, sum(price) AS amount FROM lines GROUP BY 1"
        )
        let report = try #require(
            try fixture.refresh(fixture.source(files: [file], tables: [query]) { $0.allowedBadRows = 0.5 })["orders"])
        #expect(report.badRows == 1)
        #expect(report.bad[0].reason.contains("\"?\" is not a number"))
        #expect(try fixture.rows("SELECT id, amount FROM orders ORDER BY id") == ["1 | 3.75", "2 | -", "3 | 1000.0"])
    }

    @Test(arguments: [
        ("SELECT x AS id FROM cases", "no such column: x"), ("SELECT id FROM tickets", "no such table: tickets"),
        ("SELECT id FROM cases; DROP TABLE cases", "one statement is expected"),
        ("DELETE FROM cases", "cannot modify"),
        ("SELECT id, \"Createdd\" AS opened_at FROM cases", "no such column: Createdd"),
        ("SELECT name AS id, sql AS opened_at FROM sqlite_master", "prohibited"),
        ("SELECT id FROM cases", "gives no column opened_at"),
        ("SELECT id, id, opened_at FROM cases", "gives the column id twice"),
        ("SELECT load_extension('x') AS id, opened_at FROM cases", "not authorized"), ("", "no statement"),
        ("ATTACH 'x' AS y", "not authorized"),
    ])
    func aQueryThatCannotBeIsRefusedWithTheReason(sql: String, reason: String) throws {
        try fixture.write("cases.csv", "id,opened_at\n1,2026-03-01\n")
        let source = fixture.source(files: [fixture.file("cases", "cases.csv")], tables: [.query("tickets", sql)])
        let report = try #require(try fixture.refresh(source)["tickets"])
        #expect(report.failure?.contains(reason) == true, "\(report.failure ?? "none")")
    }

    @Test func anExpressionThatCannotBeIsRefusedWithTheReason() throws {
        try fixture.write("cases.csv", "id,Created\n1,2026-03-01\n")
        let file = fixture.file("cases", "cases.csv")
        for (sql, reason) in [
            ("date(Creatd)", "no such column: Creatd; nearest is Created"), ("date(", "near"),
            ("1, 2", "misused"),
        ] {
            let mapping = TableMapping.columns("tickets", from: "cases", ["opened_at": .sql(sql)])
            let report = try fixture.refresh(fixture.source(files: [file], tables: [mapping]))["tickets"]
            #expect(report?.failure?.contains("tables.tickets.columns.opened_at: ") == true)
            #expect(report?.failure?.contains(reason) == true, "\(report?.failure ?? "none")")
        }
    }
}
