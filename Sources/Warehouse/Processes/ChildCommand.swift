/// What to start: a list of arguments, no shell.
struct ChildCommand: Sendable, Hashable {
    /// The first is the program: with a `/` a path (relative to `folder`), else looked up in this program's `PATH`.
    var arguments: [String]
    /// All that the child sees of an environment.
    var environment: [String: String] = [:]
    /// Its working folder, absolute; `nil`: this program's.
    var folder: String?
    /// Its standard input: something to write to, or `/dev/null`.
    var hasInput = false

    /// As messages name it.
    var name: String { arguments.first ?? "" }
}
