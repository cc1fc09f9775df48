import Configuration
import Foundation

/// Where the state is kept. DESIGN 4, `state`.
public enum StateFolder {
    /// In order of rank: `--state`, `$STATE_DIRECTORY` (systemd's; the first of several), `state` in goals.json, `state/` beside it.
    public static func path(option: String?, environment: [String: String], configuration: Configuration) -> String {
        if let option, !option.isEmpty { return absolute(option) }
        if let first = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(first) }
        return configuration.state ?? configuration.folder + "/state"
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
