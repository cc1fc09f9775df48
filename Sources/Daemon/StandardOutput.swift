import Foundation
import Notifications

/// Where the console channel writes.
enum StandardOutput {
    /// The terminal's text and a blank line, in one piece.
    /// - Throws: if standard output is gone or full.
    static func write(_ text: TerminalText) throws {
        try FileHandle.standardOutput.write(contentsOf: Data(text.description.utf8))
    }
}
