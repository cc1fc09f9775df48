import Foundation

/// Another program, run to its end.
enum Tool {
    static func run(
        _ arguments: String..., in folder: Folder, environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        let name = UUID().uuidString
        let output = folder.scratch.appendingPathComponent(name + ".out")
        let errors = folder.scratch.appendingPathComponent(name + ".err")
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        // Foundation's own waiting needs a run loop on this thread.
        while process.isRunning { usleep(5_000) }
        return Program.Outcome(
            exitCode: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}
