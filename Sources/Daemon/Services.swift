import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Evaluates until the daemon is asked to end; then finishes the round under way.
struct EvaluationService: Service {
    let loop: EvaluationLoop

    func run() async {
        await withGracefulShutdownHandler {
            await loop.run()
        } onGracefulShutdown: {
            Task { await loop.stop() }
        }
    }
}

/// Delivers until the daemon is asked to end; what is still owed is in the journal.
struct DeliveryService: Service {
    let dispatcher: Dispatcher

    func run() async throws {
        await dispatcher.start()
        try await gracefulShutdown()
        await dispatcher.stop()
    }
}

/// Reloads on SIGHUP.
struct HangUpService: Service {
    let reload: @Sendable () async -> Void

    func run() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            await reload()
        }
    }
}

/// Looks now and then whether a file of the configuration was changed.
struct WatchService: Service {
    let look: @Sendable () async -> Void

    /// Seconds between two looks.
    private static let distance = 2

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: .seconds(Self.distance))
                    await look()
                }
            }
        } catch is CancellationError {
            // The daemon ends.
        }
    }
}

/// Answers on the control socket.
struct ControlService: Service {
    let folder: String
    let answer: ControlServer.Answer

    func run() async throws {
        let server = try ControlServer(folder: folder, answer: answer)
        defer { server.stop() }
        try await gracefulShutdown()
    }
}
