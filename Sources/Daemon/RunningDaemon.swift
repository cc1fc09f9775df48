import Configuration
import Foundation
import Goals
import Journal
import Logging
import Notifications
import ServiceLifecycle

/// What runs: the loop that evaluates, the dispatcher that delivers, and the ways to tell it something.
actor RunningDaemon {
    private var setup: Setup
    private var watch: ConfigurationWatch
    private let application: Application
    private let ledger: Ledger
    private let loop: EvaluationLoop
    private let dispatcher: Dispatcher
    private let notifier: ServiceNotifier
    private let logger: Logger

    init(_ application: Application, journal: Journal, logger: Logger) {
        self.application = application
        self.logger = logger
        setup = application.setup
        watch = ConfigurationWatch(application.configuration.files)
        ledger = Ledger(journal: journal, makeID: application.makeID)
        notifier = ServiceNotifier(environment: application.environment, processID: getpid())
        dispatcher = Dispatcher(
            ledger: ledger, post: Post(setup.configuration, application: application, ledger: ledger),
            logger: logger,
            clock: application.clock)
        loop = EvaluationLoop(
            setup: setup, ledger: ledger, dispatcher: dispatcher, notifier: notifier, logger: logger,
            clock: application.clock)
    }

    /// Runs until SIGTERM or SIGINT; finishes what is being written, within 10 s.
    func run() async throws {
        // A far side that closes its end is an error of that write, not the daemon's end.
        signal(SIGPIPE, SIG_IGN)
        await reconcile()
        let tidying = Task.detached(priority: .background) { [ledger, logger, now = application.clock()] in
            do {
                for damage in try ledger.tidy(now: now) { logger.error("\(damage)") }
            } catch {
                logger.error("older records cannot be looked through: \(error)")
            }
        }
        defer { tidying.cancel() }
        let services: [any Service] = [
            DeliveryService(dispatcher: dispatcher),
            EvaluationService(loop: loop),
            ControlService(folder: application.stateFolder) { [weak self] request in
                await self?.answer(request) ?? .refused(what: "the daemon is ending", remedy: "try again in a moment")
            },
            HangUpService { [weak self] in await self?.reload() },
            WatchService { [weak self] in await self?.look() },
        ]
        var quiet = logger
        quiet.logLevel = .error
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(9)
        logger.notice(
            "watching \(setup.goals.count) goals",
            metadata: ["config": "\(setup.configuration.path)", "state": "\(application.stateFolder)"])
        notifier.ready("watching \(setup.goals.count) goals")
        try await ServiceGroup(configuration: configuration).run()
        try await ledger.close()
        logger.notice("ended; what is still owed is kept")
    }

    // MARK: Reload

    private func look() async {
        if watch.hasChanged() { await reload() }
    }

    private func reload() async {
        notifier.reloading()
        do {
            let configuration = try Configuration.load(path: setup.configuration.path)
            let next = Setup(
                configuration: configuration, stateFolder: application.stateFolder,
                environment: application.environment,
                clock: application.clock)
            try application.checkSecrets(of: configuration)
            let post = Post(configuration, application: application, ledger: ledger)
            if configuration.files != setup.configuration.files { watch = ConfigurationWatch(configuration.files) }
            setup = next
            await loop.use(next)
            await dispatcher.use(post)
            await reconcile()
            logger.notice("reloaded: watching \(next.goals.count) goals")
            notifier.ready("watching \(next.goals.count) goals")
        } catch {
            logger.error("the configuration has mistakes; the old one stays in force")
            for line in "\(error)".split(separator: "\n") { logger.error("\(line)") }
            notifier.ready("the new configuration has mistakes; the old one is in force")
        }
    }

    private func reconcile() async {
        do {
            let events = try await ledger.reconcile(setup.configuration.goals, now: application.clock())
            for event in events {
                logger.notice("closed", metadata: ["goal": "\(event.goal)", "reason": "\(event.reason ?? "")"])
            }
            await dispatcher.wake()
        } catch {
            logger.error("goals that were removed cannot be closed yet: \(error)")
        }
    }

    // MARK: Control socket

    private func answer(_ request: ControlRequest) async -> ControlReply {
        do {
            switch request {
            case .check(let goals, let at):
                return .checked(try await check(goals, at: at))
            case .retry(let ids):
                let changed = try await Outbox(ledger: ledger).retry(ids, now: application.clock())
                await dispatcher.wake()
                return .changed(ids: changed)
            case .drop(let ids):
                return .changed(ids: try await Outbox(ledger: ledger).drop(ids, now: application.clock()))
            case .reload:
                await reload()
                return .done
            }
        } catch let error as ApplicationError {
            return .refused(what: error.what, remedy: error.remedy)
        } catch let error as JournalError {
            return .refused(what: error.what, remedy: error.remedy)
        } catch {
            return .refused(what: "\(error)", remedy: "the daemon's log tells more")
        }
    }

    private func check(_ ids: [String], at: Date?) async throws -> [CheckedGoal] {
        let goals = try application.goals(ids, of: setup)
        let checked = try await NotifyingCheck(setup: setup, ledger: ledger).run(goals, now: at ?? application.clock())
        await dispatcher.wake()
        return checked
    }
}
