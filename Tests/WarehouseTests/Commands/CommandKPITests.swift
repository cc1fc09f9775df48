import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// KPIs of kind `command`, with real programs (`Fixtures/commands`).
@Suite struct CommandKPITests {
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    static let programs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/commands").path

    private static let now = time("2026-03-01T00:00:00Z")

    private func results(
        _ arguments: [String], environment: [CommandQuery.Variable] = [], timeout: Double = 30,
        _ request: MeasurementRequest = .of("own"), isPresent: Bool = true
    ) async throws -> [Labels: SeriesResult] {
        let command = CommandQuery(
            arguments: arguments, environment: environment, timeout: timeout, folder: Self.programs)
        let custom = CustomKPI(id: "own", unit: .money, better: .higher, kind: .command(command))
        let warehouse = Warehouse(
            sources: [], folder: folder.path, catalogue: Catalogue(custom: [custom]), zone: .utc, currency: "EUR",
            secret: { if case .literal(let text) = $0 { text } else { throw NoSecret() } })
        var request = request
        request.source = try #require(warehouse.ownSource(of: "own"))
        return try await warehouse.measure(
            request, now: Self.now, known: [], maxSeries: 500, isPresent: isPresent, deadline: 60)
    }

    private struct NoSecret: Error, CustomStringConvertible {
        let description = "no TOKEN in the environment"
    }

    private func printing(_ text: String, _ request: MeasurementRequest = .of("own")) async throws -> String {
        try await outcome(["/usr/bin/printf", "%s", text], request)
    }

    /// What it came to, or why not.
    private func outcome(
        _ arguments: [String], _ request: MeasurementRequest = .of("own"), timeout: Double = 30, isPresent: Bool = true
    ) async throws -> String {
        do {
            let results = try await results(arguments, timeout: timeout, request, isPresent: isPresent)
            return results.sorted { $0.key < $1.key }.map { labels, result in
                let text =
                    switch result {
                    case .value(let measurement):
                        "\(measurement.value) of \(measurement.sample.map(String.init) ?? "?")"
                    case .noData(let reason), .insufficient(let reason): reason
                    }
                return labels.isEmpty ? text : "\(labels): \(text)"
            }.joined(separator: "; ")
        } catch let error as WarehouseError {
            return error.description
        }
    }

    private func split(by columns: [String], where filters: [String: [String]] = [:]) -> MeasurementRequest {
        .of("own", by: columns, where: filters)
    }

    // MARK: What is measured

    @Test func aCommandPrintsANumber() async throws {
        #expect(try await outcome(["./number"]) == "42.5 of ?")
        #expect(try await printing(" -1.5e3\n") == "-1500.0 of ?")
    }

