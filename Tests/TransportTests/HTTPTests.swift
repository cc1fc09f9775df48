import Foundation
import TestPeers
import Testing

@testable import Transport

/// Against a receiver on loopback that answers as its path says.
struct HTTPTests {
    static let receiver = Result { try Peer("http_receiver.py") }
    let transport = Transport()

    func request(_ path: String, timeout: Double = 10, _ peer: Peer? = nil) throws -> HTTPRequest {
        let port = try (peer ?? Self.receiver.get()).port
        return HTTPRequest(
            endpoint: try Endpoint("http://127.0.0.1:\(port)/\(path)", schemes: [.http]), body: Data("{}".utf8),
            limits: AttemptLimits(timeout: timeout))
    }

    func failure(_ path: String, timeout: Double = 10) async throws -> TransportError? {
        let request = try request(path, timeout: timeout)
        return await #expect(throws: TransportError.self) { try await transport.send(request) }
    }

    @Test(arguments: [
        200, 201, 204, 301, 302, 307, 308, 400, 401, 403, 404, 408, 410, 413, 425, 429, 500, 502, 503, 504,
    ])
    func everyStatusIsAReply(status: Int) async throws {
        let path = (300..<400).contains(status) ? "redirect/\(status)" : "status/\(status)"
        #expect(try await transport.send(try request(path)).status == status)
    }

    @Test func aRedirectIsNotFollowed() async throws {
        let peer = try Peer("http_receiver.py")
        _ = try await transport.send(try request("redirect/301", peer))
        #expect(try peer.log(ReceivedRequest.self).map(\.path) == ["/redirect/301"])
    }

