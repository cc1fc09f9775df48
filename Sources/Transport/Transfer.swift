import CCurl
import Foundation
import Synchronization

/// One transfer under way: what it gathers while libcurl calls back, and what that amounts to.
///
/// `@unchecked`: all but `order`, `continuation` and `isCancelled` is touched by the thread that drives it only.
final class Transfer: @unchecked Sendable {
    typealias Outcome = Result<Answer, TransportError>

    let order: Order
    let continuation = Mutex<CheckedContinuation<Outcome, Never>?>(nil)
    let isCancelled = Atomic<Bool>(false)

    var body = Data()
    var headers: [HTTPReply.Header] = []
    var headerBytes = 0
    var isTruncated = false
    /// The status is one of 200...299.
    var isSuccess = false
    /// Takes the body of a success as it comes, in place of `body`; `false` ends the transfer.
    var receiver: ((UnsafeRawBufferPointer) -> Bool)?
    /// The last address that was not connected to, since it is forbidden.
    var forbidden: NetworkAddress?
    /// How much of a mail's message went out.
    var sentBytes = 0
    var dialogue = MailDialogue()
    let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    init(_ order: Order) {
        self.order = order
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        errorBuffer.deallocate()
        for list in lists { curl_slist_free_all(list) }
    }

    /// Hands the outcome to who waits for it; only the first counts.
    func finish(_ outcome: Outcome) {
        let waiting = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(returning: outcome)
    }

    /// What libcurl said of the failure; for TLS, where its words name the certificate's fault.
    var errorText: String {
        Printable.line(String(cString: errorBuffer), atMost: 300)
    }

    /// A list that lives as long as the transfer.
    func list(_ lines: [String]) throws(TransportError) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw .failed(order.endpoint, reason: "no memory for a transfer")
            }
            list = longer
        }
        if let list { lists.append(list) }
        return list
    }
}
