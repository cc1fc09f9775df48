import Foundation

/// The Python of the tests: `CRMGOALS_TEST_PYTHON`, else `python3`.
enum Python {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let python = ProcessInfo.processInfo.environment["CRMGOALS_TEST_PYTHON"] ?? "python3"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["PYTHONUTF8=1", python, "-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        // Foundation's own waiting hangs now and then on a thread that runs tasks.
        while process.isRunning { usleep(2_000) }
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(python) is missing or ended with \(process.terminationStatus)")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
