import Foundation

/// A folder of a test's own, gone with it.
final class Folder {
    let url: URL
    /// For what the test writes down beside.
    let scratch: URL

    init() throws {
        let base = FileManager.default.temporaryDirectory.appendingPathComponent(
            "crmgoals-\(UUID().uuidString.prefix(8))")
        url = base.appendingPathComponent("company")
        scratch = base.appendingPathComponent("scratch")
        for folder in [url, scratch] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url.deletingLastPathComponent())
        } catch {
            // A folder that a test made read-only stays; the system clears its temporary files.
        }
    }

    func write(_ text: String, to name: String) throws {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
