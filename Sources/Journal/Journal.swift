import Foundation
import Goals
import Synchronization

/// The JSON store of everything that happened: an append-only journal, the measurements, and a snapshot. DESIGN 11.
///
/// One process has it open for writing; anybody may read meanwhile. Calls from several threads are taken one after the other.
public final class Journal: Sendable {
    private let store: Mutex<Store>
    private let published: Mutex<JournalState>
    private let recorded: Mutex<RecordedValues>
    private let folder: StateFolder

    /// Who has a state folder open for writing.
    public enum Purpose: String, Sendable, Hashable {
        case daemon
        /// A command that writes while no daemon runs.
        case command
    }

    /// Who has a state folder open for writing, as far as it has said so yet.
    public struct Owner: Sendable, Hashable {
        public var pid: Int32?
        public var since: Date?
        public var purpose: Purpose?
    }

    private init(_ store: consuming Store) {
        folder = store.folder
        recorded = Mutex(RecordedValues(folder: store.folder))
        published = Mutex(store.state)
        self.store = Mutex(store)
    }

    deinit {
        store.withLock { $0.abandon() }
    }

    /// Opens the state folder for writing; makes it if need be. Reads snapshot and what was written after it, cuts off what a
    /// write that did not finish left behind, and keeps that aside.
    ///
    /// Throws `.owned` if another process has it, `.damaged` if the journal cannot be trusted, `.newer` if a newer version
    /// wrote it, `.folder` or `.failed` if it cannot be read or written.
    public static func open(
        folder: String, now: Date, purpose: Purpose = .daemon
    ) throws(JournalError) -> (Journal, [Repair]) {
        try open(StateFolder(path: folder, fileSystem: PosixFileSystem()), now: now, purpose: purpose)
    }

    static func open(
        _ folder: StateFolder, now: Date, purpose: Purpose = .daemon
    ) throws(JournalError) -> (Journal, [Repair]) {
        let store = try Store(folder, now: now, purpose: purpose.rawValue)
        let repairs = store.repairs
        return (Journal(store), repairs)
    }

    /// What stands now, read without the lock and without changing anything, also while a daemon writes: what it is just
    /// writing is left out. A folder that is not there is a journal without records.
    public static func read(folder: String) throws(JournalError) -> JournalState {
        try read(StateFolder(path: folder, fileSystem: PosixFileSystem()))
    }

    static func read(_ folder: StateFolder) throws(JournalError) -> JournalState {
        try Loader(folder: folder).load().state
    }

    /// Who has the folder open for writing; `nil` if nobody has.
    public static func owner(folder: String) throws(JournalError) -> Owner? {
        let found = try WriterLock.owner(StateFolder(path: folder, fileSystem: PosixFileSystem()))
        return found.map { Owner(pid: $0.pid, since: $0.since, purpose: $0.purpose.flatMap(Purpose.init)) }
    }

    /// What stands now.
    public var state: JournalState { published.withLock { $0 } }

    /// Writes what one evaluation changed. When it returns, events and deliveries are on disk, and `state` has them; when it
    /// throws, nothing has changed, and it may be tried again.
    public func commit(_ commit: Commit) throws(JournalError) {
        var changed = commit.removed
        try change { store throws(JournalError) in
            for goal in commit.states {
                guard let old = store.state.goals[goal.goal], old.kpi != goal.kpi || old.by != goal.by else { continue }
                changed.append(goal.goal)
            }
            try store.commit(commit)
        }
        recorded.withLock { recorded in
            for goal in changed { recorded.forget(goal) }
            recorded.add(commit.readings)
        }
    }

    /// Writes what became of a delivery, and the deliveries that follow from it. On disk when it returns.
    public func record(_ outcome: DeliveryOutcome) throws(JournalError) {
        try record([outcome])
    }

    /// Several at once, with one write.
    public func record(_ outcomes: [DeliveryOutcome]) throws(JournalError) {
        guard !outcomes.isEmpty else { return }
        try change { store throws(JournalError) in try store.record(outcomes) }
    }

    /// Writes the snapshot now, so that the next start has nothing else to read. It is written by itself now and then.
    public func saveSnapshot() throws(JournalError) {
        try store.withLock { store throws(JournalError) in try store.saveSnapshot() }
    }

    /// Why the snapshot that was due could not be written; `nil` once one was. Nothing is lost by it.
    public var snapshotProblem: JournalError? { store.withLock { $0.snapshotProblem } }

    /// Writes the snapshot and gives the folder back. Nothing may be written after it.
    public func close() throws(JournalError) {
        try store.withLock { store throws(JournalError) in try store.close() }
    }

    private func change(_ body: (inout Store) throws(JournalError) -> Void) throws(JournalError) {
        try store.withLock { store throws(JournalError) in
            try body(&store)
            published.withLock { $0 = store.state }
        }
    }

    /// The recorded values of a series from `since` on, oldest first, up to a year back; for `min`, `max`, `avg` (see
    /// `value(of:)`). What is older than five weeks is one value a day, with what the day's values came to.
    public func recordedValues(
        goal: String, labels: Labels = .none, since: Date
    ) throws(JournalError) -> [RecordedValue] {
        try recorded.withLock { values throws(JournalError) in
            try values.values(goal: goal, labels: labels, since: since)
        }
    }

    /// The same without a journal that is open.
    public static func recordedValues(
        folder: String, goal: String, labels: Labels = .none, since: Date
    ) throws(JournalError) -> [RecordedValue] {
        var values = RecordedValues(folder: StateFolder(path: folder, fileSystem: PosixFileSystem()))
        return try values.values(goal: goal, labels: labels, since: since)
    }

    /// Checks the records that the start did not need to read. Takes as long as reading them; meant for the background.
    public func verifyOlder() throws(JournalError) -> [Damage] {
        let length = store.withLock { $0.unreadLength }
        return try Verification(folder: folder).damage(before: length)
    }

    /// Thins measurements of months that are over; meant for the background, once a day. Crash-safe, and cheap when there is
    /// nothing to do.
    public func thin(now: Date) throws(JournalError) {
        let thinning = Thinning(folder: folder)
        guard let current = store.withLock({ $0.measurementsName }) else { return }
        let due = try thinning.due(before: current, now: now)
        guard !due.isEmpty else { return }
        // From here on no start reads the states in older lines.
        try saveSnapshot()
        for file in due { try thinning.thin(file) }
    }

    /// Episodes and their deliveries, read from the journal without the lock.
    ///
    /// `goal`: of one goal only. `since`: only those that were open then or opened later.
    public static func history(
        folder: String, goal: String? = nil, since: Date? = nil
    ) throws(JournalError) -> History {
        try HistoryReader(folder: StateFolder(path: folder, fileSystem: PosixFileSystem()))
            .history(goal: goal, since: since)
    }
}
