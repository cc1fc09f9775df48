import Configuration
import Foundation
import Testing

/// The schema, as an independent validator sees it: PyPI's `jsonschema`, in the Python of `$CRMGOALS_TEST_PYTHON`.
@Suite struct SchemaTests {
    /// Checks documents against the schema; prints the name of each with "accepted" or "refused".
    private static let script = """
        import json, sys
        from jsonschema import Draft202012Validator
        documents = json.load(sys.stdin)
        schema = json.loads(documents["schema"])
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        verdicts = {}
        for name, text in documents["files"].items():
            try:
                errors = [error.message[:300] for error in validator.iter_errors(json.loads(text))]
            except json.JSONDecodeError as error:
                errors = [str(error)]
            verdicts[name] = "; ".join(errors) if errors else "accepted"
        json.dump(verdicts, sys.stdout)
        """

    /// What the validator says of each text: "accepted", or why not.
    private func verdicts(_ texts: [String: String]) throws -> [String: String] {
        let python = Process()
        let environment = ProcessInfo.processInfo.environment
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = [environment["CRMGOALS_TEST_PYTHON"] ?? "python3", "-c", Self.script]
        let (input, output) = (Pipe(), Pipe())
        python.standardInput = input
        python.standardOutput = output
        try python.run()
        let documents: [String: Any] = ["schema": Configuration.schema, "files": texts]
        try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: documents))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        // Foundation's own waiting hangs now and then on a thread that runs tasks.
        while python.isRunning { usleep(2_000) }
        try #require(
            python.terminationStatus == 0,
            "the schema was not checked: this test needs Python with jsonschema (pip install jsonschema; $CRMGOALS_TEST_PYTHON)"
        )
        return try #require(try JSONSerialization.jsonObject(with: answer) as? [String: String])
    }

    private func texts(_ files: [URL]) throws -> [String: String] {
        try Dictionary(uniqueKeysWithValues: files.map { ($0.path, try String(contentsOf: $0, encoding: .utf8)) })
    }

    @Test func everyExampleOfTheRepositoryIsAccepted() throws {
        var examples = try texts(Examples.files)
        for block in try Examples.blocks() { examples[block.place] = block.file }
        #expect(examples.count > 25)
        for (name, verdict) in try verdicts(examples) { #expect(verdict == "accepted", "\(name)") }
    }

    /// All but those whose mistakes only `load` can see: a schema knows no names that must be declared and no units.
    @Test func everyBrokenFileIsRefused() throws {
        let invisible: Set = ["units.json", "times.json"]
        let broken = BrokenFileTests.files.filter { !invisible.contains($0.lastPathComponent) }
        for (name, verdict) in try verdicts(texts(broken)) { #expect(verdict != "accepted", "\(name)") }
    }

    /// One mistake a document, each refused by the schema and by `load`.
    @Test func singleMistakesAreRefusedByBoth() throws {
        let start = """
            { "sources": { "crm": { "type": "csv", "folder": "data" } }, "channels": { "team": { "type": "console" } },
              "notify": ["team"], "goals": [ { "id": "churn", "critical": "churn > 5%" } ] }
            """
        let mistakes: [(part: String, instead: String)] = [
            (#""notify": ["team"]"#, #""notify": "team""#), (#""notify": ["team"]"#, #""notify": ["team", "team"]"#),
            (#""notify": ["team"]"#, #""notify": { "urgent": ["team"] }"#),
            (#""notify": ["team"]"#, #""language": "fr""#),
            (#""notify": ["team"]"#, #""currency": "eur""#), (#""notify": ["team"]"#, #""timezone": "Berlin""#),
            (#""notify": ["team"]"#, #""state": """#), (#""notify": ["team"]"#, #""web": {}"#),
            (#""notify": ["team"]"#, #""kpis": { "a": { "series": "a" } }"#),
            (#""notify": ["team"]"#, #""kpis": { "a": { "sql": "s", "series": "a", "unit": "count" } }"#),
            (#""notify": ["team"]"#, #""kpis": { "A": { "series": "a", "unit": "count" } }"#),
            (#""notify": ["team"]"#, #""include": "goals.d/*.json""#),
            (#""folder": "data""#, #""path": "crm.sqlite""#), (#""folder": "data""#, #""allow_bad_rows": 5"#),
            (#""type": "csv""#, #""type": "postgres""#),
            (#""folder": "data""#, #""files": { "a": { "delimiter": ";" } }"#),
            (#""folder": "data""#, #""files": { "a": { "path": "a.csv", "delimiter": "tab" } }"#),
            (#""folder": "data""#, #""files": { "a": "a.csv" }, "tables": { "orders": { "from": "a", "sql": "s" } }"#),
            (#""folder": "data""#, #""files": { "a": "a.csv" }, "tables": { "orders": {} }"#),
            (
                #""folder": "data""#,
                #""files": { "a": "a.csv" }, "tables": { "orders": { "from": "a", "columns": { "id": 5 } } }"#
            ),
            (#""type": "console""#, #""type": "slack""#),
            (#""type": "console""#, #""type": "teams", "url": "https://a.example.org""#),
            (#""type": "console""#, #""type": "console", "url": "https://a.example.org""#),
            (#""type": "console""#, #""type": "slack", "url": { "env": "A", "file": "b" }"#),
            (#""type": "console""#, #""type": "slack", "url": {}"#),
            (
                #""type": "console""#,
                #""type": "email", "server": "smtps://a.example.org", "from": "a@example.org", "to": []"#
            ),
            (
                #""type": "console""#,
                #""type": "email", "server": "smtps://a.example.org", "username": "a", "from": "a@example.org", "to": ["b@example.org"]"#
            ),
            (#""id": "churn""#, #""id": "Churn""#), (#""id": "churn", "#, ""),
            (#""critical": "churn > 5%""#, #""title": "Churn""#),
            (#""critical": "churn > 5%""#, #""critical": 5"#),
            (#""id": "churn""#, #""id": "churn", "every": "1h", "at": "07:00""#),
            (#""id": "churn""#, #""id": "churn", "min_sample": 0"#),
            (#""id": "churn""#, #""id": "churn", "min_sample": 1.5"#),
            (#""id": "churn""#, #""id": "churn", "no_data": "warn""#),
            (#""id": "churn""#, #""id": "churn", "where": { "a": [] }"#),
            (#""id": "churn""#, #""id": "churn", "parameters": { "a": [] }"#),
            (#""id": "churn""#, #""id": "churn", "colour": "red""#),
        ]
        var documents: [String: String] = ["start": start]
        for (part, instead) in mistakes {
            documents[instead.isEmpty ? "without \(part)" : instead] = start.replacing(part, with: instead)
        }
        let folder = try Folder()
        for (name, verdict) in try verdicts(documents) {
            let path = try folder.write(try #require(documents[name]))
            if name == "start" {
                #expect(verdict == "accepted")
                #expect(throws: Never.self) { try Configuration.load(path: path) }
            } else {
                #expect(verdict != "accepted", "\(name)")
                #expect(throws: ConfigurationError.self, "\(name)") { try Configuration.load(path: path) }
            }
        }
    }
}
