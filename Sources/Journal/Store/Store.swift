import Foundation
import Goals

/// The journal's insides: the open files, and the state that they come to. `Journal` guards it against use by several at once.
struct Store {
    let folder: StateFolder
    private let lock: WriterLock
    private var journal: AppendFile
    private var measurements: (name: String, file: AppendFile)?
    private(set) var state: JournalState
    /// The checksum of the journal's last line.
    private var checksum: String
    /// Records and lines since the last snapshot.
    private var tail: Int
    /// Why the last attempt to write a snapshot failed; the next start takes longer, and nothing else.
    private(set) var snapshotProblem: JournalError?
    /// The part of the journal that the start did not read.
    let unreadLength: Int
    private var isClosed = false

    /// A snapshot is written after so many records and lines, or twice as many as there are series, if that is more.
    static let snapshotDistance = 500

    init(_ folder: StateFolder, now: Date, purpose: String) throws(JournalError) {
        try folder.make()
        let lock = try WriterLock.take(folder, now: now, purpose: purpose)
        do {
            let loaded = try Loader(folder: folder).load()
            try self.init(folder, lock, loaded)
        } catch {
            folder.fileSystem.close(lock.file)
            throw error
        }
    }

    private init(_ folder: StateFolder, _ lock: WriterLock, _ loaded: Loader.Loaded) throws(JournalError) {
        self.folder = folder
        self.lock = lock
        repairs = try Mending(folder: folder).mend(loaded)
        journal = try AppendFile.open(folder, folder.journal, length: loaded.journal.length)
        state = loaded.state
        checksum = loaded.journal.checksum
        tail = loaded.tail
        unreadLength = loaded.snapshotLength
        guard let name = loaded.measurements else { return }
        do {
            let file = try AppendFile.open(folder, folder.file(name), length: loaded.measurementsLength)
            measurements = (name, file)
        } catch {
            journal.close()
            throw error
        }
    }

    /// What the start mended.
    let repairs: [Repair]

    mutating func commit(_ commit: Commit) throws(JournalError) {
        let plan = try CommitPlan(commit, after: state)
        try write(plan.records, plan.lines, at: commit.at)
        state = plan.state
        snapshotIfDue()
    }

    mutating func record(_ outcomes: [DeliveryOutcome]) throws(JournalError) {
        let plan = try OutcomePlan(outcomes, after: state)
        try write(plan.records, [], at: .distantPast)
        state = plan.state
        snapshotIfDue()
    }

    /// Puts everything on disk, or nothing.
    ///
    /// The journal is the commit point. Lines of measurements carry the number of the commit's last record and do not count
    /// without it; they and all before them are synced first. So what survives a power cut is what stood at one moment.
    private mutating func write(
        _ records: [Record], _ lines: [MeasurementLine], at: Date
    ) throws(JournalError) {
        try checkOpen()
        var recordBytes: [UInt8] = []
        for record in records { Line.append(try record.tree(), to: &recordBytes) }
        var lineBytes: [UInt8] = []
        for line in lines { Line.append(try line.tree(), to: &lineBytes) }
        try journal.prepare()
        try measurements?.file.prepare()
        if !lines.isEmpty { try chooseMeasurements(at: at) }
        do {
            if !lines.isEmpty { try measurements?.file.append(lineBytes) }
            if !records.isEmpty {
                try measurements?.file.sync()
                try journal.append(recordBytes)
                try journal.sync()
            }
        } catch {
            journal.takeBack()
            measurements?.file.takeBack()
            throw error
        }
        journal.accept()
        measurements?.file.accept()
        if !records.isEmpty { checksum = String(decoding: recordBytes.dropLast(3).suffix(8), as: UTF8.self) }
        tail += records.count + lines.count
    }

    /// Opens the month's file when the first line of a month is due. Never an earlier one, whatever the clock says.
    private mutating func chooseMeasurements(at date: Date) throws(JournalError) {
        let name = StateFolder.measurements(at: date)
        if let open = measurements {
            guard name > open.name else { return }
            // Nobody will sync it any more.
            try measurements?.file.sync()
            let file = try AppendFile.open(folder, folder.file(name), length: 0)
            open.file.close()
            measurements = (name, file)
        } else {
            measurements = (name, try AppendFile.open(folder, folder.file(name), length: 0))
        }
    }

    private mutating func snapshotIfDue() {
        let series = state.goals.values.reduce(0) { $0 + $1.series.count + 1 }
        guard tail >= max(Self.snapshotDistance, 2 * series) else { return }
        do {
            try saveSnapshot()
        } catch {
            // What was committed is safe without it. Tried again after a tenth of the distance.
            snapshotProblem = error
            tail -= Self.snapshotDistance / 10
        }
    }

    mutating func saveSnapshot() throws(JournalError) {
        try checkOpen()
        try journal.prepare()
        try measurements?.file.prepare()
        try measurements?.file.sync()
        let snapshot = try Snapshot(
            state, journalLength: journal.length, journalChecksum: checksum, measurements: measurements?.name,
            measurementsLength: measurements?.file.length ?? 0)
        try folder.fileSystem.make(folder.newSnapshot, .replacing, try snapshot.bytes())
        try folder.fileSystem.rename(folder.newSnapshot, to: folder.snapshot)
        try folder.fileSystem.syncFolder(folder.path)
        tail = 0
        snapshotProblem = nil
    }

    /// The file of measurements that is being written.
    var measurementsName: String? { measurements?.name }

    mutating func close() throws(JournalError) {
        guard !isClosed else { return }
        defer {
            isClosed = true
            release()
        }
        try saveSnapshot()
    }

    /// A descriptor that was given back may be another file's by now.
    private func checkOpen() throws(JournalError) {
        guard !isClosed else { throw .failed(call: "write", path: folder.journal, code: EBADF) }
    }

    /// Closes the files and gives the lock back, without a snapshot.
    private func release() {
        journal.close()
        measurements?.file.close()
        folder.fileSystem.close(lock.file)
    }

    /// For a `Journal` that is let go without having been closed.
    func abandon() {
        if !isClosed { release() }
    }
}
