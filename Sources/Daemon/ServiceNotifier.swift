import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Tells systemd how the service is doing: sd_notify(3)'s protocol, one datagram a message to `$NOTIFY_SOCKET`.
///
/// Without that variable every call does nothing. A message that cannot be sent is no reason to stop: systemd will notice.
struct ServiceNotifier: Sendable {
    private let socketPath: String?
    /// Seconds after which systemd takes the service for hung; `nil` where it does not watch.
    let watchdog: Double?

    init(environment: [String: String], processID: Int32) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isForUs = environment["WATCHDOG_PID"].map { $0 == String(processID) } ?? true
        watchdog = isForUs ? environment["WATCHDOG_USEC"].flatMap(Double.init).map { $0 / 1_000_000 } : nil
    }

    func ready(_ status: String) { send("READY=1\nSTATUS=\(Self.line(status))") }
    func status(_ status: String) { send("STATUS=\(Self.line(status))") }
    func stopping() { send("STOPPING=1\nSTATUS=finishing what is being written") }
    func alive() { if watchdog != nil { send("WATCHDOG=1") } }

    func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let micros = UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
        send("RELOADING=1\nMONOTONIC_USEC=\(micros)")
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private func send(_ message: String) {
        guard let socketPath, var address = UnixAddress(notify: socketPath) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(message.utf8)
        address.withAddress { sockaddr, length in
            _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), sockaddr, length)
        }
    }
}
