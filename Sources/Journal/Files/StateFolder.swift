import Foundation
import Goals

/// The state folder and the names in it.
struct StateFolder: Sendable {
    let path: String
    let fileSystem: any FileSystem

    var journal: String { file("journal.jsonl") }
    var snapshot: String { file("snapshot.json") }
    var newSnapshot: String { file("snapshot.json.new") }
    var lock: String { file("lock") }

    func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

    /// Where measurements written at `date` go.
    static func measurements(at date: Date) -> String {
        let civil = CivilTime(utc: date).components
        let month = String(civil.month)
        return "measurements-\(civil.year)-\(month.count == 1 ? "0" : "")\(month).jsonl"
    }

    /// The month of a file of measurements as its first instant and that of the next; `nil` if it is another file.
    static func month(of name: String) -> TimeRange? {
        guard name.hasPrefix("measurements-"), name.hasSuffix(".jsonl"), name.utf8.count == 26 else { return nil }
        let parts = name.dropFirst(13).dropLast(6).split(separator: "-")
        guard parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]), (1...12).contains(month) else {
            return nil
        }
        let start = CivilTime(year: year, month: month, day: 1)
        let end = start.adding(months: 1)
        return TimeRange(
            start: Date(timeIntervalSince1970: start.secondsSince1970),
            end: Date(timeIntervalSince1970: end.secondsSince1970))
    }

    /// The files of measurements, oldest first.
    func measurementNames() throws(JournalError) -> [String] {
        (try fileSystem.names(in: path) ?? []).filter { Self.month(of: $0) != nil }.sorted()
    }

    /// Makes the folder, and those above it, where they are missing; their names are on disk when it returns.
    func make() throws(JournalError) {
        do {
            try make(path)
        } catch .failed(_, let failed, let code) {
            throw Self.error(failed, code)
        }
    }

    private func make(_ folder: String) throws(JournalError) {
        let above = (folder as NSString).deletingLastPathComponent
        do {
            try fileSystem.makeFolder(folder)
        } catch .failed(_, _, EEXIST) {
            return
        } catch .failed(_, _, ENOENT) where above != folder && !above.isEmpty {
            try make(above)
            try fileSystem.makeFolder(folder)
        }
        try fileSystem.syncFolder(above.isEmpty ? "." : above)
    }

    /// What a failed call on the folder or on a file in it means to the person who runs this.
    static func error(_ path: String, _ code: Int32) -> JournalError {
        switch code {
        case ENOTDIR, EEXIST:
            .folder(
                path: path, reason: "this is not a folder",
                remedy: "move it away, or name another state folder with --state")
        case EACCES, EPERM:
            .folder(
                path: path, reason: "user \(geteuid()) may not write there (it belongs to \(owner(of: path)))",
                remedy: "run as that user, or `chown` the state folder, or name another with --state")
        case EROFS:
            .folder(
                path: path, reason: "the file system is read-only",
                remedy: "mount it for writing, or name another state folder with --state")
        default: .failed(call: "opening the state folder", path: path, code: code)
        }
    }

    private static func owner(of path: String) -> String {
        var status = stat()
        var path = path
        while stat(path, &status) != 0 {
            let above = (path as NSString).deletingLastPathComponent
            if above == path || above.isEmpty { return "nobody that can be told" }
            path = above
        }
        guard let entry = getpwuid(status.st_uid) else { return "user \(status.st_uid)" }
        return String(cString: entry.pointee.pw_name)
    }
}
