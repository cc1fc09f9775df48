import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Notices that a file of the configuration was changed, by size, time and inode; an editor may write in place or replace. Folders
/// of included files are watched too: a file that comes or goes changes them.
struct ConfigurationWatch {
    private var seen: [String: Stamp]

    private struct Stamp: Equatable {
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
        var inode: UInt64
    }

    /// - Parameter files: absolute; goals.json, then those that it includes.
    init(_ files: [String]) {
        let folders = files.dropFirst().map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        seen = Self.stamps(of: files + folders)
    }

    /// Whether any was changed since the last call, or since the beginning.
    mutating func hasChanged() -> Bool {
        let present = Self.stamps(of: Array(seen.keys))
        defer { seen = present }
        return present != seen
    }

    private static func stamps(of files: [String]) -> [String: Stamp] {
        var stamps: [String: Stamp] = [:]
        for file in files {
            var status = stat()
            let exists = stat(file, &status) == 0
            stamps[file] = Stamp(
                size: exists ? Int64(status.st_size) : -1, seconds: exists ? status.st_mtim.tv_sec : 0,
                nanoseconds: exists ? status.st_mtim.tv_nsec : 0, inode: exists ? UInt64(status.st_ino) : 0)
        }
        return stamps
    }
}
