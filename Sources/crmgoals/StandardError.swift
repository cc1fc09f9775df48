import Foundation
import Status

enum StandardError {
    static func write(_ lines: [TerminalText]) {
        let text = lines.map { $0.rendered(colour: false) + "\n" }.joined()
        // There is nowhere left to complain.
        do { try Descriptor.write(text, to: STDERR_FILENO) } catch {}
    }
}
