import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The command line's end of the control socket.
struct ControlClient {
    let folder: String

    /// Asks the daemon that runs on the state folder.
    /// - Returns: `nil` where none runs.
    func ask(_ request: ControlRequest) throws(ControlError) -> ControlReply? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ControlError("cannot make a socket", errno: errno) }
        defer { close(descriptor) }
        guard access(folder, F_OK) == 0 else { return nil }
        let isConnected = try ControlSocket.withAddress(inFolder: folder) { address, length throws(ControlError) in
            if connect(descriptor, address, length) == 0 { return true }
            guard errno == ENOENT || errno == ECONNREFUSED else {
                throw ControlError("cannot reach the daemon at \(folder)/\(ControlSocket.name)", errno: errno)
            }
            return false
        }
        guard isConnected else { return nil }
        try ControlSocket.write(ControlSocket.encode(request), to: descriptor)
        return try ControlSocket.decode(ControlReply.self, from: ControlSocket.readLine(from: descriptor))
    }
}
