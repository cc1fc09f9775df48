import Configuration
import Foundation
import Goals
import Journal
import Logging
import Notifications
import Transport
import Warehouse

/// What the commands do, behind one face: the command line parses, calls this, and prints.
public struct Application: Sendable {
    public let configuration: Configuration
    /// Absolute.
    public let stateFolder: String
    let environment: [String: String]
    let setup: Setup
    let clock: @Sendable () -> Date
    let makeID: @Sendable () -> String

    /// - Parameters:
    ///   - clock: the time now; a command that is given a time takes that for now.
    ///   - makeID: a new id for a delivery; unique in the world, since it becomes a Message-ID.
    public init(
        configuration: Configuration, stateFolder: String, environment: [String: String],
        clock: @escaping @Sendable () -> Date = { Date() },
        makeID: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
    ) {
        self.configuration = configuration
        self.stateFolder = stateFolder
        self.environment = environment
        self.clock = clock
        self.makeID = makeID
        setup = Setup(configuration: configuration, stateFolder: stateFolder, environment: environment, clock: clock)
    }

    /// What the data lacks for the goals, and which secrets cannot be read; for `validate`.
    public var warehouse: Warehouse { setup.evaluator.warehouse }

    /// The goals of these ids, in the file's order; all enabled ones if there are none.
    public func goals(_ ids: [String]) throws(ApplicationError) -> [Goal] {
        try goals(ids, of: setup)
    }

    func goals(_ ids: [String], of setup: Setup) throws(ApplicationError) -> [Goal] {
        let all = setup.configuration.goals
        for id in ids where !all.contains(where: { $0.id == id }) {
            let hint = nearest(id, in: all.map(\.id)).map { "did you mean \($0)?" }
            throw ApplicationError(
                what: "there is no goal \"\(id)\" in \(configuration.path)",
                remedy: hint ?? "`crmgoals status` shows the goals", exitCode: 64)
        }
        return ids.isEmpty ? setup.goals : all.filter { ids.contains($0.id) }
    }

    // MARK: Evaluating

    /// `check`: evaluates as of `now`, sends nothing, leaves the journal alone.
    public func check(_ goals: [Goal], now: Date) async -> [CheckedGoal] {
        let found = await GoalsEvaluation(evaluator: setup.evaluator, refreshes: true)
            .evaluate(goals.map { Evaluator.Job(goal: $0) }, slot: now)
        return found.map { CheckedGoal($0.goal, $0.evaluation) }
    }

    /// `check --notify`: through the daemon where one runs; else takes the lock, decides, and tries each due notice once.
    /// - Parameter at: the time to take for now.
    public func checkAndNotify(_ goals: [Goal], at: Date?) async throws -> [CheckedGoal] {
        if case .checked(let checked)? = try ask(.check(goals: goals.map(\.id), at: at)) { return checked }
        // A source whose secret cannot be read fails the checks of its goals; the others are none of its business.
        try checkSecrets(of: configuration, for: [.notices])
        let now = at ?? clock()
        return try await withLedger(now: now) { ledger in
            let post = Post(configuration, application: self, ledger: ledger)
            _ = try await ledger.reconcile(configuration.goals, now: now)
            let checked = try await NotifyingCheck(setup: setup, ledger: ledger).run(goals, now: now)
            try await SinglePass(ledger: ledger, post: post).deliver(now: now)
            return checked
        }
    }

    /// `backtest`: from an empty state; touches neither journal nor channels.
    /// - Parameters:
    ///   - every: instead of each goal's own schedule.
    ///   - progress: slots done, and all.
    public func backtest(
        _ goals: [Goal], from: Date, through end: Date, every: Schedule?, progress: (Int, Int) -> Void = { _, _ in }
    ) async -> BacktestReport {
        await Backtest(setup: setup, every: every).run(goals, from: from, through: end, progress: progress)
    }

    /// `run`: until SIGTERM or SIGINT.
    public func run(logger: Logger) async throws {
        try checkSecrets(of: configuration)
        let (journal, repairs) = try Journal.open(folder: stateFolder, now: clock())
        for repair in repairs { logger.warning("\(repair)") }
        try await RunningDaemon(self, journal: journal, logger: logger).run()
    }

    /// `notify-test`: sends one message.
    /// - Returns: whether it was taken, and what the far side said, on one line.
    public func sendTest(channel: String) async -> (isDelivered: Bool, answer: String) {
        let language = configuration.channel(channel)?.language ?? configuration.language
        let notification = Notification(
            id: makeID(), content: .test, currency: configuration.currency, language: language,
            zone: configuration.zone,
            now: clock())
        let (outcome, answer) = await sender(of: configuration).test(notification, channel: channel)
        return (outcome == .delivered, answer)
    }

    /// Reads each channel's secrets when it sends.
    func sender(of configuration: Configuration) -> Sender {
        let secrets = Secrets(environment: environment, folder: configuration.folder)
        return Sender(
            channels: configuration.channels, secrets: { try secrets.read($0) }, transport: Transport(),
            console: StandardOutput.write)
    }

    /// - Throws: where a secret cannot be read.
    func checkSecrets(
        of configuration: Configuration, for uses: [Configuration.SecretUse] = Configuration.SecretUse.allCases
    ) throws(ConfigurationError) {
        let secrets = Secrets(environment: environment, folder: configuration.folder)
        let problems = configuration.secretProblems(secrets, for: uses)
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    }

    // MARK: Outbox

    /// `outbox retry`: makes deliveries owed again; with no daemon, tries them once.
    /// - Parameter ids: none for every dead letter.
    public func retry(_ ids: [String]) async throws -> [String] {
        if case .changed(let changed)? = try ask(.retry(ids: ids)) { return changed }
        return try await withLedger(now: clock()) { ledger in
            let post = Post(configuration, application: self, ledger: ledger)
            let changed = try await Outbox(ledger: ledger).retry(ids, now: clock())
            try await SinglePass(ledger: ledger, post: post).deliver(now: clock())
            return changed
        }
    }

    /// `outbox drop`
    public func drop(_ ids: [String]) async throws -> [String] {
        if case .changed(let changed)? = try ask(.drop(ids: ids)) { return changed }
        return try await withLedger(now: clock()) { ledger in
            try await Outbox(ledger: ledger).drop(ids, now: clock())
        }
    }

    // MARK: Ways to the state

    /// Asks the daemon that runs on the state folder; `nil` where none does.
    private func ask(_ request: ControlRequest) throws -> ControlReply? {
        let reply: ControlReply?
        do {
            reply = try ControlClient(folder: stateFolder).ask(request)
        } catch {
            throw ApplicationError(what: "\(error)", remedy: "is the daemon of this state folder yours?", exitCode: 74)
        }
        if case .refused(let what, let remedy)? = reply {
            throw ApplicationError(what: what, remedy: remedy, exitCode: 74)
        }
        return reply
    }

    private func withLedger<Result: Sendable>(
        now: Date, _ body: (Ledger) async throws -> Result
    ) async throws -> Result {
        let (journal, _) = try Journal.open(folder: stateFolder, now: now, purpose: .command)
        let ledger = Ledger(journal: journal, makeID: makeID)
        do {
            let result = try await body(ledger)
            try await ledger.close()
            return result
        } catch {
            try await ledger.close()
            throw error
        }
    }
}
