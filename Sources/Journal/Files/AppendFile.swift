import Foundation

/// A file that only grows, and only by whole appends: what was not accepted is taken back.
struct AppendFile {
    private let fileSystem: any FileSystem
    let file: OpenFile
    /// The length of what counts.
    private(set) var length: Int
    /// The length with what was written since.
    private var writtenLength: Int
    /// Whether all that counts is known to survive a power cut.
    private(set) var isSynced: Bool
    /// Set when what does not count could not be taken back yet.
    private var isDirty = false

    /// `length`: what counts; what lies behind it has to be cut off before.
    init(_ fileSystem: any FileSystem, _ file: OpenFile, length: Int) {
        self.fileSystem = fileSystem
        self.file = file
        self.length = length
        writtenLength = length
        isSynced = true
    }

    /// Opens it, made if need be; its name is on disk when it returns.
    static func open(_ folder: StateFolder, _ path: String, length: Int) throws(JournalError) -> AppendFile {
        let file = try folder.fileSystem.open(path, .writing)
        do {
            try folder.fileSystem.syncFolder(folder.path)
        } catch {
            folder.fileSystem.close(file)
            throw error
        }
        return AppendFile(folder.fileSystem, file, length: length)
    }

    /// Has to succeed before an append: takes back what an earlier one left behind.
    mutating func prepare() throws(JournalError) {
        guard isDirty else { return }
        try fileSystem.truncate(file, to: length)
        // Without this a power cut could bring back what was just cut off, behind records that are written next.
        try fileSystem.sync(file)
        writtenLength = length
        isDirty = false
        isSynced = true
    }

    mutating func append(_ bytes: [UInt8]) throws(JournalError) {
        guard !bytes.isEmpty else { return }
        isDirty = true
        isSynced = false
        try fileSystem.writeAll(bytes, to: file, at: writtenLength)
        writtenLength += bytes.count
    }

    mutating func sync() throws(JournalError) {
        guard !isSynced else { return }
        try fileSystem.sync(file)
        isSynced = true
    }

    /// What was appended counts from now on.
    mutating func accept() {
        length = writtenLength
        isDirty = false
    }

    /// What was appended since the last `accept` is cut off; if that fails, before the next append.
    mutating func takeBack() {
        guard isDirty else { return }
        do {
            try prepare()
        } catch {
            // `prepare` is called again before anything is appended, and throws then.
            isDirty = true
        }
    }

    func close() { fileSystem.close(file) }
}
