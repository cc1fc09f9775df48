import CSpawn
import Foundation

/// A descriptor that is closed when it goes. None of them reaches a child unless it is given to it.
final class FileDescriptor {
    let number: Int32
    private var isOpen = true

    init(_ number: Int32) {
        self.number = number
    }

    deinit {
        close()
    }

    func close() {
        if isOpen { Glibc.close(number) }
        isOpen = false
    }

    /// What is written to the second is read from the first.
    static func pipe() -> (reading: FileDescriptor, writing: FileDescriptor)? {
        var ends: [Int32] = [-1, -1]
        guard cspawn_pipe(&ends) == 0 else { return nil }
        return (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
    }

    /// As a pipe, but writing to it when nobody reads is an error and no signal (`MSG_NOSIGNAL`).
    static func channel() -> (reading: FileDescriptor, writing: FileDescriptor)? {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        return (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
    }

    /// Reading and writing return at once; only this end, not the child's.
    func stopBlocking() {
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    }
}
