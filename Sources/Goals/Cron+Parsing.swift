extension Cron {
    /// Reads five fields, as Debian's cron does: minute, hour, day of the month, month, day of the week; each `*`, a number, a range
    /// `9-17`, a step `*/15` or `9-17/2`, or a list of those; months and weekdays by name (`JAN`, `MON-FRI`) too; Sunday is 0 or 7.
    /// Refused, with the reason: what is out of range, runs backwards, can never happen (`0 0 31 2 *`) or would not do what it
    /// seems to say (`*/90`).
    public init(parsing text: String) throws(SyntaxProblem) {
        if let problem = SyntaxProblem(ifLongerThan: 500, text, "a cron line") { throw problem }
        let words = Self.words(of: text)
        if let first = words.first, first.text.hasPrefix("@") {
            let instead = Self.nicknames[first.text.lowercased()]
            throw SyntaxProblem(
                text: text, offset: first.offset, length: first.text.count,
                message: "a cron line has five fields" + (instead.map { ": write \($0)" } ?? ", as in 0 7 * * MON-FRI"),
                replacement: instead)
        }
        guard words.count == CronField.allCases.count else {
            let hint = words.count == 6 ? "; there is no field for seconds" : ""
            throw SyntaxProblem(
                text: text, offset: words.count > 5 ? words[5].offset : 0,
                length: words.count > 5 ? words[5].text.count : text.count,
                message:
                    "a cron line has five fields (minute, hour, day, month, weekday), this has \(words.count)\(hint)")
        }
        var sets: [Set<Int>] = []
        for (field, word) in zip(CronField.allCases, words) {
            do {
                sets.append(try field.values(of: word.text))
            } catch {
                throw error.placed(in: text, at: word.offset)
            }
        }
        self.init(
            text: words.map(\.text).joined(separator: " "), minutes: sets[0], hours: sets[1], days: sets[2],
            months: sets[3],
            weekdays: Set(sets[4].map { $0 % 7 }), daysRestricted: !words[2].text.hasPrefix("*"),
            weekdaysRestricted: !words[4].text.hasPrefix("*"))
        try refuseImpossibleDays(dayField: words[2].text, at: words[2].offset, in: text)
    }

    private static let nicknames = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    private static func words(of text: String) -> [(text: String, offset: Int)] {
        var cursor = TextCursor(text)
        var words: [(text: String, offset: Int)] = []
        cursor.skipBlanks()
        while cursor.current != nil {
            let begin = cursor.position
            words.append((cursor.take { !$0.isWhitespace }, begin))
            cursor.skipBlanks()
        }
        return words
    }

    private func refuseImpossibleDays(dayField: String, at offset: Int, in text: String) throws(SyntaxProblem) {
        let first = days.min() ?? 1
        guard !months.contains(where: { CivilTime.length(ofMonth: $0, year: 2000) >= first }) else { return }
        let names = months.sorted().map { CronField.month.names[$0 - 1] }.joined(separator: ", ")
        throw SyntaxProblem(
            text: text, offset: offset, length: dayField.count,
            message: "this never happens: \(names) has no day \(first)")
    }
}

/// One of the five fields.
private enum CronField: CaseIterable {
    case minute, hour, day, month, weekday

    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .day: 1...31
        case .month: 1...12
        case .weekday: 0...7
        }
    }

    var title: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .day: "day of the month"
        case .month: "month"
        case .weekday: "day of the week"
        }
    }

    /// In the order of their numbers, from the beginning of `range`.
    var names: [String] {
        switch self {
        case .minute, .hour, .day: []
        case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        case .weekday: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        }
    }

    func values(of text: String) throws(SyntaxProblem) -> Set<Int> {
        var values: Set<Int> = []
        var offset = 0
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            do {
                values.formUnion(try self.values(ofItem: String(item)))
            } catch {
                throw error.placed(in: text, at: offset)
            }
            offset += item.count + 1
        }
        return values
    }

    private func values(ofItem text: String) throws(SyntaxProblem) -> Set<Int> {
        func problem(_ message: String, _ replacement: String? = nil) -> SyntaxProblem {
            SyntaxProblem(text: text, offset: 0, length: text.count, message: message, replacement: replacement)
        }
        guard !text.isEmpty else { throw problem("an entry of the list for the \(title) is empty") }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let ends = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var low = range.lowerBound
        var high = self == .weekday ? 6 : range.upperBound
        if parts[0] != "*" {
            low = try number(ends[0], in: text)
            high = ends.count == 2 ? try number(ends[1], in: text) : low
            if self == .weekday, ends.count == 2, high == 0, low > 0 { high = 7 }
            if self == .weekday, ends.count == 2, low == 7 { low = 0 }
        }
        guard low <= high else {
            let last = self == .weekday ? 6 : range.upperBound
            let instead = "\(written(low))-\(written(last)),\(written(range.lowerBound))-\(written(high))"
            throw problem("\(parts[0]) runs backwards: write \(instead)", parts.count == 1 ? instead : nil)
        }
        guard parts.count == 2 else { return Set(low...high) }
        guard parts[0] == "*" || ends.count == 2 else {
            let instead = "\(parts[0])-\(range.upperBound)/\(parts[1])"
            throw problem("a step needs a range or *: write \(instead)", instead)
        }
        guard let step = Self.wholeNumber(parts[1]), step > 0 else {
            throw problem("the step after / is a whole number from 1, not \(parts[1].isEmpty ? "nothing" : parts[1])")
        }
        guard step <= high - low else {
            let instead =
                self == .minute || self == .hour
                ? "; use every for distances that cross the \(self == .minute ? "hour" : "day")" : ""
            throw problem("a step of \(step) in \(low)-\(high) would only ever give \(low)\(instead)", written(low))
        }
        return Set(stride(from: low, through: high, by: step))
    }

    private func number(_ word: String, in item: String) throws(SyntaxProblem) -> Int {
        let named = names.firstIndex(of: word.uppercased()).map { $0 + (self == .month ? 1 : 0) }
        if let value = Self.wholeNumber(word) ?? named, range.contains(value) { return value }
        let allowed =
            "\(range.lowerBound) to \(range.upperBound)"
            + (names.first.map { " or \($0) to \(names.last ?? "")" } ?? "")
        let offset = item.hasPrefix(word) ? 0 : item.count - word.count
        let meant = names.first { $0 == word.uppercased().prefix(3) }
        let unsupported =
            word.contains { "?LW#".contains($0) } && meant == nil ? " (?, L, W and # are not supported)" : ""
        throw SyntaxProblem(
            text: item, offset: offset, length: word.count,
            message: "the \(title) is \(allowed), not \(word.isEmpty ? "nothing" : word)\(unsupported)",
            replacement: meant)
    }

    private func written(_ value: Int) -> String {
        switch self {
        case .minute, .hour, .day: String(value)
        case .month: names[value - 1]
        case .weekday: names[value % 7]
        }
    }

    private static func wholeNumber(_ word: String) -> Int? {
        guard !word.isEmpty, word.count <= 4, word.allSatisfy({ $0.asciiDigit != nil }) else { return nil }
        return Int(word)
    }
}
