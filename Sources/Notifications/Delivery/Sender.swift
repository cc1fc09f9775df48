import Foundation
import Goals
import Transport

/// Makes attempts: reads the channel's secrets, renders, sends, reads the answer. Whether and when there is another attempt is
/// for others to decide.
public struct Sender: Sendable {
    /// Reads a secret; throws with what to do about it, and without its value.
    public typealias SecretReader = @Sendable (Secret) throws -> String

    private let channels: [String: ChannelDeclaration]
    private let secrets: SecretReader
    private let transport: Transport
    private let console: @Sendable (TerminalText) throws -> Void

    /// - Parameter console: writes a notice of a console channel.
    public init(
        channels: [ChannelDeclaration], secrets: @escaping SecretReader, transport: Transport,
        console: @escaping @Sendable (TerminalText) throws -> Void
    ) {
        self.channels = Dictionary(channels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.secrets = secrets
        self.transport = transport
        self.console = console
    }

    /// One attempt, within the channel's `timeout`.
    public func attempt(_ notification: Notification, channel: String) async -> Outcome {
        await exchange(notification, channel: channel).outcome
    }

    /// One attempt, with what the far side said, on one line.
    public func test(_ notification: Notification, channel: String) async -> (outcome: Outcome, answer: String) {
        await exchange(notification, channel: channel)
    }

    private func exchange(
        _ notification: Notification, channel name: String
    ) async -> (outcome: Outcome, answer: String) {
        guard let declaration = channels[name] else {
            let reason = "the channel \(name) is no longer in goals.json"
            return (.permanent(reason: reason), reason)
        }
        let opened: OpenedChannel
        do {
            opened = try OpenedChannel(declaration, secrets)
        } catch let error as TransportError {
            return (.permanent(reason: error.description), error.description)
        } catch {
            // The secret may be there at the next attempt.
            return (.retry(after: nil, reason: "\(error)"), "\(error)")
        }
        let reply = await send(opened.channel.request(for: notification))
        let outcome = opened.channel.outcome(of: reply, now: notification.now)
        return (outcome.mapReasons { opened.redaction($0) }, opened.redaction(reply.summary))
    }

    private func send(_ request: Request) async -> Reply {
        do {
            switch request {
            case .http(let request): return .http(try await transport.send(request))
            case .mail(let mail): return .mail(try await transport.send(mail))
            case .console(let text):
                try console(text)
                return .written
            }
        } catch let error as TransportError {
            return .failed(error)
        } catch {
            return .failed(.unwritable(reason: "\(error)"))
        }
    }
}
