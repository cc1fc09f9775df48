import ArgumentParser
import Configuration
import Daemon
import Foundation
import Goals
import Journal
import SampleCompany
import Status

/// Why a command ends without having done what it was asked: what, what to do, and the exit code.
struct Failure: Error {
    /// Each a line of its own, or a few (an excerpt with a caret).
    var lines: [String]
    var exitCode: Int32

    private init(lines: [String], exitCode: Int32) {
        self.lines = lines
        self.exitCode = exitCode
    }

    init(_ what: String, _ remedy: String, exitCode: Int32) {
        self.init(lines: Self.lines("crmgoals: " + what) + Self.lines("  " + remedy), exitCode: exitCode)
    }

    static func usage(_ what: String, _ remedy: String) -> Failure {
        Failure(what, remedy, exitCode: 64)
    }

    static func output(_ error: Descriptor.WriteError) -> Failure {
        Failure(
            "cannot write to standard output: \(error.text)", "check where the output goes; nothing else was affected",
            exitCode: 74)
    }

    /// `nil` for what argument-parser tells itself: help, the version, wrong usage.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure:
            self = failure
        case let error as ConfigurationError:
            self.init(lines: error.problems.flatMap { Self.lines($0.description) }, exitCode: 78)
        case let error as SampleCompanyError:
            switch error {
            case .exists: self.init("\(error)", "crmgoals init --help", exitCode: 73)
            case .cannotWrite: self.init("\(error)", "crmgoals init --help", exitCode: 74)
            }
        case let error as ApplicationError:
            self.init(error.what, error.remedy, exitCode: error.exitCode)
        case let error as JournalError:
            self.init(error.what, error.remedy, exitCode: error.exitCode)
        case is ExitCode, is CleanExit, is ValidationError:
            return nil
        case _ where CrmGoals.exitCode(for: error) == .validationFailure || CrmGoals.exitCode(for: error) == .success:
            return nil
        default:
            self.init("\(error)", "this should not have happened: please report it as a bug", exitCode: 70)
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var texts: [TerminalText] { lines.map { TerminalText($0) } }

    func tell() {
        StandardError.write(texts)
    }

    /// A name that is not there, with the nearest that is.
    static func unknown(_ kind: String, _ name: String, known: [String], in file: String) -> Failure {
        let list =
            known.isEmpty
            ? "there is none" : "there \(known.count == 1 ? "is" : "are") " + known.joined(separator: ", ")
        let remedy = nearest(name, in: known).map { "did you mean \($0)?" } ?? list
        return .usage("no \(kind) \(name) in \(file)", remedy)
    }
}
