extension Window {
    /// Reads `30d`, `1 month` (rolling), `last month`, `this week`.
    ///
    /// - Parameter fiscalYearStart: 1...12, the month in which the company's year starts, for `quarter` and `year`.
    public init(parsing text: String, fiscalYearStart: Int = 1) throws(SyntaxProblem) {
        if let problem = SyntaxProblem(ifLongerThan: 500, text, "a window") { throw problem }
        var cursor = TextCursor(text)
        cursor.skipBlanks()
        let begin = cursor.position
        let word = cursor.take { $0.isLetter }.lowercased()
        guard !word.isEmpty else {
            let span = try Span(parsing: text)
            guard !span.isZero else {
                throw SyntaxProblem(
                    text: text, offset: 0, length: text.count, message: "a window has a length: write 30d")
            }
            self = .rolling(span)
            return
        }
        cursor.skipBlanks()
        let periodBegin = cursor.position
        let rest = cursor.take { _ in true }.trimmingBlanks
        guard word == "last" || word == "this" else {
            if ["previous", "past", "prev", "current"].contains(word), Period.Unit(rawValue: rest.lowercased()) != nil {
                let instead = word == "current" ? "this" : "last"
                throw SyntaxProblem(
                    text: text, offset: begin, length: word.count, message: "write \(instead) \(rest)",
                    replacement: instead)
            }
            throw SyntaxProblem(
                text: text, offset: begin, length: text.count - begin,
                message:
                    "a window is a length of time (30d, 1 month), or last or this with day, week, month, quarter or year"
            )
        }
        guard let unit = Period.Unit(rawValue: rest.lowercased()) else {
            let names = Period.Unit.allCases.map(\.rawValue)
            if let meant = nearest(rest, in: names) {
                throw SyntaxProblem(
                    text: text, offset: periodBegin, length: rest.count, message: "write \(word) \(meant)",
                    replacement: meant)
            }
            if (try? Span(parsing: rest)) != nil {
                throw SyntaxProblem(
                    text: text, offset: begin, length: text.count - begin,
                    message: "a rolling window is its length alone: write \(rest)", replacement: rest)
            }
            throw SyntaxProblem(
                text: text, offset: periodBegin, length: max(1, rest.count),
                message: "\(word) goes with day, week, month, quarter or year")
        }
        let period = Period(unit, yearStart: fiscalYearStart)
        self = word == "last" ? .last(period) : .this(period)
    }
}
