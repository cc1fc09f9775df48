import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Why the control socket cannot be used.
struct ControlError: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, errno code: Int32) {
        description = "\(what): \(String(cString: strerror(code)))"
    }

    init(_ what: String) {
        description = what
    }
}

/// `control.sock` in the state folder: one JSON line a request, one a reply.
enum ControlSocket {
    static let name = "control.sock"
    /// A request or reply may be this long, in bytes.
    static let longest = 4 << 20

    /// The socket's address. A path too long for one (107 bytes) is reached through the folder's descriptor.
    static func withAddress<Result>(
        inFolder folder: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws(ControlError) -> Result
    ) throws(ControlError) -> Result {
        if var address = UnixAddress(path: folder + "/" + name) {
            return try address.withAddress(body)
        }
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ControlError("cannot open \(folder)", errno: errno) }
        defer { close(descriptor) }
        guard var address = UnixAddress(path: "/proc/self/fd/\(descriptor)/\(name)") else {
            throw ControlError("no address for \(folder)/\(name)")
        }
        return try address.withAddress(body)
    }

    static func setTimeout(_ descriptor: Int32, seconds: Int, option: Int32) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Reads up to the first line end.
    static func readLine(from descriptor: Int32) throws(ControlError) -> Data {
        var line = Data()
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while line.count < longest {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ControlError("no answer on the control socket", errno: errno) }
            guard count > 0 else { throw ControlError("the other side closed the control socket") }
            if let end = chunk[..<count].firstIndex(of: UInt8(ascii: "\n")) {
                line.append(contentsOf: chunk[..<end])
                return line
            }
            line.append(contentsOf: chunk[..<count])
        }
        throw ControlError("a message on the control socket is longer than \(longest) bytes")
    }

    static func write(_ data: Data, to descriptor: Int32) throws(ControlError) {
        let bytes = [UInt8](data) + [UInt8(ascii: "\n")]
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(
                    descriptor, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ControlError("cannot write to the control socket", errno: errno) }
            sent += count
        }
    }

    static func encode(_ value: some Encodable) throws(ControlError) -> Data {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return try encoder.encode(value)
        } catch {
            throw ControlError("cannot write a message for the control socket: \(error)")
        }
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws(ControlError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw ControlError("a message on the control socket is not understood; are both programs of one version?")
        }
    }
}
