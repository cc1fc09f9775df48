import Foundation

/// A program of `peers/` that plays the far side on loopback, in a folder of its own. It ends with the test: it waits for the
/// end of its standard input.
public final class Peer: Sendable {
    public let port: Int
    /// The certificate authority its TLS certificate is signed by.
    public let caFile: String?
    public let folder: URL
    private let process: Process

    private struct Announcement: Decodable {
        var port: Int
        var ca: String?
    }

    public struct DidNotStart: Error, CustomStringConvertible {
        public var description: String
    }

    /// `script`: a file name in `peers/`.
    public init(_ script: String, _ arguments: String...) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("crmgoals-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("peers/\(script)")
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [Self.python, path.path, folder.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte[0] != 0x0A {
            line += byte
        }
        guard let facts = try? JSONDecoder().decode(Announcement.self, from: line) else {
            throw DidNotStart(description: "\(script) did not start: is there a python3, and openssl?")
        }
        port = facts.port
        caFile = facts.ca
    }

    deinit {
        // Not waited for: Foundation's `waitUntilExit` needs its thread's run loop, and hangs now and then on a thread that runs tasks.
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What it logged so far, one decoded line each.
    public func log<Entry: Decodable>(_ type: Entry.Type) throws -> [Entry] {
        let text = try Data(contentsOf: folder.appendingPathComponent("log"))
        return try text.split(separator: 0x0A).map { try JSONDecoder().decode(type, from: $0) }
    }

    /// The Python that has what the tests need; `Scripts/test` says which.
    public static var python: String { ProcessInfo.processInfo.environment["CRMGOALS_TEST_PYTHON"] ?? "python3" }
}

/// A request that `http_receiver.py` got.
public struct ReceivedRequest: Decodable, Sendable {
    public var connection: Int
    public var method: String
    public var path: String
    public var headers: [String: String]
    public var body: String
}

/// A line of `smtp_receiver.py`'s log: a command, or a mail that was taken.
public struct ReceivedCommand: Decodable, Sendable {
    public var connection: Int
    public var secure: Bool?
    public var line: String?
    public var accepted: [String]?
    public var user: String?
}
