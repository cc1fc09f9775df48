import Foundation
import Goals

/// A point in time on the command line: `2026-11-01`, `2026-11-01T09:30`, or a span back from now such as `7d`.
enum TimeArgument {
    static func time(_ text: String, option: String, in zone: Zone) throws -> Date {
        guard let time = Timestamp.parse(text, in: zone) else {
            throw Failure.usage(
                "\(option) \(text) is not a time", "write 2026-11-01, 2026-11-01T09:30 or 2026-11-01T09:30:00Z")
        }
        return time
    }

    static func timeOrSpanBack(_ text: String, option: String, from now: Date, in zone: Zone) throws -> Date {
        if let time = Timestamp.parse(text, in: zone) { return time }
        do {
            return try Span(parsing: text).added(to: now, times: -1, in: zone)
        } catch {
            throw Failure.usage("\(option) \(text) is neither a time nor a span", "write 7d, 12h, or 2026-11-01")
        }
    }
}
