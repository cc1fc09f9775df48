import CSpawn
import Foundation

/// `posix_spawn` as a child of ours needs it: in a process group of its own, with nothing of ours but what it is given.
///
/// No `fork`: between it and `exec` a program with threads may call hardly anything.
enum Spawning {
    /// - Returns: the child's process id, which is its group's, too.
    static func start(
        _ command: ChildCommand, input: FileDescriptor?, output: FileDescriptor, errors: FileDescriptor
    ) throws(ChildFault) -> pid_t {
        try check(command)
        var process: pid_t = 0
        let environment = command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let code = withCStrings(command.arguments) { arguments in
            withCStrings(environment) { environment in
                cspawn_start(
                    &process, arguments, environment, command.folder, input?.number ?? -1, output.number, errors.number)
            }
        }
        switch code {
        case 0: return process
        case ENOENT where exists(command): throw .notExecutable(command.name)
        case ENOENT, ENOTDIR: throw .notFound(command.name)
        case EACCES, ENOEXEC: throw .notExecutable(command.name)
        default: throw .refused(program: command.name, code: code)
        }
    }

    private static func check(_ command: ChildCommand) throws(ChildFault) {
        guard !command.name.isEmpty else { throw .unusable(reason: "the command is empty: name a program") }
        let texts = command.arguments + command.environment.flatMap { [$0.key, $0.value] }
        if texts.contains(where: { $0.utf8.contains(0) }) {
            throw .unusable(
                reason: "there is a NUL in an argument or in the environment of \(command.name): take it out")
        }
        if let folder = command.folder {
            var status = stat()
            guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .noFolder(folder) }
        }
    }

    /// The file is there, so that it is its interpreter that is missing.
    private static func exists(_ command: ChildCommand) -> Bool {
        guard command.name.contains("/") else { return false }
        let isAbsolute = command.name.hasPrefix("/")
        return access(isAbsolute ? command.name : "\(command.folder ?? ".")/\(command.name)", F_OK) == 0
    }

    private static func withCStrings<Value>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var copies: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        copies.append(nil)
        return body(&copies)
    }
}
