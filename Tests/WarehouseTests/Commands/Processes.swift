import Foundation

/// What the system says of processes.
enum Processes {
    /// There is none of that id, or it has ended and waits for its parent, which is not this program.
    static func hasGone(_ process: pid_t) throws -> Bool {
        guard kill(process, 0) == 0 else { return true }
        guard let status = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return true }
        // The state is after the name, which stands in parentheses and may hold some.
        let fields = String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(separator: " ")
        return fields?.first == "Z"
    }
}
