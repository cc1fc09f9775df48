import Foundation

/// A process of ours with pipes to it, used by one thread: the source's own, never one of Swift's pool.
///
/// It leads a process group. When it goes, by `end` or with this object, so does whatever it started and is still in the group, and
/// its exit status is fetched, so that no zombie stays.
final class ChildProcess {
    let command: ChildCommand
    let process: pid_t
    private let input: FileDescriptor?
    private var output: FileDescriptor?
    private var errors: FileDescriptor?
    /// Set once it was waited for.
    private(set) var ending: ChildEnding?
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    /// How long a process may take to end after SIGTERM.
    private static let grace = 0.5

    enum Stream: Sendable {
        case output, errors
    }

    /// What a talk with a child came to.
    enum Talk: Sendable, Hashable {
        /// The listener has heard enough.
        case enough
        /// Nothing more will come: it ended, or closed its output.
        case over
        case late
    }

    init(_ command: ChildCommand) throws(ChildFault) {
        guard let output = FileDescriptor.pipe(), let errors = FileDescriptor.pipe() else {
            throw .refused(program: command.name, code: errno)
        }
        var input: (reading: FileDescriptor, writing: FileDescriptor)?
        if command.hasInput {
            input = FileDescriptor.channel()
            if input == nil { throw .refused(program: command.name, code: errno) }
        }
        process = try Spawning.start(
            command, input: input?.reading, output: output.writing, errors: errors.writing)
        self.command = command
        self.input = input?.writing
        self.output = output.reading
        self.errors = errors.reading
        for end in [input?.writing, output.reading, errors.reading] { end?.stopBlocking() }
    }

    deinit {
        end(politely: false)
        buffer.deallocate()
    }

    var hasEnded: Bool { ending != nil }

    /// Writes `bytes` and listens meanwhile, until `hear` says that it is enough (`false`).
    ///
    /// - Parameter hear: what came, in pieces as they come; the memory is only there during the call.
    func talk(
        _ bytes: [UInt8] = [], until limit: TimeLimit, hear: (Stream, UnsafeRawBufferPointer) throws -> Bool
    ) throws -> Talk {
        var rest = bytes[...]
        while true {
            if limit.hasPassed { return .late }
            if output == nil, errors == nil { return .over }
            let isOver = looksEnded
            try wait(writing: !rest.isEmpty, milliseconds: isOver ? 0 : limit.patience)
            write(&rest)
            var isSilent = true
            for stream in [Stream.errors, .output] {
                switch read(stream) {
                case .nothing: break
                case .closed: close(stream)
                case .bytes(let count):
                    isSilent = false
                    if try !hear(stream, UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return .enough }
                }
            }
            // Something that it left behind may hold its output open for ever.
            if isOver, isSilent { return .over }
        }
    }

    /// What stands in the pipe of its standard error by now.
    func errorsSoFar(_ hear: (UnsafeRawBufferPointer) -> Void) {
        while case .bytes(let count) = read(.errors) { hear(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    }

    /// Its ending once it has ended by itself; what it started and left behind is ended then. `nil` if it has not by the limit.
    func ended(until limit: TimeLimit) -> ChildEnding? {
        while !looksEnded {
            if limit.hasPassed { return nil }
            usleep(1000)
        }
        return end(politely: false)
    }

    /// Ends it, with its whole group, and waits for it. An ending of its own stands as it was.
    ///
    /// - Parameter politely: SIGTERM first, and SIGKILL half a second later.
    @discardableResult
    func end(politely: Bool) -> ChildEnding {
        if let ending { return ending }
        input?.close()
        if politely, !looksEnded {
            kill(-process, SIGTERM)
            let limit = TimeLimit(seconds: Self.grace)
            while !limit.hasPassed, !looksEnded { usleep(2000) }
        }
        // Not yet waited for, its id is nobody else's: the group that is hit is its own.
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let found = ChildEnding(waitStatus: status)
        ending = found
        output = nil
        errors = nil
        return found
    }

    /// It has ended; its id stays its own until it is waited for.
    private var looksEnded: Bool {
        if ending != nil { return true }
        var found = siginfo_t()
        let code = waitid(P_PID, id_t(process), &found, WEXITED | WNOHANG | WNOWAIT)
        return code == 0 && found.si_signo == SIGCHLD
    }

    private enum Reading {
        case nothing, closed
        case bytes(Int)
    }

    private func descriptor(_ stream: Stream) -> FileDescriptor? {
        switch stream {
        case .output: output
        case .errors: errors
        }
    }

    private func close(_ stream: Stream) {
        switch stream {
        case .output: output = nil
        case .errors: errors = nil
        }
    }

    private func read(_ stream: Stream) -> Reading {
        guard let descriptor = descriptor(stream) else { return .nothing }
        let count = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
        if count > 0 { return .bytes(count) }
        if count < 0, errno == EAGAIN || errno == EINTR { return .nothing }
        return .closed
    }

    /// As much as it takes; what a child does not read that has gone, it does not get.
    private func write(_ rest: inout ArraySlice<UInt8>) {
        guard let input, !rest.isEmpty else { return }
        let count = rest.withUnsafeBytes { send(input.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if count < 0, errno != EAGAIN, errno != EINTR {
            rest = []
        }
    }

    private func wait(writing: Bool, milliseconds: Int32) throws(ChildFault) {
        var polled: [pollfd] = []
        for descriptor in [output, errors] {
            if let descriptor { polled.append(pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)) }
        }
        if writing, let input { polled.append(pollfd(fd: input.number, events: Int16(POLLOUT), revents: 0)) }
        if poll(&polled, nfds_t(polled.count), milliseconds) < 0, errno != EINTR {
            throw .refused(program: command.name, code: errno)
        }
    }
}
