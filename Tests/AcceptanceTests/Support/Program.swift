import Foundation
import Testing

/// The built program, run from outside.
enum Program {
    /// `$CRMGOALS_BINARY`, or the one that was built beside the tests.
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["CRMGOALS_BINARY"] { return path }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("crmgoals").path
    }()

    /// For a shell that calls the program by its name.
    static var onPath: [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return ["PATH": URL(fileURLWithPath: Self.path).deletingLastPathComponent().path + ":" + path]
    }

    struct Outcome {
        var exitCode: Int32
        var output: String
        var errors: String

        /// The output as JSON.
        func json() throws -> [String: Any] {
            try #require(
                try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(output)\(errors)")
        }
    }

    /// Runs it to its end.
    @discardableResult
    static func run(_ arguments: String..., in folder: Folder, environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, in: folder, environment: environment)
    }

    @discardableResult
    static func run(_ arguments: [String], in folder: Folder, environment: [String: String] = [:]) throws -> Outcome {
        let running = try Running(arguments, in: folder, environment: environment)
        return try running.wait()
    }

    /// A program that runs.
    final class Running {
        let process = Process()
        private let output: URL
        private let errors: URL

        init(_ arguments: [String], in folder: Folder, environment: [String: String] = [:]) throws {
            let name = UUID().uuidString
            output = folder.scratch.appendingPathComponent(name + ".out")
            errors = folder.scratch.appendingPathComponent(name + ".err")
            for file in [output, errors] { try Data().write(to: file) }
            process.executableURL = URL(fileURLWithPath: Program.path)
            process.arguments = arguments
            process.currentDirectoryURL = folder.url
            process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder.url.path]
                .merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            // A program inherits what its parent's thread blocks, and those that run tests block SIGTERM.
            var nothing = sigset_t()
            var blocked = sigset_t()
            sigemptyset(&nothing)
            pthread_sigmask(SIG_SETMASK, &nothing, &blocked)
            defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
            try process.run()
        }

        var outputText: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
        var errorText: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

        /// Foundation's own waiting needs a run loop on this thread, and hangs now and then on one that runs tasks.
        func wait(seconds: Double = 120) throws -> Outcome {
            let end = ContinuousClock.now.advanced(by: .seconds(seconds))
            while process.isRunning, ContinuousClock.now < end { usleep(5_000) }
            if process.isRunning {
                kill(process.processIdentifier, SIGKILL)
                Issue.record("still running after \(seconds) s: \(process.arguments ?? [])\n\(errorText)")
                while process.isRunning { usleep(5_000) }
            }
            return Outcome(exitCode: process.terminationStatus, output: outputText, errors: errorText)
        }

        /// SIGTERM, and how it ended.
        @discardableResult
        func end() throws -> Outcome {
            process.terminate()
            return try wait()
        }
    }
}

/// Looks until something is so, for what happens in another process.
func eventually(
    _ what: String, within seconds: Double = 30, at location: SourceLocation = #_sourceLocation,
    _ isSo: () throws -> Bool
) throws {
    let end = ContinuousClock.now.advanced(by: .seconds(seconds))
    while ContinuousClock.now < end {
        if try isSo() { return }
        usleep(20_000)
    }
    Issue.record("not within \(seconds) s: \(what)", sourceLocation: location)
}
