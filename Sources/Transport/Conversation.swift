import CCurl
import Foundation

/// HTTP with one far side from a thread that may wait: replies of any length are handed over as they arrive, and what is not taken
/// yet waits in the far side, not in our memory. Connections are kept between requests. What is never done is `Transport`'s list.
///
/// Not `Sendable`, and it blocks: for a thread of a source's own, never for Swift's tasks.
public final class Conversation {
    private let multi: UnsafeMutableRawPointer?
    private let easy: UnsafeMutableRawPointer?

    public init() {
        multi = Driver.isReady ? curl_multi_init() : nil
        easy = multi == nil ? nil : curl_easy_init()
        if let multi { ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 1) }
    }

    deinit {
        if let easy { curl_easy_cleanup(easy) }
        if let multi { curl_multi_cleanup(multi) }
    }

    /// One attempt.
    ///
    /// - Parameters:
    ///   - isCancelled: asked several times a second; `true` ends the attempt with `.cancelled`.
    ///   - receive: takes each piece of a success's body (a status of 200...299) as it comes. What it throws ends the attempt and is
    ///     thrown on.
    /// - Returns: status and headers, with no body where `receive` got it; else with at most `AttemptLimits.replyBytes` of it.
    /// - Throws: `TransportError`, or what `receive` throws. A body that ended before its time is `.interrupted`, never a reply.
    public func send(
        _ request: HTTPRequest, isCancelled: () -> Bool, receive: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> HTTPReply {
        try Transport.check(request)
        guard let multi, let easy else {
            let reason = ccurl_problem().map { String(cString: $0) } ?? "no memory for a transfer"
            throw TransportError.failed(request.endpoint, reason: reason)
        }
        return try withoutActuallyEscaping(receive) { receive in
            var refusal: (any Error)?
            let transfer = Transfer(.http(request))
            transfer.receiver = { bytes in
                do { try receive(bytes) } catch {
                    refusal = error
                    return false
                }
                return true
            }
            defer {
                transfer.receiver = nil
                curl_easy_reset(easy)
            }
            let outcome = try perform(transfer, easy, multi, isCancelled)
            if let refusal { throw refusal }
            guard case .http(let reply) = try outcome.get() else {
                throw TransportError.failed(request.endpoint, reason: "a mail's answer to an HTTP request")
            }
            return reply
        }
    }

    private func perform(
        _ transfer: Transfer, _ easy: UnsafeMutableRawPointer, _ multi: UnsafeMutableRawPointer,
        _ isCancelled: () -> Bool
    ) throws(TransportError) -> Transfer.Outcome {
        try transfer.configure(easy)
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
            throw .failed(transfer.order.endpoint, reason: "libcurl took no transfer")
        }
        defer { curl_multi_remove_handle(multi, easy) }
        while true {
            if isCancelled() { throw .cancelled }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var left: Int32 = 0
            while let message = curl_multi_info_read(multi, &left) {
                if message.pointee.msg == CURLMSG_DONE { return transfer.outcome(message.pointee.data.result, easy) }
            }
            // So long may a cancellation take to be seen.
            curl_multi_poll(multi, nil, 0, 100, nil)
        }
    }
}
