import Foundation
import Goals

/// Notices that many old tickets were closed on one day, which makes the median of the window's resolution times jump although
/// nobody worked slower.
///
/// A day is one of bulk closing if at least ten of the window's resolutions, and at least a fifth of them, fall on it, and the
/// typical age of what was closed then is at least four times that of what was closed on all other days. The typical age is the
/// geometric mean of a second more than the ages: a few extreme ones among many ordinary ones do not move it, as they would a plain
/// mean. A fifth is what it takes to move a median from the middle of the others to their 62nd percentile. A window of one day has no
/// other days to compare with, and no note.
struct BulkClosing: Sendable {
    /// What was resolved on one local day.
    struct Day: Sendable, Hashable {
        /// Since 1970-01-01.
        var day: Int
        var count: Int
        /// The sum of ln(1 + age in seconds).
        var logarithms: Double
    }

    static let leastCount = 10
    static let leastShare = 0.2
    static let leastRatio = 4.0

    let day: Day
    let total: Int
    /// Seconds, of that day's and of the others.
    let age: Double
    let otherAge: Double

    /// The one with the most resolutions, where there are several.
    init?(among days: [Day]) {
        let total = days.reduce(0) { $0 + $1.count }
        let logarithms = days.reduce(0) { $0 + $1.logarithms }
        let found = days.compactMap { day -> BulkClosing? in
            let others = total - day.count
            guard day.count >= Self.leastCount, Double(day.count) >= Self.leastShare * Double(total), others > 0 else {
                return nil
            }
            let age = exp(day.logarithms / Double(day.count))
            let otherAge = exp((logarithms - day.logarithms) / Double(others))
            return age >= Self.leastRatio * otherAge
                ? BulkClosing(day: day, total: total, age: age - 1, otherAge: otherAge - 1) : nil
        }
        guard let first = found.max(by: { ($0.day.count, $1.day.day) < ($1.day.count, $0.day.day) }) else { return nil }
        self = first
    }

    private init(day: Day, total: Int, age: Double, otherAge: Double) {
        self.day = day
        self.total = total
        self.age = age
        self.otherAge = otherAge
    }

    var note: String {
        func text(_ seconds: Double) -> String {
            ValueText.text(seconds, .duration, currency: "", language: .english)
        }
        let date = CivilTime(day: day.day).components
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return
            "\(day.count) of the \(total) tickets were resolved on \(date.year)-\(digits(date.month))-\(digits(date.day)), "
            + "typically \(text(age)) after they were opened, the others after \(text(otherAge)): "
            + "closing old tickets in bulk moves this number"
    }
}

extension KPIQuery {
    /// Where the KPI looks for bulk closing: one row a series and day, with its labels, the day, how many ended on it, and the sum of
    /// the logarithms of a second more than how long they lasted.
    public var endings: SQL? {
        guard let endings = variant.endings else { return nil }
        let columns = scope.labelNames + ["day"]
        return """
            SELECT \(columns.list), count(*), sum(\(scope.dialect.logarithm("1 + value")))
            FROM (
            \(endings(scope))
            ) AS ended_rows
            WHERE value >= 0
            GROUP BY \(columns.list)
            """
    }

    /// What to tell of the days of one series, in any order.
    public func note(onEndings days: [(day: Int, count: Int, logarithms: Double)]) -> String? {
        BulkClosing(among: days.map { BulkClosing.Day(day: $0.day, count: $0.count, logarithms: $0.logarithms) })?.note
    }
}
