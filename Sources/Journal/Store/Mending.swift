import Foundation

/// Cuts off what writes that did not finish left behind, and keeps it aside.
struct Mending {
    let folder: StateFolder

    private var fileSystem: any FileSystem { folder.fileSystem }

    /// All that was found amiss, mended or not.
    func mend(_ loaded: Loader.Loaded) throws(JournalError) -> [Repair] {
        var repairs = loaded.repairs
        if let torn = loaded.journal.torn {
            let kept = try cut("journal.jsonl", to: loaded.journal.length, kept: "journal.torn-\(torn.line)")
            repairs.append(
                .tornJournal(file: folder.journal, line: torn.line, bytes: kept.bytes, keptAs: kept.path))
        }
        for torn in loaded.tornMeasurements {
            let base = String(torn.name.dropLast(".jsonl".count))
            let kept = try cut(torn.name, to: torn.length, kept: "\(base).torn-\(loaded.journal.seq)")
            repairs.append(
                .tornMeasurements(file: folder.file(torn.name), bytes: kept.bytes, keptAs: kept.path))
        }
        return repairs
    }

    private func cut(
        _ name: String, to length: Int, kept wanted: String
    ) throws(JournalError) -> (path: String, bytes: Int) {
        let file = try fileSystem.open(folder.file(name), .writing)
        defer { fileSystem.close(file) }
        let rest = try fileSystem.readAll(file, at: length, count: try fileSystem.size(file) - length)
        let path = try keepAside(rest, wanted)
        try fileSystem.syncFolder(folder.path)
        try fileSystem.truncate(file, to: length)
        try fileSystem.sync(file)
        return (path, rest.count)
    }

    /// Under the wanted name, or with a number behind it: what was kept before is never overwritten.
    private func keepAside(_ bytes: [UInt8], _ wanted: String) throws(JournalError) -> String {
        var number = 1
        while true {
            let path = folder.file(number == 1 ? wanted : "\(wanted)-\(number)")
            do {
                try fileSystem.make(path, .new, bytes)
                return path
            } catch .failed(_, _, EEXIST) {
                number += 1
            }
        }
    }
}
