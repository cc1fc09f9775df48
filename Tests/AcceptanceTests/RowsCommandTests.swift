import Foundation
import Testing

/// `crmgoals rows`: what a number was made from, for who distrusts it.
@Suite struct RowsCommandTests {
    private static let now = "2026-03-01T00:00:00Z"

    private func goals(_ goals: String, kpis: String = "{}", source: String = "") -> String {
        """
        { "sources":  { "crm": { "type": "csv", "folder": "data"\(source) } }, "kpis": \(kpis),
          "channels": { "team": { "type": "console" } }, "notify": ["team"], "goals": [ \(goals) ] }
        """
    }

    private func company(_ goals: String, kpis: String = "{}") throws -> Folder {
        let folder = try Folder()
        try SmallCompany(in: folder, now: Date(timeIntervalSince1970: 1_772_323_200)).write(leaving: 8)
        try folder.write(self.goals(goals, kpis: kpis), to: "goals.json")
        return folder
    }

    @Test func thoseOfEveryKPIOfTheSampleCompanyComeToIt() throws {
        let folder = try Folder()
        try #require(try Program.run("init", "--demo", in: folder).exitCode == 0)
        let words = try Program.run("kpi", in: folder).output.split(separator: "\n").dropFirst()
            .map { $0.split(separator: " ").map(String.init) }
        try #require(words.count >= 30)
        let list = words.map { words in
            let limit = ["ratio": "100%", "duration": "1000d"][words[1]] ?? "1000000000"
            return "{ \"id\": \"\(words[0].replacing("_", with: "-"))\", \"critical\": \"\(words[0]) > \(limit)\" }"
        }
        try folder.write(goals(list.joined(separator: ",\n")), to: "goals.json")
        let at = Timestamp.yesterday
        let checked = try #require(
            try Program.run("check", "--json", "--at", at, in: folder).json()["goals"] as? [[String: Any]])
        for goal in checked {
            let id = try #require(goal["id"] as? String)
            let outcome = try Program.run("rows", id, "--json", "--at", at, in: folder)
            #expect(outcome.exitCode == 0, "\(id): \(outcome.errors)")
            #expect(outcome.errors.isEmpty, "\(id): \(outcome.errors)")
            let rows = try #require(try outcome.json()["rows"] as? [[String: Any]], "\(id)")
            let counted = rows.filter { $0["counted"] as? Bool == true }
            #expect(rows.allSatisfy { $0["id"] is String || $0["id"] is NSNull }, "\(id)")
            let numerators = rows.compactMap { $0["numerator"] as? Double }
            if let denominator = goal["denominator"] as? Double {
                let isQuotient = rows.contains { $0["denominator"] != nil }
                let wanted = isQuotient ? numerators.reduce(0, +) : Double(counted.count)
                let numerator = try #require(goal["numerator"] as? Double, "\(id)")
                #expect(abs(wanted - numerator) <= 1e-9 * max(1, abs(numerator)), "\(id)")
                let divisor = rows.compactMap { $0["denominator"] as? Double }.reduce(0, +)
                #expect(
                    abs((isQuotient ? divisor : Double(rows.count)) - denominator) <= 1e-9 * denominator, "\(id)")
            } else if let sample = goal["sample"] as? Int {
                #expect((id == "net-promoter-score" ? rows.count : counted.count) == sample, "\(id)")
            }
        }
    }

    @Test func anotherToolComesToTheSameNumberFromThem() throws {
        let folder = try company(#"{ "id": "churn", "critical": "churn > 5%", "by": ["segment"] }"#)
        let rows = try Tool.run(
            "bash", "-c", "crmgoals rows churn --csv --at \(Self.now) > churn.csv", in: folder,
            environment: Program.onPath)
        #expect(rows.exitCode == 0, "\(rows.errors)")
        let judged = try Tool.run(
            "duckdb", "-json", "-c",
            "SELECT segment, sum(counted) / count(*) AS churn FROM 'churn.csv' GROUP BY segment ORDER BY segment",
            in: folder)
        try #require(
            judged.exitCode == 0, "DuckDB's client is missing: Scripts/test puts it on the PATH\n\(judged.errors)")
        let found = try #require(
            try JSONSerialization.jsonObject(with: Data(judged.output.utf8)) as? [[String: Any]])
        let checked = try #require(
            try Program.run("check", "--json", "--at", Self.now, in: folder).json()["goals"] as? [[String: Any]])
        #expect(found.compactMap { $0["churn"] as? Double } == checked.compactMap { $0["value"] as? Double })
        #expect(found.count == 2)
    }

    @Test func aCellThatLooksLikeAFormulaRunsNowhereAndIdsStayAsTheyAre() throws {
        let folder = try company(#"{ "id": "resolution", "critical": "resolution > 24h" }"#)
        try folder.write(
            """
            id,opened_at,resolved_at,customer_id,priority
            "=cmd|' /C calc'!A0",2026-02-10,2026-02-11,+1,@SUM(A1)
            007,2026-02-10,2026-02-11,9223372036854775808,"\ta, ""b""\"
            -10.5,2026-02-12,2026-02-11,18446744073709551616000,\u{1B}[2J
            """, to: "data/tickets.csv")
        let csv = try Program.run("rows", "resolution", "--csv", "--at", Self.now, in: folder)
        #expect(
            csv.output.split(separator: "\n").dropFirst() == [
                "'=cmd|' /C calc'!A0,1,86400,2026-02-10T00:00:00Z,2026-02-11T00:00:00Z,'+1,'@SUM(A1)",
                "007,1,86400,2026-02-10T00:00:00Z,2026-02-11T00:00:00Z,9223372036854775808,\" a, \"\"b\"\"\"",
                "'-10.5,0,-86400,2026-02-12T00:00:00Z,2026-02-11T00:00:00Z,18446744073709551616000, [2J",
            ], "\(csv.output)")
        let rows = try #require(
            try Program.run("rows", "resolution", "--json", "--at", Self.now, in: folder).json()["rows"]
                as? [[String: Any]])
        #expect(rows.map { $0["id"] as? String } == ["=cmd|' /C calc'!A0", "007", "-10.5"])
        #expect(rows[1]["priority"] as? String == "\ta, \"b\"")
        let table = try Program.run("rows", "resolution", "--at", Self.now, in: folder)
        #expect(!table.output.contains("\u{1B}"))
        #expect(table.output.contains("3 rows, 2 counted"))
    }

    @Test func theyAreThoseOfTheTimeAndTheSeriesThatIsAskedFor() throws {
        let folder = try company(#"{ "id": "churn", "critical": "churn > 5%", "by": ["segment"] }"#)
        func rows(_ arguments: String...) throws -> [[String: Any]] {
            let outcome = try Program.run(["rows", "churn", "--json"] + arguments, in: folder)
            return try #require(try outcome.json()["rows"] as? [[String: Any]])
        }
        #expect(try rows("--at", Self.now).filter { $0["counted"] as? Bool == true }.count == 8)
        #expect(try rows("--at", "2026-02-01").filter { $0["counted"] as? Bool == true }.isEmpty)
        let smb = try rows("--at", Self.now, "--label", "segment=smb")
        #expect(smb.count == 50 && smb.allSatisfy { $0["segment"] as? String == "smb" })
    }

    @Test func ofAConditionOfMoreThanOneNumberTheyAreThoseOfTheFirstAndItIsSaid() throws {
        let folder = try company(#"{ "id": "grown", "critical": "change(new_customers) < 0 and churn > 5%" }"#)
        let outcome = try Program.run("rows", "grown", "--json", "--at", Self.now, in: folder)
        #expect(outcome.exitCode == 0)
        #expect(outcome.errors.contains("more than one number") && outcome.errors.contains("new_customers"))
        #expect(try outcome.json()["kpi"] as? String == "new_customers")
    }

    @Test(
        arguments: [
            (["chrun"], "churn"), (["churn", "--label", "segmnt=smb"], "segment"), (["churn", "--label", "smb"], "="),
            (["own"], "rows"), (["churn", "--at", "soon"], "2026-11-01"), (["churn", "--csv", "--json"], "--json"),
        ] as [([String], String)])
    func aWrongQuestionIsWrongUsageAndSaysTheRightOne(arguments: [String], hint: String) throws {
        let folder = try company(
            #"{ "id": "churn", "critical": "churn > 5%", "by": ["segment"] }, { "id": "own", "critical": "own > 5" }"#,
            kpis: #"{ "own": { "sql": "SELECT count(*) AS value FROM customers", "unit": "count" } }"#)
        let outcome = try Program.run(["rows"] + arguments, in: folder)
        #expect(outcome.exitCode == 64, "\(arguments): \(outcome.errors)")
        #expect(outcome.errors.contains(hint), "\(arguments): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    /// 120,000 tickets, more than a pipe, and more than may be held, takes.
    private func manyTickets() throws -> Folder {
        let folder = try company(#"{ "id": "resolution", "critical": "resolution > 24h", "window": "1 year" }"#)
        var text = "id,opened_at,resolved_at,priority\n"
        for number in 0..<120_000 {
            let day = 1 + number % 27
            text +=
                "ticket-\(number),2026-01-\(day < 10 ? "0" : "")\(day)T08:00:00Z,2026-02-01T10:00:00Z,a rather long priority\n"
        }
        try folder.write(text, to: "data/tickets.csv")
        try #require(try Program.run("check", "--at", Self.now, in: folder).exitCode == 2)
        return folder
    }

    @Test func aReaderThatHasSeenEnoughEndsThemQuietlyAndManyTakeNoMoreMemory() throws {
        let folder = try manyTickets()
        for format in ["", "--csv", "--json"] {
            let outcome = try Tool.run(
                "bash", "-c",
                "set -o pipefail; crmgoals rows resolution --at \(Self.now) \(format) | head -5", in: folder,
                environment: Program.onPath)
            #expect(outcome.exitCode == 0, "\(format): \(outcome.errors)")
            #expect(outcome.errors.isEmpty && outcome.output.split(separator: "\n").count >= 4, "\(format)")
        }
        let all = try Tool.run(
            "bash", "-c", "crmgoals rows resolution --csv --at \(Self.now) | wc -l", in: folder,
            environment: Program.onPath)
        #expect(all.output.trimmingCharacters(in: .whitespacesAndNewlines) == "120001")
        let measuring = """
            import resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            """
        let python = ProcessInfo.processInfo.environment["CRMGOALS_TEST_PYTHON"] ?? "python3"
        for format in ["--csv", "--json"] {
            let outcome = try Tool.run(
                python, "-c", measuring, Program.path, "rows", "resolution", format, "--at", Self.now, in: folder)
            let kilobytes = try #require(
                Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)), "\(outcome)")
            #expect(kilobytes < 60_000, "\(format)")
        }
    }

    @Test func anOutputThatIsFullIsSaid() throws {
        let folder = try company(#"{ "id": "churn", "critical": "churn > 5%" }"#)
        let outcome = try Tool.run(
            "bash", "-c", "crmgoals rows churn --csv --at \(Self.now) > /dev/full", in: folder,
            environment: Program.onPath)
        #expect(outcome.exitCode == 74)
        #expect(outcome.errors.contains("standard output"))
    }
}

private enum Timestamp {
    /// The sample company's data end there.
    static var yesterday: String { Date().addingTimeInterval(-86_400).formatted(.iso8601) }
}
