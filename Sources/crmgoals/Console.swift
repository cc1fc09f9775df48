import Foundation
import Goals
import Status

/// Standard output: what it is, and writing to it.
struct Console {
    let terminal: Terminal
    /// Lines; `nil` where it is no terminal.
    let height: Int?

    init(noColor: Bool, language: Language = .english) {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1
        var size = winsize()
        let isSized = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let columns = environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
        let isPlain = noColor || !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        terminal = Terminal(
            width: columns ?? (isSized ? Int(size.ws_col) : isTerminal ? 80 : nil), colour: isTerminal && !isPlain,
            unicode: Terminal.writesUnicode(environment), language: language)
        height = isTerminal ? (isSized ? Int(size.ws_row) : 24) : nil
    }

    var isTerminal: Bool { height != nil }

    func write(_ lines: [TerminalText]) throws {
        try write(terminal.render(lines))
    }

    /// Text that is escaped already, or made for programs.
    func write(_ text: String) throws {
        do {
            try Descriptor.write(text, to: STDOUT_FILENO)
        } catch {
            // Whoever read has seen enough: `crmgoals status | head`. The exit code still says how things stand.
            if error.code == EPIPE { return }
            throw Failure(
                "cannot write to standard output: \(error.text)",
                "check where the output goes; nothing else was affected",
                exitCode: 74)
        }
    }
}

enum StandardError {
    static func write(_ lines: [TerminalText]) {
        let text = lines.map { $0.rendered(colour: false) + "\n" }.joined()
        // There is nowhere left to complain.
        do { try Descriptor.write(text, to: STDERR_FILENO) } catch {}
    }
}

/// Writing to a file descriptor, whole.
enum Descriptor {
    struct WriteError: Error {
        var code: Int32
        var text: String { String(cString: strerror(code)) }
    }

    static func write(_ text: String, to descriptor: Int32) throws(WriteError) {
        var bytes = Array(text.utf8)[...]
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
