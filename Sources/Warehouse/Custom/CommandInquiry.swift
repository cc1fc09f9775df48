import Foundation
import Goals
import KPIs

/// Asks a program: runs it, without a shell, and reads what it prints.
struct CommandInquiry: Inquiry {
    let command: CommandQuery
    let secret: @Sendable (Secret) throws -> String

    /// Bytes of standard output. A KPI is a number or a short list of them.
    private static let outputLimit = 1 << 20

    func ask(by columns: [String], _ deadline: Deadline) throws -> CustomAnswer {
        let run: ProgramRun
        do {
            run = try ProgramRun(
                child(), until: TimeLimit(deadline, seconds: command.timeout), outputLimit: Self.outputLimit)
        } catch let fault as ChildFault {
            throw UserSQLFault(reason: explained(fault))
        }
        guard run.ending == .exited(0) else {
            throw UserSQLFault(
                reason: "\(name) \(run.ending)" + (run.firstErrorLine.map { ": \($0)" } ?? " and said nothing"))
        }
        return try CommandAnswer(output: run.output, by: columns).table
    }

    func problem() -> String? {
        let program = name.hasPrefix("/") ? name : command.folder + "/" + name
        // What has no slash is looked for in PATH, which the daemon's may not be the one of who validates.
        if !name.contains("/") || access(program, X_OK) == 0 { return nil }
        return (access(program, F_OK) == 0 ? ChildFault.notExecutable(name) : .notFound(name)).description
    }

    var words: CustomResult.Words {
        CustomResult.Words(
            field: "key", naming: "print a number, or objects with the key \"value\"",
            splitting: "print a list of objects with that key, each combination once",
            filtering: "filter inside the command, or split by that column", noRow: "the command printed an empty list",
            noValue: "the command printed null")
    }

    private var name: String { command.arguments.first ?? "" }

    private func child() throws -> ChildCommand {
        var environment: [String: String] = [:]
        // Where `#!/usr/bin/env python3` looks.
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        for variable in command.environment { environment[variable.name] = try secret(variable.value) }
        return ChildCommand(arguments: command.arguments, environment: environment, folder: command.folder)
    }

    private func explained(_ fault: ChildFault) -> String {
        guard case .late = fault else { return fault.description }
        let seconds = Int64(exactly: command.timeout).map(String.init) ?? "\(command.timeout)"
        return "\(fault), after \(seconds) s: make it faster, or raise its timeout"
    }
}
