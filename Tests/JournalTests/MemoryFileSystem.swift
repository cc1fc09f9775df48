import Foundation
import Synchronization

@testable import Journal

/// A disk in memory that can fail at any call, and that forgets what was not synced when the power fails.
///
/// What is not synced may be there in part: of each file's writes and truncations since its last sync, and of the names made
/// since the folder's last sync, some first ones survive, and of the next write some first bytes.
final class MemoryFileSystem: FileSystem {
    private let disk: Mutex<Disk>

    struct Disk {
        var files: [Int: Content] = [:]
        var names: [String: Int] = [:]
        var syncedNames: [String: Int] = [:]
        var nameChanges: [NameChange] = []
        var folders: Set<String> = ["/"]
        var open: [Int32: Int] = [:]
        var locked: [Int32: String] = [:]
        var nextDescriptor: Int32 = 3
        var nextFile = 1
        /// Calls that can fail, so far.
        var calls = 0
        var fails: @Sendable (Int) -> Int32? = { _ in nil }
        /// Writes take at most so many bytes at a time.
        var writeLimit = Int.max
    }

    struct Content {
        var bytes: [UInt8] = []
        var synced: [UInt8] = []
        var changes: [Change] = []
    }

    enum Change {
        case write([UInt8], at: Int)
        case truncate(Int)
    }

    enum NameChange {
        case link(String, Int)
        case rename(String, to: String)
    }

    init(_ disk: Disk = Disk()) {
        self.disk = Mutex(disk)
    }

    var calls: Int { disk.withLock { $0.calls } }

    /// `fails` gets the number of the call, from 1, and gives an errno or nothing.
    func fail(_ fails: @escaping @Sendable (Int) -> Int32?) {
        disk.withLock { $0.fails = fails }
    }

    func limitWrites(to bytes: Int) {
        disk.withLock { $0.writeLimit = bytes }
    }

    /// The disk as the next process finds it after this one was killed: nothing is lost.
    func afterKill() -> MemoryFileSystem {
        disk.withLock { disk in
            var next = disk
            next.open = [:]
            next.locked = [:]
            next.fails = { _ in nil }
            return MemoryFileSystem(next)
        }
    }

    /// The disk after the power failed.
    func afterPowerCut(_ random: inout some RandomNumberGenerator) -> MemoryFileSystem {
        let before = disk.withLock { $0 }
        var next = Disk()
        next.folders = before.folders
        next.nextFile = before.nextFile
        next.names = before.syncedNames
        for change in before.nameChanges.prefix(Int.random(in: 0...before.nameChanges.count, using: &random)) {
            Self.apply(change, &next.names)
        }
        next.syncedNames = next.names
        for (number, content) in before.files.sorted(by: { $0.key < $1.key }) {
            var bytes = content.synced
            let kept = Int.random(in: 0...content.changes.count, using: &random)
            for change in content.changes.prefix(kept) { Self.apply(change, &bytes) }
            if kept < content.changes.count, case .write(let new, let offset) = content.changes[kept] {
                let part = Array(new.prefix(Int.random(in: 0...new.count, using: &random)))
                Self.apply(.write(part, at: offset), &bytes)
            }
            next.files[number] = Content(bytes: bytes, synced: bytes)
        }
        return MemoryFileSystem(next)
    }

    func contents(of path: String) -> [UInt8]? {
        disk.withLock { disk in disk.names[path].flatMap { disk.files[$0]?.bytes } }
    }

    func put(_ bytes: [UInt8], _ path: String) {
        disk.withLock { disk in
            guard let number = disk.names[path] else { return }
            disk.files[number] = Content(bytes: bytes, synced: bytes)
        }
    }

    var paths: [String] { disk.withLock { $0.names.keys.sorted() } }

    private static func apply(_ change: NameChange, _ names: inout [String: Int]) {
        switch change {
        case .link(let path, let number): names[path] = number
        case .rename(let path, let target): names[target] = names.removeValue(forKey: path)
        }
    }

