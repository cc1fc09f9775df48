import Foundation

/// DuckDB's own command line client as a kept child: a statement goes in on a line, rows come out as lines, and a mark that it is told to
/// print tells where they end.
///
/// Used on the source's thread alone. After any fault but `refused` it is of no use any more.
final class DuckDBClient {
    private let child: ChildProcess
    private var count = 0

    /// Bytes of one line and of the errors of one statement that are read.
    private static let lineLimit = 16 << 20
    private static let errorLimit = 64 << 10

    /// - Parameter settings: statements that it must take before any other.
    init(_ settings: [String], until limit: TimeLimit) throws {
        let command = ChildCommand(
            arguments: ["duckdb", "-init", "/dev/null", "-batch"],
            // Where the client looks for itself if it came from PyPI; of everything else it sees nothing.
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "LC_ALL": "C.UTF-8"],
            folder: "/", hasInput: true)
        do { child = try ChildProcess(command) } catch { throw DuckDBFault.unstartable(error) }
        try run(".mode list\n.headers off", until: limit) { _ in }
        for setting in settings { try run(setting, until: limit) { _ in } }
    }

    var isUsable: Bool { !child.hasEnded }

    func end() { child.end(politely: false) }

    /// Runs a SELECT, whatever it holds, and hands over its rows.
    func select(_ select: String, until limit: TimeLimit, _ each: (DuckDBLine) throws -> Void) throws {
        try run(DuckDBText.asJSON(select), until: limit, each)
    }

    /// The columns of a SELECT's result.
    func describe(_ select: String, until limit: TimeLimit) throws -> [(name: String, type: String)] {
        var columns: [(name: String, type: String)] = []
        try run(DuckDBText.description(of: select), until: limit) { row in
            columns.append((row.text(0) ?? "", row.text(1) ?? ""))
        }
        return columns
    }

    /// Runs a statement of the program's own: one line, complete.
    func run(_ statement: String, until limit: TimeLimit, _ each: (DuckDBLine) throws -> Void) throws {
        guard isUsable else { throw DuckDBFault.gone("has ended") }
        count += 1
        // No row begins so: rows are JSON objects.
        let mark = Array("@crmgoals \(count)".utf8)
        var hearing = Hearing(mark: mark)
        do {
            let talk = try child.talk(Array("\(statement)\n.print @crmgoals \(count)\n".utf8), until: limit) {
                stream, bytes in
                switch stream {
                case .errors:
                    hearing.errors.append(contentsOf: bytes.prefix(max(0, Self.errorLimit - hearing.errors.count)))
                case .output: try hearing.read(bytes, limit: Self.lineLimit, each)
                }
                return !hearing.isOver
            }
            switch talk {
            case .enough: break
            case .late: throw DuckDBFault.late
            case .over:
                let ending = child.end(politely: false)
                throw DuckDBFault.gone(hearing.message.map { "\(ending): \($0)" } ?? ending.description)
            }
        } catch {
            // What is still to come would be taken for the answer to the next statement.
            child.end(politely: false)
            throw error
        }
        // It writes errors before the mark, to a pipe of its own.
        child.errorsSoFar { bytes in
            hearing.errors.append(contentsOf: bytes.prefix(max(0, Self.errorLimit - hearing.errors.count)))
        }
        if let message = hearing.message { throw DuckDBFault.refused(message: message) }
    }

    /// What has come so far in answer to one statement.
    private struct Hearing {
        let mark: [UInt8]
        var errors: [UInt8] = []
        var isOver = false
        private var line: [UInt8] = []

        init(mark: [UInt8]) {
            self.mark = mark
        }

        mutating func read(
            _ bytes: UnsafeRawBufferPointer, limit: Int, _ each: (DuckDBLine) throws -> Void
        ) throws {
            var rest = bytes[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line.append(contentsOf: rest[..<end])
                rest = rest[(end + 1)...]
                if line == mark {
                    isOver = true
                } else if let row = DuckDBLine(line) {
                    try each(row)
                } else if !line.isEmpty {
                    throw DuckDBFault.unreadable(PrintableText.of(String(decoding: line, as: UTF8.self), limit: 80))
                }
                line.removeAll(keepingCapacity: true)
            }
            line.append(contentsOf: rest)
            if line.count > limit { throw DuckDBFault.unreadable("a row of more than \(limit >> 20) MiB") }
        }

        /// Without the excerpt of the statement, which is ours more than the user's.
        var message: String? {
            let lines = String(decoding: errors, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            let said = lines.prefix { !$0.hasPrefix("LINE ") }.map { PrintableText.of($0, limit: 400) }
            let text = said.filter { !$0.isEmpty }.joined(separator: " ")
            return text.isEmpty ? nil : text
        }
    }
}
