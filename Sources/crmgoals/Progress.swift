import Foundation
import Status

/// A line on standard error that says how far long work has come; only where standard error is a terminal.
final class Progress: Sendable {
    private let isShown = isatty(STDERR_FILENO) == 1

    func show(_ text: String) {
        guard isShown else { return }
        write("\r" + TerminalText(text).truncated(to: 79).rendered(colour: false) + "\u{1B}[K")
    }

    /// Takes the line away.
    func end() {
        if isShown { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        // Progress that cannot be shown is no reason to stop the work.
        do { try Descriptor.write(text, to: STDERR_FILENO) } catch {}
    }
}
