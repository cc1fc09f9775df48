import Foundation

/// Where the warehouse's files lie.
enum WarehouseFolder {
    /// `path`, made where it is missing; a temporary folder where it cannot be written.
    static func usable(_ path: String) -> (path: String, isTemporary: Bool) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            // `access` says that root may write everywhere, a read-only file system included; a file tells.
            let probe = path + "/.crmgoals-\(UUID().uuidString)"
            try Data().write(to: URL(fileURLWithPath: probe))
            try FileManager.default.removeItem(atPath: probe)
            return (path, false)
        } catch {
            let temporary = NSTemporaryDirectory() + "/crmgoals-" + UUID().uuidString
            do {
                try FileManager.default.createDirectory(
                    atPath: temporary, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                // The first refresh says what is wrong with it.
            }
            return (temporary, true)
        }
    }

    static func remove(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // It was never made, or the system clears it.
        }
    }

    /// A source's name as a file's: what is not a letter, digit, `-` or `_` is written as its code.
    static func fileName(_ source: String) -> String {
        var name = ""
        for scalar in source.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": name.unicodeScalars.append(scalar)
            default: name += "%" + String(scalar.value, radix: 16)
            }
        }
        return name + ".sqlite"
    }
}
