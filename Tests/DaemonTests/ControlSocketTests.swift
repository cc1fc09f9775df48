import Foundation
import Testing

@testable import Daemon

@Suite struct ControlSocketTests {
    private func withFolder(longName: Bool = false, _ body: (String) async throws -> Void) async throws {
        let name = longName ? String(repeating: "long", count: 40) : UUID().uuidString
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let inner = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(inner.path)
    }

    /// Asks from a thread of its own, as another process would: the answer needs the threads of Swift's pool.
    private func ask(_ request: ControlRequest, in folder: String) async throws -> ControlReply? {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try ControlClient(folder: folder).ask(request) })
            }
        }
    }

    @Test(arguments: [false, true]) func aRequestIsAnswered(inAFolderWithALongPath isLong: Bool) async throws {
        try await withFolder(longName: isLong) { folder in
            let server = try ControlServer(folder: folder) { request in
                guard case .drop(let ids) = request else { return .done }
                return .changed(ids: ids)
            }
            defer { server.stop() }
            guard case .changed(let ids)? = try await ask(.drop(ids: ["a", "b"]), in: folder) else {
                Issue.record("no answer")
                return
            }
            #expect(ids == ["a", "b"])
            let mode =
                try FileManager.default.attributesOfItem(atPath: folder + "/control.sock")[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func noDaemonIsNoError() async throws {
        try await withFolder { folder in
            #expect(try await ask(.reload, in: folder) == nil)
            // A socket that a killed daemon left behind.
            #expect(FileManager.default.createFile(atPath: folder + "/control.sock", contents: nil))
            let server = try ControlServer(folder: folder) { _ in .done }
            defer { server.stop() }
            #expect(try await ask(.reload, in: folder) == .done)
        }
        #expect(try await ask(.reload, in: "/nonexistent") == nil)
    }
}

extension ControlReply: Equatable {
    public static func == (left: ControlReply, right: ControlReply) -> Bool { "\(left)" == "\(right)" }
}
