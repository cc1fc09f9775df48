import Foundation
import Goals

@testable import Warehouse

/// `judge/judge.py`: DuckDB, with SQL of its own.
struct Judge {
    struct Company: Encodable {
        var folder: String
        var tables: [String: [String]]
        /// Of the times in the files; `nil` is UTC.
        var zone: String?
        var cases: [Case]
    }

    struct Case: Encodable {
        var kpi: String
        var parameters: [String: String]
        var statistic: String?
        var by: [String]
        var `where`: [Filter]
        var start: String
        var end: String
        var now: String
        var zone: String
        var confidence: Double

        struct Filter: Encodable {
            var column: String
            var values: [String]
        }
    }

    struct Verdict: Decodable, Equatable {
        var labels: [String: String]
        var value: Double
        var numerator: Double?
        var denominator: Double?
        var sample: Int?
        var interval: [Double]?
        /// There is one that this judge does not know.
        var otherInterval: Bool?
    }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// By company, by case.
    func verdicts(on companies: [Company], in folder: TestFolder) throws -> [[[Verdict]]] {
        let python = ProcessInfo.processInfo.environment["CRMGOALS_TEST_PYTHON"] ?? "python3"
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "judge/judge.py").path
        let question = folder.path + "/question.json"
        let answer = folder.path + "/answer.json"
        let complaint = folder.path + "/complaint.txt"
        try JSONEncoder().encode(["companies": companies]).write(to: URL(fileURLWithPath: question))
        for path in [answer, complaint] { try Data().write(to: URL(fileURLWithPath: path)) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, script]
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: question))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: answer))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: complaint))
        try process.run()
        // Foundation's own waiting hangs now and then on a thread that runs tasks.
        while process.isRunning { usleep(2_000) }
        guard process.terminationStatus == 0 else {
            let text = try String(contentsOfFile: complaint, encoding: .utf8)
            throw Missing(
                description:
                    "\(python) \(script) failed; it needs PyPI's duckdb (Scripts/test makes .build/venv with it "
                    + "and sets CRMGOALS_TEST_PYTHON):\n\(text)")
        }
        return try JSONDecoder().decode([[[Verdict]]].self, from: Data(contentsOf: URL(fileURLWithPath: answer)))
    }
}

extension Judge.Case {
    init(_ request: MeasurementRequest, window: TimeRange, now: Date, zone: Zone) {
        kpi = request.kpi
        parameters = request.parameters
        statistic =
            switch request.statistic {
            case nil: nil
            case .mean: "mean"
            case .median: "median"
            case .percentile(let percent): "p\(percent)"
            }
        by = request.by
        `where` = request.filters.map { Filter(column: $0.column, values: $0.values) }
        start = Timestamp.text(window.start)
        end = Timestamp.text(window.end)
        self.now = Timestamp.text(now)
        self.zone = zone.identifier
        confidence = request.confidence
    }
}
