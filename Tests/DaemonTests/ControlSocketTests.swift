import Foundation
import Testing

@testable import Daemon

@Suite struct ControlSocketTests {
    private func withFolder(longName: Bool = false, _ body: (String) throws -> Void) throws {
        let name = longName ? String(repeating: "long", count: 40) : UUID().uuidString
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let inner = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(inner.path)
    }

    @Test(arguments: [false, true]) func aRequestIsAnswered(inAFolderWithALongPath isLong: Bool) throws {
        try withFolder(longName: isLong) { folder in
            let server = try ControlServer(folder: folder) { request in
                guard case .drop(let ids) = request else { return .done }
                return .changed(ids: ids)
            }
            defer { server.stop() }
            guard case .changed(let ids)? = try ControlClient(folder: folder).ask(.drop(ids: ["a", "b"])) else {
                Issue.record("no answer")
                return
            }
            #expect(ids == ["a", "b"])
            let mode =
                try FileManager.default.attributesOfItem(atPath: folder + "/control.sock")[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func noDaemonIsNoError() throws {
        try withFolder { folder in
            #expect(try ControlClient(folder: folder).ask(.reload) == nil)
            // A socket that a killed daemon left behind.
            FileManager.default.createFile(atPath: folder + "/control.sock", contents: nil)
            #expect(throws: Never.self) { _ = try ControlServer(folder: folder) { _ in .done } }
        }
        #expect(try ControlClient(folder: "/nonexistent").ask(.reload) == nil)
    }
}

extension ControlReply: Equatable {
    public static func == (left: ControlReply, right: ControlReply) -> Bool { "\(left)" == "\(right)" }
}
