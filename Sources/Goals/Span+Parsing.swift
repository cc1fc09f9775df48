extension Span {
    /// Reads `30d`, `1h30m`, `90 days`, `1 month`: whole or decimal numbers of s, m, h, whole numbers of d, w, month, quarter, year
    /// (the words too, and their plurals), the longest unit first, each once. At most 1000 years.
    public init(parsing text: String) throws(SyntaxProblem) {
        if let problem = SyntaxProblem(ifLongerThan: 500, text, "a length of time") { throw problem }
        var reader = SpanReader(text)
        self = try reader.read()
    }
}

private struct SpanReader {
    let text: String
    var cursor: TextCursor

    init(_ text: String) {
        self.text = text
        cursor = TextCursor(text)
    }

    mutating func read() throws(SyntaxProblem) -> Span {
        var months = 0
        var days = 0
        var seconds = DecimalNumber(digits: 0)
        var last: SpanUnit?
        cursor.skipBlanks()
        while let character = cursor.current {
            let begin = cursor.position
            guard character.asciiDigit != nil || character == "." else {
                if character == "-" { throw problem(from: begin, "a length of time cannot be negative") }
                let end = cursor.characters.count
                throw problem(
                    from: begin, to: end, "a length of time is a number and a unit: write 30d, 1h30m or 1 month")
            }
            let digits = cursor.take { $0.asciiDigit != nil || $0 == "." }
            guard let number = DecimalNumber(digits) else { throw problem(from: begin, "\(digits) is not a number") }
            let unit = try unit(after: digits, from: begin)
            if let last, unit.rawValue >= last.rawValue {
                throw problem(from: begin, "write the longest unit first and each once, as in 1h30m")
            }
            last = unit
            switch unit {
            case .second, .minute, .hour: seconds = seconds + number * (unit.seconds ?? 1)
            case .day: days += try whole(number, unit, from: begin)
            case .week: days += try whole(number, unit, from: begin) * 7
            case .month: months += try whole(number, unit, from: begin)
            case .quarter: months += try whole(number, unit, from: begin) * 3
            case .year: months += try whole(number, unit, from: begin) * 12
            }
            cursor.skipBlanks()
        }
        guard last != nil else { throw problem(from: 0, "a length of time is missing: write 30d, 1h30m or 1 month") }
        let span = Span(months: months, days: days, seconds: seconds.double, text: text.trimmingBlanks)
        guard span.nominalSeconds <= 1000 * 365 * 86_400 else {
            throw problem(from: 0, to: text.count, "a length of time is at most 1000 years")
        }
        return span
    }

    private mutating func unit(after digits: String, from begin: Int) throws(SyntaxProblem) -> SpanUnit {
        cursor.skipBlanks()
        let wordBegin = cursor.position
        let word = cursor.take { $0.isLetter }
        if let unit = SpanUnit(word) { return unit }
        guard !word.isEmpty else {
            throw problem(
                from: begin, "\(digits) has no unit: write \(digits)s, \(digits)m, \(digits)h or \(digits)d",
                fix: digits + "d")
        }
        guard let meant = SpanUnit.suggestion(for: word) else {
            throw problem(from: wordBegin, "\(word) is not a unit of time: use s, m, h, d, w, month, quarter or year")
        }
        throw problem(
            from: begin, "\(word) is not a unit of time: write \(digits)\(meant.suffix)", fix: digits + meant.suffix)
    }

    /// Days and longer are whole: half a day is not half of the calendar's day when the clock is changed.
    private func whole(_ number: DecimalNumber, _ unit: SpanUnit, from begin: Int) throws(SyntaxProblem) -> Int {
        let value = number.double
        guard value == value.rounded() else {
            guard let seconds = unit.seconds else {
                throw problem(from: begin, "a length in months, quarters or years is a whole number of them")
            }
            let hours = DecimalNumber(digits: number.digits * UInt128(seconds / 3600), exponent: number.exponent).double
            let instead = "\(NumberText(hours).text(decimals: nil))h"
            throw problem(from: begin, "days and weeks are whole numbers: write \(instead)", fix: instead)
        }
        guard value <= 400_000 else { throw problem(from: begin, "a length of time is at most 1000 years") }
        return Int(value)
    }

    private func problem(from begin: Int, to end: Int? = nil, _ message: String, fix: String? = nil) -> SyntaxProblem {
        SyntaxProblem(
            text: text, offset: begin, length: (end ?? cursor.position) - begin, message: message, replacement: fix)
    }
}
