import Foundation

/// When a goal is evaluated. DESIGN 7, "Slots".
public enum Schedule: Hashable, Sendable {
    /// Whole s, m, h: the multiples since 1970-01-01T00:00Z. Days: the local midnights of every nth day since 1970-01-01. The span has
    /// either seconds or days, never both.
    case every(Span)
    /// The local midnights of Mondays, every `weeks`th since the Monday of 1970-01-05.
    case everyWeeks(Int, text: String)
    case cron(Cron)
    /// Each day, at a time of the local clock.
    case at(hour: Int, minute: Int, text: String)

    /// As written in goals.json.
    public var text: String {
        switch self {
        case .every(let span): span.text
        case .everyWeeks(_, let text), .at(_, _, let text): text
        case .cron(let cron): cron.text
        }
    }
}

extension Schedule {
    /// Reads `1h`, `1h30m`, `15m`, `2d`, `1w`: either whole seconds, or whole days, or whole weeks, at least one.
    public init(every text: String) throws(SyntaxProblem) {
        let span = try Span(parsing: text)
        func problem(_ message: String, fix: String? = nil) -> SyntaxProblem {
            SyntaxProblem(text: text, offset: 0, length: text.count, message: message, fix: fix)
        }
        guard !span.isZero else { throw problem("every is at least one second") }
        guard span.months == 0 else {
            let line = span.months % 12 == 0 ? "0 0 1 1 *" : span.months % 3 == 0 ? "0 0 1 1,4,7,10 *" : "0 0 1 * *"
            throw problem("every takes s, m, h, d and w; for months use \"cron\": \"\(line)\"")
        }
        guard span.days == 0 || span.seconds == 0 else {
            throw problem(
                "days follow the local calendar and hours do not: write either, such as 1d or \(Int(span.nominalSeconds / 3600))h"
            )
        }
        guard span.nominalSeconds <= 366 * 86_400 else { throw problem("every is at most 366 days") }
        guard span.seconds == span.seconds.rounded() else { throw problem("every is a whole number of seconds") }
        let units = text.filter(\.isLetter).lowercased()
        if span.days > 0, units.hasPrefix("w") {
            guard !units.contains("d") else {
                throw problem("weeks begin on Mondays and days do not: write \(span.days)d", fix: "\(span.days)d")
            }
            self = .everyWeeks(span.days / 7, text: span.text)
        } else {
            self = .every(span)
        }
    }

    /// Reads a cron line; see `Cron`.
    public init(cron text: String) throws(SyntaxProblem) {
        self = .cron(try Cron(parsing: text))
    }

    /// Reads a time of day, `00:00` to `23:59`.
    public init(at text: String) throws(SyntaxProblem) {
        if let problem = SyntaxProblem(ifLongerThan: 500, text, "a time of day") { throw problem }
        let trimmed = text.trimmingBlanks
        let parts = trimmed.split(separator: ":", omittingEmptySubsequences: false).map { part in
            (1...2).contains(part.count) && part.allSatisfy { $0.asciiDigit != nil } ? Int(part) : nil
        }
        if parts.count == 2, let hour = parts[0], let minute = parts[1], hour < 24, minute < 60,
            trimmed.hasSuffix(":" + Timestamp.padded(minute, 2))
        {
            self = .at(hour: hour, minute: minute, text: Timestamp.padded(hour, 2) + ":" + Timestamp.padded(minute, 2))
            return
        }
        let meant = Self.meantTime(trimmed)
        throw SyntaxProblem(
            text: text, offset: 0, length: text.count,
            message: "at is a time of day from 00:00 to 23:59: write \(meant ?? "07:00")", fix: meant)
    }

    /// `7am`, `7 pm`, `24:00`, `7.30`, `0730`, `7`.
    private static func meantTime(_ text: String) -> String? {
        let lower = text.lowercased()
        let numbers = lower.split { $0.asciiDigit == nil }.compactMap { Int($0) }
        guard var hour = numbers.first, numbers.count <= 3 else { return nil }
        var minute = numbers.count > 1 ? numbers[1] : 0
        if numbers.count == 1, hour >= 100 { (hour, minute) = (hour / 100, hour % 100) }
        if lower.hasSuffix("pm"), hour < 12 { hour += 12 }
        if lower.hasSuffix("am"), hour == 12 { hour = 0 }
        if hour == 24 { hour = 0 }
        guard hour < 24, minute < 60 else { return nil }
        return Timestamp.padded(hour, 2) + ":" + Timestamp.padded(minute, 2)
    }
}
