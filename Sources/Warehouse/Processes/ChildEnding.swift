import Foundation

/// How a child process ended.
enum ChildEnding: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    /// By a signal.
    case killed(Int32)

    /// - Parameter status: as `waitpid` tells it. The macros of `wait.h` are no functions; Linux has had this layout from the beginning.
    init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal)
    }

    var description: String {
        switch self {
        case .exited(let code): "ended with exit code \(code)"
        case .killed(let signal): "was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }
}
