import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The daemon's end of the control socket. One thread waits for callers, and each caller has one: what waits for a slow caller must
/// not be a thread of Swift's pool, which has as many as there are cores.
final class ControlServer: Sendable {
    typealias Answer = @Sendable (ControlRequest) async -> ControlReply

    private let folder: String
    private let listener: Int32
    private let answer: Answer

    /// Seconds that a caller may take to ask.
    private static let patience = 5

    /// Only the holder of the state folder's lock may call this: it takes the place of a socket that a killed daemon left.
    init(folder: String, answer: @escaping Answer) throws(ControlError) {
        self.folder = folder
        self.answer = answer
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw ControlError("cannot make a socket", errno: errno) }
        unlink(folder + "/" + ControlSocket.name)
        let listener = listener
        // Linux gives the file that bind(2) makes the mode of the socket; the process's umask is not ours to change for a moment.
        fchmod(listener, 0o600)
        try ControlSocket.withAddress(inFolder: folder) { address, length throws(ControlError) in
            guard bind(listener, address, length) == 0, listen(listener, 16) == 0 else {
                throw ControlError("cannot listen on \(folder)/\(ControlSocket.name)", errno: errno)
            }
        }
        let thread = Thread { [self] in serve() }
        thread.name = "control socket"
        thread.start()
    }

    func stop() {
        // Wakes the thread that waits in accept(2), which then closes the socket.
        shutdown(listener, Int32(SHUT_RDWR))
        unlink(folder + "/" + ControlSocket.name)
    }

    private func serve() {
        defer { close(listener) }
        while true {
            let caller = accept(listener, nil, nil)
            if caller >= 0 {
                _ = fcntl(caller, F_SETFD, FD_CLOEXEC)
                Thread.detachNewThread { [self] in hear(caller) }
            } else if errno == EINVAL || errno == EBADF {
                return
            }
        }
    }

    private func hear(_ caller: Int32) {
        ControlSocket.setTimeout(caller, seconds: Self.patience, option: SO_RCVTIMEO)
        ControlSocket.setTimeout(caller, seconds: Self.patience, option: SO_SNDTIMEO)
        do {
            let request = try ControlSocket.decode(ControlRequest.self, from: ControlSocket.readLine(from: caller))
            Task { [answer] in
                let reply = await answer(request)
                Thread.detachNewThread { Self.tell(reply, to: caller) }
            }
        } catch {
            Self.tell(.refused(what: "\(error)", remedy: "use the crmgoals of the running daemon"), to: caller)
        }
    }

    private static func tell(_ reply: ControlReply, to caller: Int32) {
        defer { close(caller) }
        do {
            try ControlSocket.write(ControlSocket.encode(reply), to: caller)
        } catch {
            // The caller went away; what it asked for is done and in the journal.
        }
    }
}
