/// Runs a program to its end and tells what it printed.
struct ProgramRun: Sendable {
    /// All of its standard output.
    var output: [UInt8]
    /// The beginning of its standard error.
    var errors: [UInt8]
    var ending: ChildEnding

    /// Bytes of standard error that are kept; the rest is read and forgotten.
    private static let errorsKept = 4096

    /// - Parameters:
    ///   - outputLimit: bytes of standard output.
    /// - Throws: `ChildFault`. Whatever comes, nothing of it runs on.
    init(_ command: ChildCommand, until limit: TimeLimit, outputLimit: Int) throws {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        let child = try ChildProcess(command)
        let talk = try child.talk(until: limit) { stream, bytes in
            switch stream {
            case .output:
                output.append(contentsOf: bytes)
                return output.count <= outputLimit
            case .errors:
                errors.append(contentsOf: bytes.prefix(max(0, Self.errorsKept - errors.count)))
                return true
            }
        }
        switch talk {
        case .enough:
            child.end(politely: true)
            throw ChildFault.tooMuchOutput(program: command.name, limit: outputLimit)
        case .late:
            child.end(politely: true)
            throw ChildFault.late(program: command.name)
        case .over:
            guard let ending = child.ended(until: limit) else {
                child.end(politely: true)
                throw ChildFault.late(program: command.name)
            }
            self.output = output
            self.errors = errors
            self.ending = ending
        }
    }

    /// The first line of its standard error that says something.
    var firstErrorLine: String? {
        String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline).lazy
            .map { PrintableText.of($0, limit: 200) }.first { !$0.isEmpty }
    }
}