    @Test func aCommandPrintsAnObjectOrAList() async throws {
        #expect(try await printing(#"{"value": 3, "sample": 20}"#) == "3.0 of 20")
        #expect(try await printing("null") == "the command printed null")
        #expect(try await printing(#"{"value": null}"#) == "the command printed null")
        #expect(try await printing("[]") == "the command printed an empty list")
        #expect(try await outcome(["./teams"], split(by: ["team"])) == "team=north: 3.0 of 20; team=south: 4.5 of 8")
        #expect(
            try await outcome(["./teams"], split(by: ["Team"], where: ["team": ["south"]])) == "Team=south: 4.5 of 8")
        #expect(
            try await printing(#"[{"value": 1, "n": 4}, {"value": 2, "n": null}]"#, split(by: ["n"]))
                == "n=: 2.0 of ?; n=4: 1.0 of ?")
        #expect(try await printing("[]", split(by: ["team"])) == "")
    }

    @Test func itRunsBesideGoalsJSONWithItsOwnEnvironmentAlone() async throws {
        let variable = CommandQuery.Variable(name: "TOKEN", value: .literal("a b"))
        let found = try await results(["./environment", "8"], environment: [variable])
        guard case .value(let measurement) = found[.none] else {
            Issue.record("\(found)")
            return
        }
        #expect(measurement.value == 8)
        #expect(measurement.sample == 1)
        let run = try ProgramRun(
            ChildCommand(arguments: ["./environment"], environment: ["TOKEN": "x"], folder: Self.programs),
            until: TimeLimit(seconds: 30), outputLimit: 100)
        #expect(run.firstErrorLine == "TOKEN")
    }

    // MARK: Why a check fails

    @Test(arguments: [
        ("", "it printed nothing: print a number, or a JSON document"),
        ("NaN", "it printed NaN, which is no finite number: print null where there is no value"),
        ("1e999", "it printed 1e999, which is no finite number: print null where there is no value"),
        (
            "<html>\u{1b}[31m\nx",
            "it printed neither a number nor JSON, but \"<html> [31m\": print 3.5, {\"value\": 3.5}, "
                + "or [{\"value\": 3.5, \"team\": \"north\"}]"
        ),
        ("\"12\"", "value is the text \"12\": make it a number"),
        ("[1, 2]", "item 1 of its list is a number: make each an object with the key \"value\""),
        (
            #"{"count": 3}"#,
            "no key is called \"value\": print a number, or objects with the key \"value\""
        ),
        (#"{"value": {"a": 1}}"#, "\"value\" is an object: make it a number or a text"),
        (
            #"[{"value": 1, "team": "a"}, {"value": 2}]"#,
            "item 2 of its list has no \"team\", which others have: give every item the same keys, null where there is nothing"
        ),
        (
            #"{"value": 1, "team": "a"}"#,
            "the key \"team\" is none of value, sample and the goal's by: leave it out, or add it to by"
        ),
        (
            #"[{"value": 1}, {"value": 2}]"#,
            "it gave more than one row: make it one, or name what tells them apart in the goal's by"
        ),
        (#"{"value": 1, "sample": 1.5}"#, "sample is 1.5: make it a count of rows"),
    ])
    func whatCannotBeReadIsToldWithWhatToPrint(output: String, reason: String) async throws {
        #expect(try await printing(output) == "the command of KPI own: \(reason)")
    }

    @Test func aSplitThatItDoesNotPrintIsRefused() async throws {
        #expect(
            try await outcome(["./number"], split(by: ["team"]))
                == "the command of KPI own: the goal splits by \"team\", and no key is called so: "
                + "print a list of objects with that key, each combination once")
        #expect(
            try await outcome(["./number"], .of("own", where: ["team": ["a"]]))
                == "the command of KPI own: where on \"team\" cannot reach into it: filter inside the command, or split by that column"
        )
    }

    @Test func aCommandThatFailsTellsItsCodeAndItsFirstLine() async throws {
        #expect(
            try await outcome(["./fails"])
                == "the command of KPI own: ./fails ended with exit code 3: [31mno such pipeline [0m  evil")
        #expect(
            try await outcome(["./dies"])
                == "the command of KPI own: ./dies was ended by signal 9 (Killed) and said nothing")
        #expect(try await outcome(["./complains"]) == "1.0 of ?")
    }

    @Test func aCommandThatCannotBeStartedTellsWhatToDo() async throws {
        #expect(
            try await outcome(["./absent"])
                == "the command of KPI own: ./absent was not found: write its path, relative to the folder of goals.json"
        )
        #expect(try await outcome(["crmgoals-absent"]).contains("was not found in PATH: write its whole path"))
        for program in ["./plain", "./orphan"] {
            #expect(try await outcome([program]).contains("\(program) may not be executed: chmod +x it"))
        }
    }

    @Test func aCommandThatHangsIsStoppedWithItsGroup() async throws {
        let file = folder.path + "/hangs"
        #expect(
            try await outcome(["./hangs", file], timeout: 0.3)
                == "the command of KPI own: ./hangs took too long and was stopped, after 0.3 s: make it faster, or raise its timeout"
        )
        #expect(try hasGone(file))
    }

    @Test func whatACommandLeavesBehindGoesWithIt() async throws {
        let file = folder.path + "/forks"
        #expect(try await outcome(["./forks", file]) == "7.0 of ?")
        #expect(try hasGone(file))
    }

    @Test func aCommandThatPrintsAGigabyteIsStopped() async throws {
        #expect(
            try await outcome(["./floods"])
                == "the command of KPI own: ./floods wrote more than 1024 KiB and was stopped: "
                + "it should print a number or a short JSON document")
    }

    @Test func aCommandIsNotAskedAboutThePast() async throws {
        let reason =
            "the command of KPI own: it can only say what is now: it cannot be asked about the past, with --at, lag or previous()"
        #expect(try await outcome(["./number"], isPresent: false) == reason)
        #expect(try await outcome(["./number"], .of("own", lag: .days(1))) == reason)
        #expect(try await outcome(["./number"], .of("own", shift: .days(30))) == reason)
    }

    @Test func aSecretThatIsMissingFailsTheCheck() async throws {
        let variable = CommandQuery.Variable(name: "TOKEN", value: .environment("TOKEN"))
        do {
            _ = try await results(["./number"], environment: [variable])
            Issue.record("measured")
        } catch let error as WarehouseError {
            #expect(error.description == "the command of KPI own: no TOKEN in the environment")
        }
    }

    @Test(arguments: ["./number", "date", "./plain", "./absent"])
    func validateLooksWhetherItIsThere(program: String) throws {
        let inquiry = CommandInquiry(
            command: CommandQuery(arguments: [program], folder: Self.programs), secret: noSecrets)
        #expect((inquiry.problem() == nil) == (program == "./number" || program == "date"))
    }

    /// The process whose id the file holds. One that was stopped goes soon, not at once.
    private func hasGone(_ file: String) throws -> Bool {
        let process = try #require(
            pid_t(try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        for _ in 0..<500 {
            if try Processes.hasGone(process) { return true }
            usleep(2000)
        }
        return false
    }
}
