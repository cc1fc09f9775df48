import Foundation
import Testing

/// Values and columns that no CRM should have and some have: one goal says why it cannot be measured, the others go on.
@Suite struct BadNumbersTests {
    private static let goals = [
        "revenue": #"{ "id": "revenue", "critical": "revenue < 5" }"#,
        "value": #"{ "id": "value", "critical": "average_order_value < 5" }"#,
        "split": #"{ "id": "split", "critical": "revenue < 5", "by": ["note"] }"#,
        "churn": #"{ "id": "churn", "critical": "churn > 50%" }"#,
        "own": #"{ "id": "own", "critical": "own > 5" }"#,
    ]

    /// - Returns: state and reason by goal, and the series there are.
    private func checked(
        _ ids: [String], orders: String, kpis: String = "{}", source: String = ""
    ) throws -> [String: (state: String?, reason: String?, value: Double?)] {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200)).write(leaving: 8)
        try folder.write("id,customer_id,ordered_at,amount,note\n" + orders, to: "data/orders.csv")
        try folder.write(
            """
            { "sources":  { "crm": { "type": "csv", "folder": "data"\(source) } }, "kpis": \(kpis),
              "channels": { "team": { "type": "console" } }, "notify": ["team"],
              "goals":    [ \((ids + ["churn"]).compactMap { Self.goals[$0] }.joined(separator: ", ")) ] }
            """, to: "goals.json")
        let outcome = try Program.run("check", "--json", "--at", "2026-03-01", in: folder)
        let goals = try #require(try outcome.json()["goals"] as? [[String: Any]])
        let found: [String: (state: String?, reason: String?, value: Double?)] = Dictionary(
            goals.map {
                ($0["id"] as? String ?? "", ($0["state"] as? String, $0["reason"] as? String, $0["value"] as? Double))
            }
        ) { first, _ in first }
        // Whatever happens to the others.
        #expect(found["churn"]?.state == "ok")
        return found
    }

    @Test func moreSeriesThanAllowedAreCountedAndRefused() throws {
        let orders = (0..<100_000).map { "\($0),1,2026-02-10,10,value \($0)" }.joined(separator: "\n")
        let found = try checked(["revenue", "split"], orders: orders)
        #expect(found["split"]?.state == "failed")
        for part in ["100000", "500", "max_series"] {
            #expect(
                found["split"]?.reason?.replacing(",", with: "").contains(part) == true,
                "\(found["split"]?.reason ?? "")")
        }
        #expect(found["revenue"]?.value == 1_000_000)
    }

    @Test(arguments: ["NaN", "nan", "inf", "-Infinity", "1e999", "12 apples", "=1+1", "1,2,3"])
    func whatIsNoNumberIsABadRow(amount: String) throws {
        let found = try checked(
            ["revenue"], orders: "1,1,2026-02-10,\"\(amount)\",\n2,1,2026-02-10,7,\n",
            source: ", \"allow_bad_rows\": 0.9")
        #expect(found["revenue"]?.state == "ok")
        #expect(found["revenue"]?.value == 7)
        let strict = try checked(["revenue"], orders: "1,1,2026-02-10,\"\(amount)\",\n2,1,2026-02-10,7,\n")
        #expect(strict["revenue"]?.state == "failed")
        #expect(strict["revenue"]?.reason?.contains("orders") == true)
    }

    @Test func aSumBeyondAllNumbersIsNoDataAndAnEmptyAmountNone() throws {
        let huge = try checked(["revenue", "value"], orders: "1,1,2026-02-10,1e308,\n2,1,2026-02-10,1e308,\n")
        #expect(huge["revenue"]?.state == "no_data")
        #expect(huge["revenue"]?.reason?.contains("large") == true)
        let one = try checked(["revenue", "value"], orders: "1,1,2026-02-10,1e308,\n2,1,2026-02-10,,\n")
        #expect(one["revenue"]?.value == 1e308)
        #expect(one["value"]?.value == 1e308)
    }

    @Test(
        arguments: [
            ("DELETE FROM orders", "read"), ("UPDATE orders SET amount = 0 RETURNING 1 AS value", "read"),
            ("ATTACH 'x.sqlite' AS x", "read"), ("SELECT load_extension('x') AS value", "load_extension"),
            ("PRAGMA journal_mode = DELETE", "read"), ("SELECT 1 AS value; DROP TABLE orders", "one"),
            ("SELECT 1 AS value, 2 AS b, 3 AS c", "\"b\""), ("SELECT writefile('x', 'y') AS value", "writefile"),
            ("SELECT amount AS value FROM orders", "more than one row"), ("SELECT 'much' AS value", "much"),
            ("SELECT 9e999 AS value", "finite"), ("SELECT value FROM nowhere", "nowhere"),
            ("SELECT zeroblob(1000000000) AS value", "big"),
        ])
    func sqlOfOnesOwnThatIsNotOneQuestionFailsWithTheReason(sql: String, reason: String) throws {
        let found = try checked(
            ["own", "revenue"], orders: "1,1,2026-02-10,10,\n2,1,2026-02-10,10,\n",
            kpis: "{ \"own\": { \"sql\": \"\(sql.replacing("\"", with: "\\\""))\", \"unit\": \"count\" } }")
        #expect(found["own"]?.state == "failed", "\(sql)")
        #expect(found["own"]?.reason?.contains(reason) == true, "\(sql): \(found["own"]?.reason ?? "")")
        #expect(found["revenue"]?.value == 20, "\(sql)")
    }
}
