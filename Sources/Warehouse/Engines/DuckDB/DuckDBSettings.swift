import Foundation

/// What DuckDB is told before anything else: to read what it is to read, and nothing more.
struct DuckDBSettings {
    /// Absolute paths.
    let readable: [String]

    /// The last one closes the others.
    var statements: [String] {
        [
            "SET autoinstall_known_extensions = false;", "SET autoload_known_extensions = false;",
            "SET memory_limit = '\(Self.memory >> 20)MiB';", "SET threads = \(Self.threads);",
            // What does not fit into the memory limit fails the check; nothing is left behind on a disk.
            "SET temp_directory = '';",
            "SET allowed_paths = [\(readable.map(DuckDBText.literal).joined(separator: ", "))];",
            "SET enable_external_access = false;", "SET lock_configuration = true;",
        ]
    }

    /// Bytes: half of what the machine has.
    private static var memory: UInt64 { max(256 << 20, ProcessInfo.processInfo.physicalMemory / 2) }

    /// KPIs are asked beside other work.
    private static var threads: Int { min(4, ProcessInfo.processInfo.activeProcessorCount) }
}
