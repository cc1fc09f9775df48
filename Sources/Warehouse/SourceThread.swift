import Foundation
import Synchronization

/// A thread of a source's own, which does its work in order: a source that hangs delays no other.
///
/// Swift's cooperative pool has as many threads as cores, so that two hanging file systems would stop the whole program there.
final class SourceThread: Sendable {
    private let mailbox = Mailbox()

    init(name: String) {
        let mailbox = mailbox
        let thread = Thread {
            while let job = mailbox.next() { job() }
        }
        thread.name = name
        thread.start()
    }

    deinit {
        mailbox.close()
    }

    /// Does `job` after those that wait already.
    ///
    /// - Parameters:
    ///   - seconds: after which the caller gets `late`, waiting included. A job that runs then is told by its `Deadline`; one that still
    ///     waits is not begun.
    ///   - late: what the caller gets; `true` if its task was cancelled.
    func run<Value: Sendable>(
        deadline seconds: Double, late: @escaping @Sendable (_ isCancelled: Bool) -> WarehouseError,
        _ job: @escaping @Sendable (Deadline) -> Result<Value, WarehouseError>
    ) async throws(WarehouseError) -> Value {
        let deadline = Deadline(after: seconds)
        let answer = Answer<Value>()
        let timer = Task {
            do { try await Task.sleep(for: .seconds(max(0, seconds))) } catch { return }
            deadline.pass()
            answer.give(.failure(late(false)))
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.ask(continuation)
                mailbox.post {
                    if deadline.hasPassed { return }
                    answer.give(job(deadline))
                }
            }
        } onCancel: {
            deadline.pass()
            answer.give(.failure(late(true)))
        }
        timer.cancel()
        return try result.get()
    }
}

/// Tells a job that nobody waits for it any more.
final class Deadline: Sendable {
    private let passed = Atomic(false)
    private let end: ContinuousClock.Instant

    init(after seconds: Double = 1e9) {
        end = .now + .seconds(max(0, seconds))
    }

    /// Seconds until it passes by itself; for servers that want to be told.
    var remaining: Double { max(0, (end - .now).seconds) }

    var hasPassed: Bool { passed.load(ordering: .relaxed) }

    func pass() { passed.store(true, ordering: .relaxed) }
}

/// One answer to one question, whichever of them comes first; later answers are dropped.
private final class Answer<Value: Sendable>: Sendable {
    private typealias Outcome = Result<Value, WarehouseError>

    private enum Stage {
        case nothing
        case asked(CheckedContinuation<Result<Value, WarehouseError>, Never>)
        case early(Result<Value, WarehouseError>)
        case done
    }

    private let stage = Mutex<Stage>(.nothing)

    func ask(_ continuation: CheckedContinuation<Result<Value, WarehouseError>, Never>) {
        let early: Result<Value, WarehouseError>? = stage.withLock { stage in
            if case .early(let result) = stage {
                stage = .done
                return result
            }
            stage = .asked(continuation)
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }

    func give(_ result: Result<Value, WarehouseError>) {
        let waiting: CheckedContinuation<Result<Value, WarehouseError>, Never>? = stage.withLock { stage in
            switch stage {
            case .nothing:
                stage = .early(result)
                return nil
            case .asked(let continuation):
                stage = .done
                return continuation
            case .early, .done: return nil
            }
        }
        waiting?.resume(returning: result)
    }
}

private final class Mailbox: Sendable {
    private let jobs = Mutex<(waiting: [@Sendable () -> Void], isClosed: Bool)>(([], false))
    private let arrivals = DispatchSemaphore(value: 0)

    func post(_ job: @escaping @Sendable () -> Void) {
        jobs.withLock { $0.waiting.append(job) }
        arrivals.signal()
    }

    func close() {
        jobs.withLock { $0.isClosed = true }
        arrivals.signal()
    }

    /// The next job, once there is one; `nil` when there will be none.
    func next() -> (@Sendable () -> Void)? {
        arrivals.wait()
        return jobs.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }
}
