/// Something wrong in goals.json, or worth a second look: what was found, where, and what to write instead.
public struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// `goals.json`, or an included file by its path from there.
    public var file: String
    /// `goals[2].critical`; empty where the file as a whole is meant.
    public var path: String
    /// From 1; 0 where the file has no such place (it is missing, or empty).
    public var line: Int
    /// From 1, in characters.
    public var column: Int
    public var message: String
    /// The text in question and a line with a caret below it.
    public var excerpt: String?
    /// What to do, as a command: `write 5%`.
    public var fix: String?

    public init(
        file: String, path: String = "", line: Int = 0, column: Int = 0, message: String, excerpt: String? = nil,
        fix: String? = nil
    ) {
        self.file = file
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.excerpt = excerpt
        self.fix = fix
    }

    /// One line of what and where, the excerpt where there is one, and one line of what to do.
    public var description: String {
        var text = file + ": "
        if !path.isEmpty { text += path + ": " }
        text += message
        if line > 0 { text += " (line \(line), column \(column))" }
        for line in excerpt?.split(separator: "\n") ?? [] { text += "\n    " + line }
        if let fix { text += "\n  " + fix }
        return text
    }
}

/// goals.json cannot be used, and all the reasons why.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one; in the order of the file.
    public var problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }

    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