    private static func apply(_ change: Change, _ bytes: inout [UInt8]) {
        switch change {
        case .truncate(let size):
            if bytes.count > size { bytes.removeLast(bytes.count - size) }
            if bytes.count < size { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
        case .write(let new, let offset):
            if bytes.count < offset { bytes += [UInt8](repeating: 0, count: offset - bytes.count) }
            bytes.replaceSubrange(offset..<min(bytes.count, offset + new.count), with: new)
        }
    }

    private func call<Value: Sendable>(
        _ name: String, _ path: String, _ body: @Sendable (inout Disk) throws(JournalError) -> Value
    ) throws(JournalError) -> Value {
        try disk.withLock { disk throws(JournalError) in
            disk.calls += 1
            if let code = disk.fails(disk.calls) { throw .failed(call: name, path: path, code: code) }
            return try body(&disk)
        }
    }

    func open(_ path: String, _ mode: OpenMode) throws(JournalError) -> OpenFile {
        try call("open", path) { disk throws(JournalError) in
            if let number = disk.names[path] {
                if case .new = mode { throw .failed(call: "open", path: path, code: EEXIST) }
                if case .replacing = mode {
                    disk.files[number]?.bytes = []
                    disk.files[number]?.changes.append(.truncate(0))
                }
            } else {
                if case .reading = mode { throw .failed(call: "open", path: path, code: ENOENT) }
                disk.names[path] = disk.nextFile
                disk.nameChanges.append(.link(path, disk.nextFile))
                disk.files[disk.nextFile] = Content()
                disk.nextFile += 1
            }
            disk.nextDescriptor += 1
            disk.open[disk.nextDescriptor] = disk.names[path]
            return OpenFile(descriptor: disk.nextDescriptor, path: path)
        }
    }

    func close(_ file: OpenFile) {
        disk.withLock { disk in
            disk.open[file.descriptor] = nil
            disk.locked[file.descriptor] = nil
        }
    }

    private func file(_ file: OpenFile, _ disk: Disk) throws(JournalError) -> Int {
        guard let number = disk.open[file.descriptor] else {
            throw .failed(call: "use of a closed file", path: file.path, code: EBADF)
        }
        return number
    }

    func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile, at offset: Int) throws(JournalError) -> Int {
        let bytes = [UInt8](bytes)
        return try call("write", file.path) { disk throws(JournalError) in
            let number = try self.file(file, disk)
            let new = Array(bytes.prefix(disk.writeLimit))
            let change = Change.write(new, at: offset)
            Self.apply(change, &disk.files[number, default: Content()].bytes)
            disk.files[number]?.changes.append(change)
            return new.count
        }
    }

    func read(
        into bytes: UnsafeMutableRawBufferPointer, from file: OpenFile, at offset: Int
    ) throws(JournalError) -> Int {
        let wanted = bytes.count
        let found = try call("read", file.path) { disk throws(JournalError) in
            let number = try self.file(file, disk)
            return Array((disk.files[number]?.bytes ?? []).dropFirst(offset).prefix(wanted))
        }
        bytes.copyBytes(from: found)
        return found.count
    }

    func size(_ file: OpenFile) throws(JournalError) -> Int {
        try call("fstat", file.path) { disk throws(JournalError) in
            let number = try self.file(file, disk)
            return disk.files[number]?.bytes.count ?? 0
        }
    }

    func truncate(_ file: OpenFile, to size: Int) throws(JournalError) {
        try call("ftruncate", file.path) { disk throws(JournalError) in
            let number = try self.file(file, disk)
            Self.apply(.truncate(size), &disk.files[number, default: Content()].bytes)
            disk.files[number]?.changes.append(.truncate(size))
        }
    }

    func sync(_ file: OpenFile) throws(JournalError) {
        try call("fdatasync", file.path) { disk throws(JournalError) in
            let number = try self.file(file, disk)
            guard var content = disk.files[number] else { return }
            content.synced = content.bytes
            content.changes = []
            disk.files[number] = content
        }
    }

    func rename(_ path: String, to target: String) throws(JournalError) {
        try call("rename", target) { disk throws(JournalError) in
            Self.apply(.rename(path, to: target), &disk.names)
            disk.nameChanges.append(.rename(path, to: target))
        }
    }

    func syncFolder(_ path: String) throws(JournalError) {
        try call("fsync", path) { disk throws(JournalError) in
            disk.syncedNames = disk.names
            disk.nameChanges = []
        }
    }

    func names(in folder: String) throws(JournalError) -> [String]? {
        try call("opendir", folder) { disk throws(JournalError) in
            guard disk.folders.contains(folder) else { return nil }
            return disk.names.keys.filter { $0.hasPrefix(folder + "/") }
                .map { String($0.dropFirst(folder.count + 1)) }.sorted()
        }
    }

    func makeFolder(_ path: String) throws(JournalError) {
        try call("mkdir", path) { disk throws(JournalError) in
            guard disk.folders.insert(path).inserted else { throw .failed(call: "mkdir", path: path, code: EEXIST) }
        }
    }

    func lock(_ file: OpenFile, shared: Bool) throws(JournalError) -> Bool {
        try call("flock", file.path) { disk throws(JournalError) in
            guard !disk.locked.values.contains(file.path) else { return false }
            disk.locked[file.descriptor] = file.path
            return true
        }
    }
}

/// The same numbers for the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(bitPattern: Int64(seed))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
