import Foundation

/// Notices on the standard output of the process.
struct ConsoleChannel: Channel {
    func request(for notification: Notification) -> Request {
        let message = Message(notification)
        return .console(TerminalText(["", message.headline] + message.plainLines(indent: "  ")))
    }

    func outcome(of reply: Reply, now: Date) -> Outcome {
        switch reply {
        case .written: .delivered
        case .failed(let error): ReplyTable.outcome(of: error)
        case .http, .mail: ReplyTable.mismatch
        }
    }
}
