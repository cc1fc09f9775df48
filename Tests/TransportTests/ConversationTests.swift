import Foundation
import TestPeers
import Testing

@testable import Transport

/// Against the same receiver as `HTTPTests`, from a thread that waits.
struct ConversationTests {
    static let receiver = Result { try Peer("http_receiver.py") }
    let conversation = Conversation()

    func request(_ path: String, timeout: Double = 10, _ peer: Peer? = nil) throws -> HTTPRequest {
        let port = try (peer ?? Self.receiver.get()).port
        return HTTPRequest(
            endpoint: try Endpoint("http://127.0.0.1:\(port)/\(path)", schemes: [.http]),
            limits: AttemptLimits(timeout: timeout))
    }

    /// Status, and the number of bytes that were handed over.
    func read(_ request: HTTPRequest, upTo limit: Int = .max) throws -> (reply: HTTPReply, bytes: Int) {
        struct Enough: Error {}
        var bytes = 0
        let reply = try conversation.send(request, isCancelled: { false }) { piece in
            bytes += piece.count
            if bytes > limit { throw Enough() }
        }
        return (reply, bytes)
    }

    @Test func aReplyOfAnyLengthIsHandedOverAndNotKept() throws {
        let (reply, bytes) = try read(try request("lines/300000"))
        #expect(reply.status == 200 && reply.body.isEmpty && bytes == 1_988_890)
    }

    @Test func theBodyOfARefusalIsInTheReply() throws {
        let (reply, bytes) = try read(try request("status/404"))
        #expect(reply.status == 404 && String(decoding: reply.body, as: UTF8.self) == "answer 404" && bytes == 0)
        let endless = try read(try request("endless/500"))
        #expect(endless.reply.isTruncated && endless.reply.body.count == 65_536)
    }

    @Test func whatTheReceiverThrowsEndsAnEndlessReply() throws {
        let failure = #expect(throws: (any Error).self) { try read(try request("endless/200"), upTo: 100_000) }
        #expect(failure.map { "\(type(of: $0))" } == "Enough")
        // The connection is of no use any more, and the next request gets another.
        #expect(try read(try request("lines/1")).bytes == 2)
    }

    @Test(arguments: ["cut", "cut/chunked", "nothing", "reset"])
    func aReplyThatEndsBeforeItsTimeIsInterrupted(path: String) throws {
        guard case .interrupted = #expect(throws: TransportError.self, performing: { try read(try request(path)) })
        else {
            Issue.record("taken for a reply")
            return
        }
    }

    @Test(arguments: ["stall", "stall/headers"])
    func aStallEndsAtTheAttemptsTime(path: String) throws {
        let failure = #expect(throws: TransportError.self) { try read(try request(path, timeout: 0.5)) }
        guard case .timeout(_, 0.5, true) = failure else {
            Issue.record("no timeout")
            return
        }
    }

    @Test func aCancellationEndsAStall() throws {
        var asked = 0
        let failure = #expect(throws: TransportError.self) {
            try conversation.send(
                try request("stall"),
                isCancelled: {
                    asked += 1
                    return asked > 2
                }
            ) { _ in }
        }
        #expect(failure == .cancelled)
    }

    @Test func oneConnectionServesManyRequestsAndARedirectIsNotFollowed() throws {
        let peer = try Peer("http_receiver.py")
        for _ in 1...5 { #expect(try read(try request("lines/3", peer)).bytes == 6) }
        #expect(try read(try request("redirect/307", peer)).reply.status == 307)
        let log = try peer.log(ReceivedRequest.self)
        #expect(Set(log.map(\.connection)).count == 1 && log.count == 6)
    }

    @Test(arguments: ["http://169.254.169.254/", "http://[::ffff:169.254.169.254]/", "http://0/"])
    func metadataIsNotCalled(url: String) throws {
        let request = HTTPRequest(endpoint: try Endpoint(url, schemes: [.http]), insecure: true)
        guard case .forbiddenAddress = #expect(throws: TransportError.self, performing: { try read(request) }) else {
            Issue.record("called, or refused for another reason")
            return
        }
        let plain = HTTPRequest(endpoint: try Endpoint("http://db.example.com/", schemes: [.http]))
        #expect(#expect(throws: TransportError.self) { try read(plain) } == .unprotected(plain.endpoint))
    }

    @Test func aCertificateOfAnUnknownAuthorityIsRefused() throws {
        let peer = try Peer("http_receiver.py", "--tls")
        var request = HTTPRequest(endpoint: try Endpoint("https://localhost:\(peer.port)/lines/2", schemes: [.https]))
        guard case .tls = #expect(throws: TransportError.self, performing: { try read(request) }) else {
            Issue.record("not a TLS error")
            return
        }
        request.route.caFile = peer.caFile
        #expect(try read(request).bytes == 4)
    }
}

struct LinesTests {
    func lines(_ pieces: [String], limit: Int = 100) throws -> (lines: [String], rest: String) {
        var lines = Lines(limit: limit)
        var found: [String] = []
        for piece in pieces {
            var piece = piece
            try piece.withUTF8 { bytes in
                try lines.take(UnsafeRawBufferPointer(bytes)) { found.append(String(decoding: $0, as: UTF8.self)) }
            }
        }
        return (found, String(decoding: lines.rest, as: UTF8.self))
    }

    @Test(arguments: [
        ["a\nbc\n\nd"], ["a", "\nb", "c\n", "\n", "d"], ["a\nb", "c\n\nd"], ["", "a\nbc\n\n", "", "d"],
    ])
    func thePiecesTheyComeInDoNotMatter(pieces: [String]) throws {
        let (lines, rest) = try lines(pieces)
        #expect(lines == ["a", "bc", ""] && rest == "d")
    }

    @Test func aLineThatNeverEndsIsRefused() throws {
        #expect(try lines([String(repeating: "x", count: 100), "\n"]).lines.first?.count == 100)
        #expect(throws: Lines.TooLong.self) {
            try lines([String(repeating: "x", count: 60), String(repeating: "x", count: 41)])
        }
        #expect(throws: Lines.TooLong.self) { try lines([String(repeating: "x", count: 101) + "\n"]) }
    }
}
