import Journal
import Status

extension Machinery.Daemon {
    /// Whether a daemon has the state folder; a command that writes for a moment is none.
    static func running(on folder: String) throws -> Machinery.Daemon {
        guard let owner = try Journal.owner(folder: folder), owner.purpose != .command, let pid = owner.pid else {
            return .stopped
        }
        return .running(pid: pid, since: owner.since)
    }
}
