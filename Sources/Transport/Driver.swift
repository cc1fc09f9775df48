import CCurl
import Foundation
import Synchronization

/// The thread that owns the curl multi handle, and the inbox through which others ask something of it.
///
/// `@unchecked`: `multi`, `active` and `idle` are touched by the driver's thread only, but for `curl_multi_wakeup`, which libcurl
/// allows from any thread and which is called with the inbox locked, so never after the handle is gone.
final class Driver: @unchecked Sendable {
    private struct Inbox {
        var waiting: [Transfer] = []
        var cancelled: [Transfer] = []
        var isStopping = false
        var hasEnded = false
    }

    private let inbox = Mutex(Inbox())
    private let multi: UnsafeMutableRawPointer?
    private var active: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Easy handles for the next transfers, reset.
    private var idle: [UnsafeMutableRawPointer] = []

    /// libcurl is set up once a process; it is never torn down, since it may be in use until the last moment.
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() {
        multi = Self.isReady ? curl_multi_init() : nil
        if let multi {
            // Connections kept open, over all channels.
            ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 64)
        }
    }

    func start() {
        guard multi != nil else {
            inbox.withLock { $0.hasEnded = true }
            return
        }
        let thread = Thread { self.run() }
        thread.name = "transport"
        thread.start()
    }

    /// What is under way ends as `.cancelled`.
    func stop() {
        wake { $0.isStopping = true }
    }

    func perform(_ order: Order) async -> Result<Answer, TransportError> {
        let transfer = Transfer(order)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.continuation.withLock { $0 = continuation }
                if !wake({ $0.waiting.append(transfer) }) {
                    let reason = ccurl_problem().map { String(cString: $0) } ?? "the transport has ended"
                    transfer.finish(.failure(.failed(order.endpoint, reason: reason)))
                }
            }
        } onCancel: {
            transfer.isCancelled.store(true, ordering: .releasing)
            wake { $0.cancelled.append(transfer) }
        }
    }

    /// `false` once the thread has ended.
    @discardableResult
    private func wake(_ change: (inout sending Inbox) -> Void) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.hasEnded, let multi else { return false }
            change(&inbox)
            curl_multi_wakeup(multi)
            return true
        }
    }

    private func run() {
        guard let multi else { return }
        while true {
            let (waiting, cancelled, isStopping) = inbox.withLock { inbox in
                defer { (inbox.waiting, inbox.cancelled) = ([], []) }
                return (inbox.waiting, inbox.cancelled, inbox.isStopping)
            }
            for transfer in waiting { begin(transfer, multi) }
            for transfer in cancelled { cancel(transfer, multi) }
            if isStopping { break }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            collect(multi)
            // Wakes up on network traffic, on a timer of libcurl's own, and on `curl_multi_wakeup`.
            curl_multi_poll(multi, nil, 0, 60_000, nil)
        }
        end(multi)
    }

    private func begin(_ transfer: Transfer, _ multi: UnsafeMutableRawPointer) {
        guard !transfer.isCancelled.load(ordering: .acquiring) else { return transfer.finish(.failure(.cancelled)) }
        guard let easy = idle.popLast() ?? curl_easy_init() else {
            return transfer.finish(.failure(.failed(transfer.order.endpoint, reason: "no memory for a transfer")))
        }
        do throws(TransportError) {
            try transfer.configure(easy)
        } catch {
            retire(easy)
            return transfer.finish(.failure(error))
        }
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
            retire(easy)
            return transfer.finish(.failure(.failed(transfer.order.endpoint, reason: "libcurl took no transfer")))
        }
        active[easy] = transfer
    }

    private func cancel(_ transfer: Transfer, _ multi: UnsafeMutableRawPointer) {
        guard let (easy, _) = active.first(where: { $0.value === transfer }) else { return }
        release(easy, multi)
        transfer.finish(.failure(.cancelled))
    }

    private func collect(_ multi: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            guard let transfer = active[easy] else { continue }
            let outcome = transfer.outcome(code, easy)
            release(easy, multi)
            transfer.finish(outcome)
        }
    }

    private func release(_ easy: UnsafeMutableRawPointer, _ multi: UnsafeMutableRawPointer) {
        curl_multi_remove_handle(multi, easy)
        active[easy] = nil
        retire(easy)
    }

    /// A reset handle points to nothing of the transfer any more.
    private func retire(_ easy: UnsafeMutableRawPointer) {
        curl_easy_reset(easy)
        if idle.count < 16 { idle.append(easy) } else { curl_easy_cleanup(easy) }
    }

    private func end(_ multi: UnsafeMutableRawPointer) {
        let late = inbox.withLock { inbox in
            inbox.hasEnded = true
            defer { inbox.waiting = [] }
            return inbox.waiting
        }
        for transfer in late { transfer.finish(.failure(.cancelled)) }
        for (easy, transfer) in active {
            curl_multi_remove_handle(multi, easy)
            curl_easy_cleanup(easy)
            transfer.finish(.failure(.cancelled))
        }
        active = [:]
        for easy in idle { curl_easy_cleanup(easy) }
        idle = []
        curl_multi_cleanup(multi)
    }
}
