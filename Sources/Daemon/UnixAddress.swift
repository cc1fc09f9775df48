#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The address of a socket in the file system, or in Linux's abstract namespace.
struct UnixAddress {
    private var address = sockaddr_un()
    private let length: socklen_t

    /// `nil` if the path is longer than the kernel takes (107 bytes).
    init?(path: String) {
        self.init(bytes: Array(path.utf8), isAbstract: false)
    }

    /// `$NOTIFY_SOCKET`: a path, or `@` and an abstract name.
    init?(notify text: String) {
        let isAbstract = text.hasPrefix("@")
        self.init(bytes: Array(isAbstract ? text.dropFirst().utf8 : text.dropFirst(0).utf8), isAbstract: isAbstract)
    }

    private init?(bytes: [UInt8], isAbstract: Bool) {
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count + 1 <= capacity, !bytes.isEmpty else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.initializeMemory(as: UInt8.self, repeating: 0)
            let offset = isAbstract ? 1 : 0
            for (index, byte) in bytes.enumerated() { path[index + offset] = byte }
        }
        let header = MemoryLayout<sockaddr_un>.size - capacity
        length = socklen_t(header + bytes.count + 1)
    }

    mutating func withAddress<Result, Failure: Error>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let length = length
        return try withUnsafePointer(to: &address) { pointer throws(Failure) in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { sockaddr throws(Failure) in
                try body(sockaddr, length)
            }
        }
    }
}
