// KPIs and functions, as part of a condition.
extension ConditionReader {
    /// At a word that is no keyword.
    mutating func name(_ word: String) throws(SyntaxProblem) -> Term {
        let begin = range
        try advance()
        guard token == .sign("(") else {
            if ConditionFunction(word) != nil, vocabulary.word(for: word) == nil {
                throw problem(begin, "\(word) needs what it is of in parentheses, as in \(word)(resolution)")
            }
            return try reference(named: word, begin, readingTail: true)
        }
        guard let function = ConditionFunction(word) else { throw unknownFunction(word, begin) }
        try deepen(begin)
        try advance()
        let term = try call(function, word.lowercased(), from: begin.lowerBound)
        leave()
        return term
    }

    private func unknownFunction(_ word: String, _ range: Range<Int>) -> SyntaxProblem {
        if vocabulary.word(for: word) != nil || vocabulary.word(for: word.lowercased()) != nil {
            return problem(range, "\(word) is a KPI and takes no parentheses: filters stand in { }, a window in [ ]")
        }
        if word.lowercased().hasPrefix("p"), word.dropFirst().allSatisfy({ $0.asciiDigit != nil }), word.count > 1 {
            return problem(range, "percentiles go from p50 to p99")
        }
        guard let meant = ConditionFunction.suggestion(for: word) else {
            return problem(
                range,
                "there is no function \(word): there are mean, median, p50 to p99, previous, change, min, max, avg and abs"
            )
        }
        return problem(range, "there is no function \(word): did you mean \(meant)?", meant)
    }

    /// After the opening parenthesis.
    private mutating func call(_ function: ConditionFunction, _ name: String, from begin: Int) throws(SyntaxProblem)
        -> Term
    {
        let term: Term
        switch function {
        case .statistic, .previous:
            let (reference, end) = try referenceOfCall(function, name, from: begin)
            return Term(
                expression: .kpi(reference), unit: reference.unit, range: begin..<end, title: reference.title)
        case .change:
            let (past, end) = try referenceOfCall(.previous, name, from: begin)
            var present = past
            present.shift = .none
            // Spelled out, so that nothing else has to know of it.
            let quotient = Expression.arithmetic(.dividedBy, .kpi(present), .kpi(past))
            return Term(
                expression: .arithmetic(.minus, quotient, .literal(1, .ratio)), unit: .ratio, range: begin..<end,
                title: check.source(begin..<end))
        case .recorded(let which):
            let reference = try argument(of: name)
            guard reference.shift == .none else {
                throw problem(
                    begin..<range.upperBound, "\(name) looks at what the goal recorded, not at previous windows")
            }
            guard token == .sign(",") else {
                throw problem(
                    range, "\(name) needs how far back it looks: write \(name)(\(reference.title), 7d)",
                    token == .sign(")") ? ", 7d)" : nil)
            }
            let span = try self.span()
            let end = range.upperBound
            try expect(")")
            term = Term(
                expression: .recorded(which, reference, span), unit: reference.unit, range: begin..<end,
                title: check.source(begin..<end))
        case .abs:
            term = try absolute(from: begin)
        case .forecast, .anomaly:
            throw problem(
                begin..<(begin + name.count), "\(name) is not available yet: leave it out until a later version")
        }
        return term
    }

    private mutating func absolute(from begin: Int) throws(SyntaxProblem) -> Term {
        var term = try sumInParentheses()
        let end = range.upperBound
        try expect(")")
        term.range = begin..<end
        term.title = check.source(begin..<end)
        term.literal = nil
        if case .literal(let value, let unit) = term.expression {
            term.expression = .literal(Swift.abs(value), unit)
        } else {
            term.expression = .absolute(term.expression)
        }
        return term
    }

    /// `p90(k)`, `previous(k)`, `previous(k, 1 year)` and each of the other, up to the closing parenthesis.
    private mutating func referenceOfCall(
        _ function: ConditionFunction, _ name: String, from begin: Int
    ) throws(SyntaxProblem) -> (Expression.Reference, end: Int) {
        var reference = try argument(of: name)
        switch function {
        case .statistic(let statistic):
            guard reference.unit == .duration else {
                throw problem(
                    begin..<range.upperBound,
                    "\(name) is for KPIs that are durations, such as time_to_resolution; \(reference.kpi) is \(reference.unit.title)"
                )
            }
            guard reference.statistic == nil else {
                throw problem(begin..<range.upperBound, "only one of mean, median and p50 to p99 at a time")
            }
            reference.statistic = statistic
        case .previous, .change:
            guard reference.shift == .none else {
                throw problem(
                    begin..<range.upperBound,
                    "only one previous at a time; previous(\(reference.kpi), 1 year) looks farther back")
            }
            reference.shift = token == .sign(",") ? .by(try span()) : .oneWindow
        case .recorded, .abs, .forecast, .anomaly: break
        }
        let end = range.upperBound
        if token == .sign(",") { throw problem(range, "\(name) takes nothing after this") }
        if token != .sign(")"), token != .end {
            throw problem(range, "\(name) is of a KPI alone: a ) is missing before this")
        }
        try expect(")")
        return (reference, end)
    }

    /// The KPI that a function is of: one by name, or a statistic of one, or an earlier one.
    private mutating func argument(of name: String) throws(SyntaxProblem) -> Expression.Reference {
        let begin = range
        guard case .word(let word) = token, !ConditionScanner.keywords.contains(word.lowercased()) else {
            throw problem(
                begin,
                "\(name) is of a KPI, as in \(name)(resolution\(name == "min" || name == "max" || name == "avg" ? ", 7d" : ""))"
            )
        }
        let term = try self.name(word)
        guard case .kpi(let reference) = term.expression else {
            throw problem(term.range, "\(name) is of a KPI, not of something computed")
        }
        return reference
    }

