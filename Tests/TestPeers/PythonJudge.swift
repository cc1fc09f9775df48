import Foundation

/// Runs a program of `peers/` on some input: an independent reader of what was written here.
public enum PythonJudge {
    /// - Returns: what it wrote, decoded from JSON.
    public static func read<Answer: Decodable>(_ script: String, _ input: Data, as type: Answer.Type) throws -> Answer {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("peers/\(script)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [Peer.python, path.path]
        let (sent, received) = (Pipe(), Pipe())
        process.standardInput = sent
        process.standardOutput = received
        try process.run()
        try sent.fileHandleForWriting.write(contentsOf: input)
        try sent.fileHandleForWriting.close()
        let output = try received.fileHandleForReading.readToEnd() ?? Data()
        return try JSONDecoder().decode(type, from: output)
    }
}

/// A mail as Python's `email` reads it.
public struct ReadMail: Decodable, Sendable {
    public struct Header: Decodable, Sendable {
        public var name: String
        public var value: String
    }

    public struct Part: Decodable, Sendable {
        public var type: String
        public var text: String
        public var defects: [String]
    }

    public var headers: [Header]
    public var type: String
    public var parts: [Part]
    public var defects: [String]
    public var longest_line: Int
    public var bare_line_ends: Int
    public var is_ascii: Bool
    public var from: [[String]]
    public var to: [[String]]

    public init(_ mail: Data) throws {
        self = try PythonJudge.read("mail_reader.py", mail, as: ReadMail.self)
    }

    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