    @Test func methodHeadersAndBodyArriveAsGiven() async throws {
        let peer = try Peer("http_receiver.py")
        var request = try request(
            "record?x=1&y=ü".addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed)!, peer)
        request.headers = [
            try HeaderField("Content-Type", "application/json"), try HeaderField("X-Empty", ""),
            try HeaderField("X-Umlaut", "für"),
        ]
        request.body = Data("{\"a\":\"ü\\u0000\"}".utf8)
        let reply = try await transport.send(request)
        #expect(String(decoding: reply.body, as: UTF8.self) == "ok")
        let got = try #require(try peer.log(ReceivedRequest.self).first)
        #expect(got.method == "POST" && got.path == "/record?x=1&y=%C3%BC" && got.body == "{\"a\":\"ü\\u0000\"}")
        #expect(got.headers["content-type"] == "application/json" && got.headers["x-empty"] == "")
        #expect(got.headers["expect"] == nil && got.headers["user-agent"] == "crmgoals")
    }

    @Test func aReplyOf64KiBIsReadAndNoMoreButTheStatusIsKept() async throws {
        for (path, status) in [("endless/200", 200), ("endless/404", 404), ("endless/gzip", 200)] {
            let reply = try await transport.send(try request(path))
            #expect(reply.status == status && reply.isTruncated && reply.body.count == 65_536)
        }
    }

    @Test func aLongerReplyIsReadWhereItIsAskedFor() async throws {
        var request = try request("lines/100000")
        request.limits.replyBytes = 1_000_000
        let reply = try await transport.send(request)
        #expect(!reply.isTruncated && reply.body.count == 588_890)
        request.limits.replyBytes = 588_889
        #expect(try await transport.send(request).isTruncated)
    }

    @Test func endlessHeadersAreAnError() async throws {
        guard case .notTheProtocol(_, let reason) = try await failure("endless/headers") else {
            Issue.record("not an error")
            return
        }
        #expect(reason == "endless headers")
    }

    @Test(arguments: ["nothing", "reset", "cut"])
    func aConnectionThatEndsBeforeTheReplyIsInterrupted(path: String) async throws {
        guard case .interrupted = try await failure(path) else {
            Issue.record("not interrupted")
            return
        }
    }

    @Test(arguments: ["stall", "stall/headers"])
    func aStallEndsAtTheAttemptsTime(path: String) async throws {
        guard case .timeout(_, 1, true) = try await failure(path, timeout: 1) else {
            Issue.record("no timeout")
            return
        }
    }

    @Test func whatIsNotHTTPIsSaidToBeSo() async throws {
        guard case .notTheProtocol = try await failure("garbage") else {
            Issue.record("taken for HTTP")
            return
        }
    }

    @Test func nobodyListeningIsUnreachable() async throws {
        // Port 1 (tcpmux) is free on any machine of ours.
        let request = HTTPRequest(endpoint: try Endpoint("http://127.0.0.1:1/", schemes: [.http]))
        let error = await #expect(throws: TransportError.self) { try await transport.send(request) }
        #expect(error?.description == "cannot connect to http://127.0.0.1:1: connection refused")
    }

    @Test func aNameThatDoesNotExistIsUnresolved() async throws {
        // RFC 6761: .invalid never resolves.
        let end = try Endpoint("https://hooks.invalid/services/T0/B0/canary", schemes: [.https])
        let error = await #expect(throws: TransportError.self) { try await transport.send(HTTPRequest(endpoint: end)) }
        #expect(error == .unresolved(end))
    }

    @Test func aCertificateOfAnUnknownAuthorityIsRefusedAndOneOfAKnownAuthorityIsTaken() async throws {
        let peer = try Peer("http_receiver.py", "--tls")
        var request = HTTPRequest(endpoint: try Endpoint("https://localhost:\(peer.port)/x", schemes: [.https]))
        guard
            case .tls(_, let reason) = await #expect(
                throws: TransportError.self, performing: { try await transport.send(request) })
        else {
            Issue.record("not a TLS error")
            return
        }
        #expect(reason.contains("certificate"))
        request.route.caFile = peer.caFile
        #expect(try await transport.send(request).status == 200)
        request.route.caFile = "/nonexistent.pem"
        guard case .tls = await #expect(throws: TransportError.self, performing: { try await transport.send(request) })
        else {
            Issue.record("not a TLS error")
            return
        }
    }

    @Test func aCertificateForAnotherNameIsRefused() async throws {
        let peer = try Peer("http_receiver.py", "--tls", "--names", "DNS:other.example")
        let request = HTTPRequest(
            endpoint: try Endpoint("https://localhost:\(peer.port)/x", schemes: [.https]),
            route: Route(caFile: peer.caFile))
        guard case .tls = await #expect(throws: TransportError.self, performing: { try await transport.send(request) })
        else {
            Issue.record("not a TLS error")
            return
        }
        #expect(try peer.log(ReceivedRequest.self).isEmpty)
    }

    @Test func oneConnectionServesManyRequests() async throws {
        let peer = try Peer("http_receiver.py")
        for _ in 1...20 { _ = try await transport.send(try request("record", peer)) }
        #expect(Set(try peer.log(ReceivedRequest.self).map(\.connection)).count == 1)
    }

    @Test func aSlowFarSideHoldsUpNobodyElse() async throws {
        let stalled = Task { try await transport.send(try request("stall")) }
        for _ in 1...5 { #expect(try await transport.send(try request("record")).status == 200) }
        stalled.cancel()
        let error = await #expect(throws: TransportError.self) { try await stalled.value }
        #expect(error == .cancelled)
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        let peer = try Peer("http_receiver.py")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.send(try request("record", peer))
        }
        let error = await #expect(throws: TransportError.self) { try await task.value }
        #expect(error == .cancelled)
        #expect(try peer.log(ReceivedRequest.self).isEmpty)
    }

    @Test func aTransportThatEndsAnswersWhatIsUnderWayAndWhatComesLate() async throws {
        let request = try request("stall")
        let driver = Driver()
        driver.start()
        let task = Task { await driver.perform(.http(request)) }
        driver.stop()
        let outcome = await task.value
        #expect(throws: TransportError.self) { try outcome.get() }
    }

    @Test func aProxyThatRefusesIsNamedAsTheCause() async throws {
        let port = try Self.receiver.get().port
        let request = HTTPRequest(
            endpoint: try Endpoint("https://hooks.example.com/canary", schemes: [.https]),
            route: Route(proxy: "http://user:canary@127.0.0.1:\(port)"))
        let error = await #expect(throws: TransportError.self) { try await transport.send(request) }
        #expect(error == .proxy(request.endpoint, reason: "it answered 403"))
        #expect(error?.description.contains("canary") == false)
    }
}
