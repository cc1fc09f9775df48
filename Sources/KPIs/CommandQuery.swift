import Goals

/// A custom KPI of kind `command`: a program, run without a shell, that prints a number, `{"value": ..., "sample": ...}`, or a list of
/// such objects with the goal's labels as further keys.
public struct CommandQuery: Sendable, Hashable {
    /// The program and what it is given; at least the program. One with a `/` is looked for from `folder`, others on the PATH.
    public var arguments: [String]
    /// All of its environment beside PATH, in the order of the names.
    public var environment: [Variable]
    /// Seconds until it is ended with its whole process group; 30 unless given.
    public var timeout: Double
    /// Where it runs: the folder of goals.json, absolute.
    public var folder: String

    public struct Variable: Sendable, Hashable {
        public var name: String
        public var value: Secret

        public init(name: String, value: Secret) {
            self.name = name
            self.value = value
        }
    }

    public init(arguments: [String], environment: [Variable] = [], timeout: Double = 30, folder: String) {
        self.arguments = arguments
        self.environment = environment
        self.timeout = timeout
        self.folder = folder
    }
}
