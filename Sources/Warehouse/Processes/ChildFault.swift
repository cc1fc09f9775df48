import Foundation

/// Why a child process could not be started, or was stopped. Says what to do.
enum ChildFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no argument, or one that no program can be given.
    case unusable(reason: String)
    case noFolder(String)
    case notFound(String)
    case notExecutable(String)
    /// The system refused. `code`: its `errno`.
    case refused(program: String, code: Int32)
    /// It took longer than it may take, and was killed with all that it had started.
    case late(program: String)
    /// It wrote more than `limit` bytes to its standard output, and was killed likewise.
    case tooMuchOutput(program: String, limit: Int)
    /// It ended, or closed its output, while something was still expected of it.
    case gone(program: String, ending: String)

    var description: String {
        switch self {
        case .unusable(let reason): reason
        case .noFolder(let folder): "there is no folder \(folder) to start it in"
        case .notFound(let program):
            program.contains("/")
                ? "\(program) was not found: write its path, relative to the folder of goals.json"
                : "\(program) was not found in PATH: write its whole path, or \"./\(program)\" for one beside goals.json"
        case .notExecutable(let program):
            "\(program) may not be executed: chmod +x it, and see that its first line (#!) names an interpreter that is there"
        case .refused(let program, let code): "\(program) could not be started: \(Self.text(code))"
        case .late(let program): "\(program) took too long and was stopped"
        case .tooMuchOutput(let program, let limit):
            "\(program) wrote more than \(limit >> 10) KiB and was stopped: it should print a number or a short JSON document"
        case .gone(let program, let ending): "\(program) \(ending)"
        }
    }

    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
