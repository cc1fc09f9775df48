import Foundation

/// Writing to a file descriptor, whole.
enum Descriptor {
    struct WriteError: Error {
        var code: Int32
        var text: String { String(cString: strerror(code)) }
    }

    static func write(_ text: String, to descriptor: Int32) throws(WriteError) {
        try write(bytes: Array(text.utf8), to: descriptor)
    }

    static func write(bytes all: [UInt8], to descriptor: Int32) throws(WriteError) {
        var bytes = all[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                throw WriteError(code: errno)
            }
        }
    }
}
