import Foundation
import Testing

@testable import Daemon

@Suite struct ServiceNotifierTests {
    /// A real datagram socket in the place of systemd's.
    private func received(from environment: [String: String] = [:], _ body: (ServiceNotifier) -> Void) throws
        -> [String]
    {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sock").path
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(descriptor)
            unlink(path)
        }
        var address = try #require(UnixAddress(path: path))
        #expect(address.withAddress { bind(descriptor, $0, $1) } == 0)
        body(ServiceNotifier(environment: environment.merging(["NOTIFY_SOCKET": path]) { $1 }, processID: 4711))
        var messages: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return messages }
            messages.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }

    @Test func systemdHearsWhatTheServiceIsDoing() throws {
        let messages = try received {
            $0.ready("watching\n12 goals")
            $0.status("12 goals")
            $0.stopping()
        }
        #expect(messages[0] == "READY=1\nSTATUS=watching 12 goals")
        #expect(messages[1] == "STATUS=12 goals")
        #expect(messages[2].hasPrefix("STOPPING=1"))
    }

    @Test func theWatchdogIsFedOnlyWhereItWatchesThisProcess() throws {
        #expect(
            try received(from: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "4711"]) { $0.alive() } == ["WATCHDOG=1"])
        #expect(try received(from: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]) { $0.alive() } == [])
        #expect(try received { $0.alive() } == [])
        #expect(ServiceNotifier(environment: ["WATCHDOG_USEC": "30000000"], processID: 1).watchdog == 30)
    }

    @Test func aReloadTellsItsTime() throws {
        let messages = try received { $0.reloading() }
        #expect(messages.first?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
    }

    @Test func withoutSystemdNothingHappens() {
        ServiceNotifier(environment: [:], processID: 1).ready("x")
        ServiceNotifier(environment: ["NOTIFY_SOCKET": "not a path"], processID: 1).ready("x")
        ServiceNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/notify"], processID: 1).ready("x")
    }
}
