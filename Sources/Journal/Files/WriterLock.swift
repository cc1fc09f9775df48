import Foundation

/// The right to write in a state folder: a lock on `lock` in it, which the kernel takes back when the process ends, however
/// it ends.
struct WriterLock: Sendable {
    let file: OpenFile

    /// Who has a state folder, as it wrote into the lock.
    struct Owner: Sendable, Hashable {
        var pid: Int32?
        var since: Date?
        var purpose: String?
    }

    /// Takes the lock and writes process and time into it. `status` looks at it for the blink of an eye; hence several tries.
    static func take(_ folder: StateFolder, now: Date, purpose: String) throws(JournalError) -> WriterLock {
        let fileSystem = folder.fileSystem
        let file: OpenFile
        do {
            file = try fileSystem.open(folder.lock, .writing)
        } catch .failed(_, _, let code) {
            throw StateFolder.error(folder.path, code)
        }
        do throws(JournalError) {
            for attempt in 1...5 {
                if try fileSystem.lock(file, shared: false) { break }
                guard attempt < 5 else {
                    let owner = try read(fileSystem, file)
                    throw .owned(folder: folder.path, pid: owner.pid, since: owner.since)
                }
                usleep(4000)
            }
            let owner = JSONTree.members([
                ("pid", .integer(Int(getpid()))), ("since", .time(now)), ("purpose", .text(purpose)),
            ])
            try fileSystem.truncate(file, to: 0)
            try fileSystem.writeAll(JSONWriter.bytes(owner) + [10], to: file, at: 0)
        } catch {
            fileSystem.close(file)
            throw error
        }
        return WriterLock(file: file)
    }

    /// Who has the lock now; `nil` if nobody has.
    static func owner(_ folder: StateFolder) throws(JournalError) -> Owner? {
        let fileSystem = folder.fileSystem
        guard let file = try fileSystem.openIfThere(folder.lock) else { return nil }
        defer { fileSystem.close(file) }
        return try fileSystem.lock(file, shared: true) ? nil : try read(fileSystem, file)
    }

    private static func read(_ fileSystem: any FileSystem, _ file: OpenFile) throws(JournalError) -> Owner {
        let bytes = try fileSystem.readAll(file, at: 0, count: 4096)
        do throws(JSONReader.Problem) {
            let tree = try JSONReader.tree(bytes)
            return Owner(
                pid: tree["pid"]?.integer.flatMap(Int32.init(exactly:)), since: tree["since"]?.time,
                purpose: tree["purpose"]?.text)
        } catch {
            // Taken a moment ago: its owner has not said yet who it is.
            return Owner()
        }
    }
}
