import Foundation
import Goals
import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Structured logs on standard error, one line a message.
public struct StandardErrorLog: LogHandler {
    public enum Format: String, Sendable, CaseIterable {
        case text, json
    }

    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level = .info
    private let format: Format
    /// Under systemd the journal keeps the time and reads the priority from a prefix, sd-daemon(3).
    private let isUnderJournal: Bool

    public init(format: Format, environment: [String: String]) {
        self.format = format
        isUnderJournal = environment["JOURNAL_STREAM"] != nil
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let pairs = all.map { (key: $0.key, value: $0.value.description) }
        var line =
            switch format {
            case .text: text(event.level, event.message.description, pairs)
            case .json: json(event.level, event.message.description, pairs)
            }
        if isUnderJournal { line = "<\(priority(event.level))>" + line }
        write(line + "\n")
    }

    private func text(_ level: Logger.Level, _ message: String, _ pairs: [(key: String, value: String)]) -> String {
        var line = isUnderJournal ? "" : Timestamp.text(now) + " "
        line += "\(level.rawValue): \(LogText.escaped(message))"
        for (key, value) in pairs { line += " \(key)=\(LogText.quoted(value))" }
        return line
    }

    private func json(_ level: Logger.Level, _ message: String, _ pairs: [(key: String, value: String)]) -> String {
        var fields = [("at", Timestamp.text(now)), ("level", level.rawValue), ("message", message)]
        fields += pairs.map { ($0.key, $0.value) }
        return "{" + fields.map { "\(LogText.json($0.0)):\(LogText.json($0.1))" }.joined(separator: ",") + "}"
    }

    /// To the second: a log is read by people.
    private var now: Date { Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)) }

    private func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    private func write(_ line: String) {
        var bytes = Array(line.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            // Nowhere is left to tell that standard error is gone.
            guard written > 0 || errno == EINTR else { return }
            bytes = bytes.dropFirst(max(0, written))
        }
    }
}

/// The escapes of the log: no text from outside makes a second line, or a control sequence on a terminal.
enum LogText {
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    static func quoted(_ text: String) -> String {
        let escaped = escaped(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))
        return escaped.isEmpty || escaped.contains(" ") || escaped.contains("=") ? "\"\(escaped)\"" : escaped
    }

    static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
