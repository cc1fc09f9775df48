import Foundation
import TestPeers
import Testing

@testable import Transport

/// What is never called, never sent and never shown.
struct ProtectionTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16",
        "224.0.0.1", "255.255.255.255", "::", "fe80::1", "fe80::1%eth0", "febf::1", "ff02::1", "fd00:ec2::254",
        "fd00:ec2::23", "fd20:ce::254", "fd00:42::42", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::169.254.169.254",
        "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
    ])
    func specialAddressesAreForbidden(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isForbidden)
    }

    @Test(arguments: [
        "127.0.0.1", "::1", "10.0.0.5", "192.168.1.1", "100.100.100.201", "169.253.255.255", "8.8.8.8",
        "::ffff:127.0.0.1", "2001:db8::1", "fd00:1::1", "fec0::1",
    ])
    func privateAndPublicAddressesAreNot(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isForbidden == false)
    }

    @Test func loopbackHasManyNames() throws {
        for text in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            #expect(try #require(NetworkAddress(text)).isLoopback)
        }
        for url in ["http://localhost/", "http://LOCALHOST:1/", "http://[::1]/", "http://127.1/", "http://2130706433/"]
        {
            #expect(try Endpoint(url, schemes: [.http]).isLoopback, "\(url)")
        }
        for url in [
            "http://localhost.example.com/", "http://10.0.0.1/", "http://127.0.0.1.example/",
            "http://localhost@evil.example/",
        ] {
            #expect(try Endpoint(url, schemes: [.http]).isLoopback == false, "\(url)")
        }
    }

    @Test(arguments: [
        "http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/", "http://2852039166/",
        "http://0xA9FEA9FE/", "http://0251.0376.0251.0376/", "http://0/",
    ])
    func metadataIsNotCalledUnderAnySpelling(url: String) async throws {
        let request = HTTPRequest(endpoint: try Endpoint(url, schemes: [.http]), insecure: true)
        guard
            case .forbiddenAddress = await #expect(
                throws: TransportError.self, performing: { try await Transport().send(request) })
        else {
            Issue.record("called, or refused for another reason")
            return
        }
    }

    @Test func theAddressIsCheckedAfterTheNameIsResolved() throws {
        // What the opener sees is what the resolver gave; here the address a rebinding name would lead to.
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0xA9FE_A9FE).bigEndian
        let target = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { NetworkAddress($0) }
        }
        #expect(try #require(target).isForbidden)
    }

    @Test func plainHTTPGoesToLoopbackOnlyUnlessAllowed() async throws {
        let end = try Endpoint("http://hooks.example.com/canary", schemes: [.http])
        let error = await #expect(throws: TransportError.self) {
            try await Transport().send(HTTPRequest(endpoint: end))
        }
        #expect(error == .unprotected(end))
        let mail = Mail(
            server: try Endpoint("smtp://mail.example.com:587", schemes: [.smtp]),
            from: try MailAddress("a@example.org"),
            to: [try MailAddress("b@example.org")], message: Data(), requiresTLS: false)
        #expect(
            await #expect(throws: TransportError.self) { try await Transport().send(mail) } == .unprotected(mail.server)
        )
    }

    @Test(arguments: ["a\r\nB: c", "a\nb", "a\0b", "a\u{7F}", "a\u{1B}[31m"])
    func aHeadersValueCannotBeginAnother(value: String) {
        #expect(throws: TransportError.self) { try HeaderField("X-A", value) }
        #expect(throws: TransportError.self) { try HeaderField(value, "x") }
    }

    @Test(arguments: ["", "X A", "X:A", "Ü", "X\r\nY"])
    func aHeadersNameIsAToken(name: String) {
        #expect(throws: TransportError.self) { try HeaderField(name, "x") }
    }

    @Test(arguments: [
        "a@b\r\nRCPT TO:<c@d>", "a@b> NOTIFY=NEVER", "a b@c", "a", "@b", "a@", "a@b@c", "a@b\0", "<a@b>", "a@b,c@d",
        String(repeating: "x", count: 250) + "@b.de", "",
    ])
    func aMailAddressCannotEndItsCommand(text: String) {
        #expect(throws: TransportError.self) { try MailAddress(text) }
    }

    @Test(arguments: [
        "", "hooks.slack.com/services", "ftp://x/", "file:///etc/passwd", "https://", "https://x/\r\nHost: y",
        "https://x/ y",
        "https://x\n", "javascript:alert(1)", "https://[::1/", "gopher://127.0.0.1/",
    ])
    func onlyWholeAddressesOfTheSchemeAreTaken(text: String) {
        #expect(throws: TransportError.self) { try Endpoint(text, schemes: [.http, .https]) }
    }

    @Test func noSecretShowsInAnythingThatIsPrinted() async throws {
        let canary = "c4n4ry"
        let end = try Endpoint(
            "https://user-\(canary):\(canary)@hooks.invalid:444/\(canary)?x=\(canary)#\(canary)", schemes: [.https])
        var request = HTTPRequest(endpoint: end, headers: [try HeaderField("Authorization", canary)])
        request.route.proxy = nil
        let mail = Mail(
            server: try Endpoint("smtps://\(canary):\(canary)@mail.invalid", schemes: [.smtps]),
            credentials: .init(username: canary, password: canary), from: try MailAddress("a@example.org"),
            to: [try MailAddress("b@example.org")], message: Data())
        let error = await #expect(throws: TransportError.self) { try await Transport().send(request) }
        let mailError = await #expect(throws: TransportError.self) { try await Transport().send(mail) }
        var dumped = ""
        dump((request, mail, error, mailError, end), to: &dumped)
        for text in [
            "\(request)", String(reflecting: request), "\(mail)", String(reflecting: mail), "\(end)",
            String(reflecting: end),
            "\(error as Any)", String(reflecting: error), error?.description ?? "", dumped,
        ] {
            #expect(!text.contains(canary))
        }
        #expect(end.description == "https://hooks.invalid:444")
        for broken in ["\(canary)://x", "https://\(canary)\n", canary] {
            let error = #expect(throws: TransportError.self) { try Endpoint(broken, schemes: [.https]) }
            #expect(error?.description.contains(canary) == false)
        }
    }
}
