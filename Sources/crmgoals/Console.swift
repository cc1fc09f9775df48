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
            throw Failure.output(error)
        }
    }
}