    /// At a comma; ends at the closing parenthesis.
    private mutating func span() throws(SyntaxProblem) -> Span {
        let (raw, offset) = scanner.raw(until: [",", ")"])
        guard scanner.cursor.current != nil else {
            let end = scanner.characters.count
            throw problem(end..<end, "a ) is missing at the end", ")")
        }
        let span: Span
        do {
            span = try Span(parsing: raw)
        } catch {
            throw error.placed(in: scanner.text, at: offset)
        }
        guard !span.isZero else { throw problem(offset..<(offset + raw.count), "a length of time over zero is needed") }
        try advance()
        return span
    }

    // MARK: References

    /// A KPI by name, with its filters and window if they are read too.
    mutating func reference(named word: String, _ nameRange: Range<Int>, readingTail: Bool = false)
        throws(SyntaxProblem) -> Term
    {
        guard let kpi = vocabulary.word(for: word) ?? vocabulary.word(for: word.lowercased()) else {
            throw unknownKPI(word, nameRange)
        }
        var reference = Expression.Reference(kpi: kpi.id, unit: kpi.unit)
        var end = nameRange.upperBound
        if readingTail {
            if token == .sign("{") { (reference.filters, end) = try filters() }
            if token == .sign("[") { (reference.window, end) = try window() }
            if token == .sign("{") { throw problem(range, "filters stand before the window: \(word){...}[...]") }
        }
        return Term(
            expression: .kpi(reference), unit: kpi.unit, range: nameRange.lowerBound..<end, title: reference.title)
    }

    private func unknownKPI(_ word: String, _ range: Range<Int>) -> SyntaxProblem {
        let names = vocabulary.kpiNames
        guard let meant = nearest(word, in: names) else {
            return problem(range, "there is no KPI \(word.prefix(60)): crmgoals kpi lists them")
        }
        return problem(range, "there is no KPI \(word): did you mean \(meant)?", meant)
    }

    /// At `{`.
    private mutating func filters() throws(SyntaxProblem) -> ([MeasurementRequest.Filter], end: Int) {
        var filters: [MeasurementRequest.Filter] = []
        while true {
            try advance()
            let column: String
            switch token {
            case .word(let word): column = word
            case .text(let text): column = text
            case .number, .sign, .end: throw problem(range, "a filter names a column, as in {priority=\"urgent\"}")
            }
            if filters.contains(where: { $0.column == column }) {
                throw problem(
                    range,
                    "\(column) stands twice: no row has both values; join two conditions, or use the goal's \"where\"")
            }
            try advanceToFilterSign()
            filters.append(MeasurementRequest.Filter(column: column, values: [try filterValue()]))
            try advance()
            guard token == .sign(",") else { break }
        }
        let end = range.upperBound
        if case .word = token { throw problem(range, "filters are joined by a comma", ",") }
        try expect("}")
        return (filters.sorted { $0.column < $1.column }, end)
    }

    /// From a column's name to its `=`, which only here is one sign.
    private mutating func advanceToFilterSign() throws(SyntaxProblem) {
        guard let sign = scanner.takeFilterSign() else {
            try advance()
            throw problem(range, "a filter is column=\"value\", equality only")
        }
        if sign.text != "=" { throw problem(sign.range, "a filter is column=\"value\": write =", "=") }
        try advance()
    }

    private func filterValue() throws(SyntaxProblem) -> String {
        switch token {
        case .text(let text): return text
        case .word, .number:
            let written = check.source(range)
            throw problem(range, "put the value in quotation marks: \"\(written)\"", "\"\(written)\"")
        case .sign, .end: throw problem(range, "a filter has a value in quotation marks, as in {priority=\"urgent\"}")
        }
    }

    /// At `[`.
    private mutating func window() throws(SyntaxProblem) -> (Window, end: Int) {
        let open = range
        let (raw, offset) = scanner.raw(until: ["]"])
        guard scanner.cursor.current != nil else { throw problem(open, "the closing ] is missing") }
        let window: Window
        do {
            window = try Window(parsing: raw)
        } catch {
            throw error.placed(in: scanner.text, at: offset)
        }
        try advance()
        let end = range.upperBound
        try expect("]")
        return (window, end)
    }

    // MARK: What stands in the wrong place

    func unexpected() -> SyntaxProblem {
        switch token {
        case .end: problem(range, "the condition ends too early: a number or a KPI is missing")
        case .word(let word) where ConditionScanner.keywords.contains(word.lowercased()):
            problem(range, "\(word) cannot stand here: a number or a KPI is missing")
        case .word, .number, .text: problem(range, "an operator is missing before \(check.source(range))")
        case .sign(")"): problem(range, "there is nothing to close here: a ( is missing, or something before the )")
        case .sign(let sign) where Condition.Comparison(rawValue: sign) != nil:
            problem(range, "what is compared is missing before \(sign): name the KPI again")
        case .sign(let sign): problem(range, "\(sign) cannot stand here")
        }
    }
}

extension Expression.Reference {
    /// What messages call it: the id, with the statistic and `previous` round it.
    var title: String {
        var title = kpi
        switch statistic {
        case .mean: title = "mean(\(title))"
        case .median: title = "median(\(title))"
        case .percentile(let rank): title = "p\(rank)(\(title))"
        case nil: break
        }
        switch shift {
        case .none: break
        case .oneWindow: title = "previous(\(title))"
        case .by(let span): title = "previous(\(title), \(span.text))"
        }
        return title
    }
}
